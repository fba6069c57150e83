using System.Buffers.Text;

namespace Wattshare.Exporter.Host.Cgroups;

/// <summary>A list of hardware threads as the kernel writes it, such as <c>0-3,8,10-11</c> (cpuset(7), "List format").</summary>
internal static class CpuList
{
    private const uint Highest = 65_535;

    /// <summary>Counts the hardware threads of a list.</summary>
    /// <param name="text">The file.</param>
    /// <param name="count">How many there are, 0 for the empty list.</param>
    /// <returns>False when it is not a list in ascending order.</returns>
    public static bool TryCount(ReadOnlySpan<byte> text, out long count)
    {
        count = 0;
        if (text.IsEmpty || text[^1] != '\n') return false;
        text = text[..^1];
        var next = 0u;
        var sum = 0L;
        while (!text.IsEmpty)
        {
            if (!TryTake(ref text, out var first)) return false;
            var last = first;
            if (!text.IsEmpty && text[0] == '-')
            {
                text = text[1..];
                if (!TryTake(ref text, out last)) return false;
            }

            if (first < next || last < first || last > Highest) return false;
            (next, sum) = (last + 1, sum + (last - first) + 1);
            if (text.IsEmpty) break;
            if (text[0] != ',' || text.Length == 1) return false;
            text = text[1..];
        }

        count = sum;
        return true;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> text, out uint number)
    {
        if (!Utf8Parser.TryParse(text, out number, out var used) || text[0] == '+' || number > Highest) return false;
        text = text[used..];
        return true;
    }
}
