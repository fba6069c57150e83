using Microsoft.Extensions.Logging.Abstractions;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host;
using Wattshare.Exporter.Tests.Host;

namespace Wattshare.Benchmarks.Micro;

/// <summary>One read of the procfs source on this machine, with whatever runs on it.</summary>
public class LiveScanBenchmarks : UsageBenchmarks
{
    private protected override IUsageSource Open() =>
        new ProcfsUsageSource("/proc", "/sys", NoContainerDirectory.Instance, new FaultLog(NullLogger<FaultLog>.Instance));
}
