using System.Buffers.Text;

namespace Wattshare.Exporter.Host.Cgroups;

/// <summary>The CPU time in <c>cpuacct.usage</c> (version 1, nanoseconds) and in <c>cpu.stat</c> (version 2, <c>usage_usec</c>).</summary>
internal static class CgroupCounter
{
    private const long NanosecondsPerMicrosecond = 1000;

    /// <summary>Reads a counter file.</summary>
    /// <param name="text">The file.</param>
    /// <param name="version2">Which of the two it is.</param>
    /// <param name="nanoseconds">CPU time since the group began, descendants included.</param>
    /// <returns>False when there is no whole number in range.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, bool version2, out long nanoseconds)
    {
        if (!version2) return TryParseNumber(text, long.MaxValue, out nanoseconds);
        nanoseconds = 0;
        while (!text.StartsWith("usage_usec "u8))
        {
            var end = text.IndexOf((byte)'\n');
            if (end < 0) return false;
            text = text[(end + 1)..];
        }

        if (!TryParseNumber(text["usage_usec "u8.Length..], long.MaxValue / NanosecondsPerMicrosecond, out var microseconds)) return false;
        nanoseconds = microseconds * NanosecondsPerMicrosecond;
        return true;
    }

    private static bool TryParseNumber(ReadOnlySpan<byte> text, long limit, out long value)
    {
        value = 0;
        if (!Utf8Parser.TryParse(text, out ulong number, out var used) || number > (ulong)limit) return false;

        // Both files end the line; without its end the number may be cut.
        if (text[0] == '+' || used >= text.Length || text[used] != '\n') return false;
        value = (long)number;
        return true;
    }
}
