using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Tests.Exposition;

namespace Wattshare.Exporter.Tests.Web.History;

/// <summary>Reports of a small host whose energies say which report it was.</summary>
internal static class HistoryReports
{
    private static readonly DateTimeOffset Wall = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A report of a host with 100 W of processors and 10 W of memory, shared by everyone there is.</summary>
    /// <param name="sequence">The number of the report.</param>
    /// <param name="seconds">When it was taken.</param>
    public static PowerReport At(long sequence, double seconds) => PowerReport.Empty with
    {
        Sequence = sequence,
        Intervals = sequence - 1,
        TimestampNanoseconds = 5_000_000_000 + (long)(seconds * 1e9),
        WallTime = Wall.AddSeconds(seconds),
        IntervalNanoseconds = 1_000_000_000,
        Measured = default(ComponentSet).With(Component.Cpu).With(Component.Dram),
        Live = default(ComponentSet).With(Component.Cpu).With(Component.Dram),
        Host = Watts(100, 10, seconds),
        Idle = Watts(30, 3, seconds),
        System = Watts(5, 1, seconds),
        Unattributed = [new(UnattributedReason.Interrupt, Watts(2, 0, seconds)), new(UnattributedReason.NoUsage, Watts(3, 1, seconds))],
        Vms =
        [
            new VmRow(SampleReports.Alpha, Watts(20, 2, seconds), Watts(10, 1, seconds), Ended: false),
            new VmRow(null, Watts(10, 1, seconds), default, Ended: true),
        ],
        Containers = [new ContainerRow(SampleReports.Web, Watts(15, 1, seconds), Watts(5, 0, seconds), Ended: false)],
    };

    private static EnergyAmount Watts(long cpu, long dram, double seconds) =>
        SampleReports.Amount((long)(cpu * seconds * 1e6), (long)(dram * seconds * 1e6), cpu * 1_000_000);
}
