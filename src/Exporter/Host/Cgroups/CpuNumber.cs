using System.Buffers.Text;

namespace Wattshare.Exporter.Host.Cgroups;

/// <summary>A file of a cgroup that holds one whole number.</summary>
internal static class CpuNumber
{
    /// <summary>Reads the number.</summary>
    /// <param name="text">The file; without the end of the line the number may be cut, and is not taken.</param>
    /// <param name="limit">The largest number that can be true.</param>
    /// <param name="value">The number.</param>
    /// <returns>False when there is no number between 0 and the limit.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, long limit, out long value)
    {
        value = 0;
        if (!Utf8Parser.TryParse(text, out ulong number, out var used) || number > (ulong)limit) return false;
        if (text[0] == '+' || used != text.Length - 1 || text[used] != '\n') return false;
        value = (long)number;
        return true;
    }
}
