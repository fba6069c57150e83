using System.Buffers.Text;

namespace Wattshare.Exporter.Host.Cgroups;

/// <summary>
/// The hard limit of a group's CPU time: <c>cpu.max</c> in version 2 (https://docs.kernel.org/admin-guide/cgroup-v2.html),
/// <c>cpu.cfs_quota_us</c> and <c>cpu.cfs_period_us</c> in version 1 (https://docs.kernel.org/scheduler/sched-bwc.html).
/// </summary>
internal static class CpuQuota
{
    /// <summary>More hardware threads than any host has: a limit above that is not believed.</summary>
    public const long MaxMillithreads = 65_536_000;

    /// <summary>The kernel's own bounds of a period, and the shortest quota, in microseconds.</summary>
    private const long Shortest = 1_000;
    private const long LongestPeriod = 1_000_000;
    private const long LargestQuota = MaxMillithreads * LongestPeriod / 1_000;

    /// <summary>Reads <c>cpu.max</c>: the quota, or <c>max</c>, and the period in microseconds.</summary>
    /// <param name="text">The file.</param>
    /// <param name="millithreads">The limit in thousandths of a hardware thread, 0 when there is none.</param>
    /// <returns>False when this is no limit that the kernel would write.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out long millithreads)
    {
        millithreads = 0;
        var space = text.IndexOf((byte)' ');
        if (space < 0 || !CpuNumber.TryParse(text[(space + 1)..], LongestPeriod, out var period) || period < Shortest) return false;
        if (text[..space].SequenceEqual("max"u8)) return true;
        return Utf8Parser.TryParse(text, out long quota, out var used) && used == space && text[0] != '+' && TryDivide(quota, period, out millithreads);
    }

    /// <summary>Reads the two files of version 1.</summary>
    /// <param name="quotaText">The quota in microseconds, −1 without a limit.</param>
    /// <param name="periodText">The period in microseconds.</param>
    /// <param name="millithreads">The limit in thousandths of a hardware thread, 0 when there is none.</param>
    /// <returns>False when this is no limit that the kernel would write.</returns>
    public static bool TryParse(ReadOnlySpan<byte> quotaText, ReadOnlySpan<byte> periodText, out long millithreads)
    {
        millithreads = 0;
        if (quotaText.SequenceEqual("-1\n"u8)) return true;
        return CpuNumber.TryParse(quotaText, LargestQuota, out var quota)
            && CpuNumber.TryParse(periodText, LongestPeriod, out var period) && period >= Shortest
            && TryDivide(quota, period, out millithreads);
    }

    private static bool TryDivide(long quota, long period, out long millithreads)
    {
        millithreads = 0;
        if (quota is < Shortest or > LargestQuota) return false;
        var limit = quota * 1_000 / period;
        if (limit > MaxMillithreads) return false;
        millithreads = limit;
        return true;
    }
}
