using System.Buffers.Text;

namespace Wattshare.Exporter.Host.Cgroups;

/// <summary>Hardware threads that follow one another, a part of a list as the kernel writes it (cpuset(7), "List format").</summary>
/// <param name="First">The first thread.</param>
/// <param name="Last">The last thread.</param>
internal readonly record struct CpuRange(uint First, uint Last)
{
    private const uint Highest = 65_535;

    /// <summary>Takes the first range of a list.</summary>
    /// <param name="text">The list, not empty, without the end of the line; then what follows.</param>
    /// <param name="least">The lowest number that may come, since lists ascend.</param>
    /// <param name="range">The range.</param>
    /// <returns>False when this is no list in ascending order.</returns>
    public static bool TryTake(ref ReadOnlySpan<byte> text, uint least, out CpuRange range)
    {
        range = default;
        if (!TryTakeNumber(ref text, out var first)) return false;
        var last = first;
        if (!text.IsEmpty && text[0] == '-')
        {
            text = text[1..];
            if (!TryTakeNumber(ref text, out last)) return false;
        }

        if (first < least || last < first) return false;
        range = new CpuRange(first, last);
        if (text.IsEmpty) return true;
        if (text[0] != ',' || text.Length == 1) return false;
        text = text[1..];
        return true;
    }

    private static bool TryTakeNumber(ref ReadOnlySpan<byte> text, out uint number)
    {
        if (!Utf8Parser.TryParse(text, out number, out var used) || text[0] == '+' || number > Highest) return false;
        text = text[used..];
        return true;
    }
}
