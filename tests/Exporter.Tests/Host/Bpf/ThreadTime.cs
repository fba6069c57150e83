using System.Diagnostics;

namespace Wattshare.Exporter.Tests.Host.Bpf;

/// <summary>What the kernel says that the test process used.</summary>
internal static class ThreadTime
{
    /// <summary>User and system time of all threads, in nanoseconds (clock_gettime of the process, through the runtime).</summary>
    public static long OfProcess()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime.Ticks * 100;
    }
}
