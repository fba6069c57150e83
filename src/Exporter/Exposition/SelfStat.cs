using System.Buffers.Text;

namespace Wattshare.Exporter.Exposition;

/// <summary>What is needed of <c>/proc/self/stat</c> (proc(5)).</summary>
/// <param name="CpuTicks">Fields 14 and 15, user and system time in clock ticks.</param>
/// <param name="Threads">Field 20.</param>
/// <param name="StartTicks">Field 22, clock ticks after boot.</param>
/// <param name="VirtualBytes">Field 23.</param>
/// <param name="ResidentPages">Field 24.</param>
internal readonly record struct SelfStat(long CpuTicks, long Threads, long StartTicks, long VirtualBytes, long ResidentPages)
{
    /// <summary>Parses the line.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="stat">The fields.</param>
    /// <returns>False when a field is missing or not a number.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out SelfStat stat)
    {
        stat = default;

        // The name of the program may hold anything; it ends at the last parenthesis. Field 3 follows.
        var rest = text[(text.LastIndexOf((byte)')') + 1)..];
        Span<long> fields = stackalloc long[25];
        var number = 3;
        foreach (var range in rest.TrimStart((byte)' ').Split((byte)' '))
        {
            if (number >= fields.Length) break;
            var field = rest.TrimStart((byte)' ')[range];
            if (number >= 14 && !TryParseField(field, out fields[number])) return false;
            number++;
        }

        if (number < fields.Length) return false;
        stat = new SelfStat(unchecked(fields[14] + fields[15]), fields[20], fields[22], fields[23], fields[24]);
        return true;
    }

    private static bool TryParseField(ReadOnlySpan<byte> field, out long value) =>
        Utf8Parser.TryParse(field, out value, out var used) && used == field.Length;
}
