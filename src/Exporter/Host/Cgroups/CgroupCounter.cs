using System.Buffers.Text;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Exporter.Host.Cgroups;

/// <summary>The CPU time in <c>cpuacct.usage</c> (version 1, nanoseconds) and in <c>cpu.stat</c> (version 2, <c>usage_usec</c>).</summary>
internal static class CgroupCounter
{
    private const ulong NanosecondsPerMicrosecond = 1000;

    /// <summary>Reads a counter file.</summary>
    /// <param name="text">The file.</param>
    /// <param name="version2">Which of the two it is.</param>
    /// <param name="nanoseconds">CPU time since the group began, descendants included: a counter of <see cref="CpuClock"/>.</param>
    /// <returns>False when there is no whole number in range.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, bool version2, out long nanoseconds)
    {
        if (!version2) return TryParseNumber(text, 1, out nanoseconds);
        nanoseconds = 0;
        while (!text.StartsWith("usage_usec "u8))
        {
            var end = text.IndexOf((byte)'\n');
            if (end < 0) return false;
            text = text[(end + 1)..];
        }

        return TryParseNumber(text["usage_usec "u8.Length..], NanosecondsPerMicrosecond, out nanoseconds);
    }

    /// <summary>The kernel counts 64 bits of nanoseconds in both.</summary>
    private static bool TryParseNumber(ReadOnlySpan<byte> text, ulong unit, out long nanoseconds)
    {
        nanoseconds = 0;
        if (!Utf8Parser.TryParse(text, out ulong number, out var used) || number > ulong.MaxValue / unit) return false;

        // Both files end the line; without its end the number may be cut.
        if (text[0] == '+' || used >= text.Length || text[used] != '\n') return false;
        nanoseconds = CpuClock.Wrap(number * unit);
        return true;
    }
}
