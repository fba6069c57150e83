using System.Buffers.Text;

namespace Wattshare.Exporter.Sensors.Perf;

/// <summary>
/// The small texts that describe a PMU below <c>/sys/bus/event_source/devices</c>
/// (https://www.kernel.org/doc/Documentation/ABI/testing/sysfs-bus-event_source-devices-events). Safe for any number of threads.
/// </summary>
internal static class PerfEventText
{
    // More than any kernel is built for, and few enough that a hostile range costs nothing.
    private const int MostCpus = 16_384;

    /// <summary>Parses an event of the RAPL PMUs, whose format has one field of 8 bits: <c>event=0x02</c>.</summary>
    /// <param name="text">The text; one newline at the end is allowed.</param>
    /// <param name="config">The number that selects the event.</param>
    /// <returns>False for every other text.</returns>
    public static bool TryParseEvent(ReadOnlySpan<byte> text, out ulong config)
    {
        config = 0;
        text = WithoutNewline(text);
        if (!text.StartsWith("event=0x"u8)) return false;
        text = text["event=0x"u8.Length..];
        if (text.Length is 0 or > 2 || !Utf8Parser.TryParse(text, out byte number, out var used, 'x') || used != text.Length) return false;
        config = number;
        return true;
    }

    /// <summary>Parses a list of processors: <c>0,24</c> or <c>0-3,8</c>.</summary>
    /// <param name="text">The text; one newline at the end is allowed.</param>
    /// <param name="cpus">Receives the processors in the order of the text; empty with a false result.</param>
    /// <returns>False for what is no such list. An empty list is one.</returns>
    public static bool TryParseCpus(ReadOnlySpan<byte> text, List<int> cpus)
    {
        cpus.Clear();
        text = WithoutNewline(text);
        if (text.IsEmpty) return true;
        foreach (var part in text.Split((byte)','))
        {
            if (TryAddRange(text[part], cpus)) continue;
            cpus.Clear();
            return false;
        }

        return true;
    }

    private static bool TryAddRange(ReadOnlySpan<byte> text, List<int> cpus)
    {
        if (!TryCpu(ref text, out var first)) return false;
        var last = first;
        if (!text.IsEmpty)
        {
            if (text[0] != (byte)'-') return false;
            text = text[1..];
            if (!TryCpu(ref text, out last) || !text.IsEmpty || last < first) return false;
        }

        for (var cpu = first; cpu <= last; cpu++) cpus.Add(cpu);
        return cpus.Count <= MostCpus;
    }

    private static bool TryCpu(ref ReadOnlySpan<byte> text, out int cpu)
    {
        cpu = 0;
        if (text.IsEmpty || !char.IsAsciiDigit((char)text[0]) || !Utf8Parser.TryParse(text, out cpu, out var used)) return false;
        text = text[used..];
        return cpu < MostCpus;
    }

    private static ReadOnlySpan<byte> WithoutNewline(ReadOnlySpan<byte> text) => !text.IsEmpty && text[^1] == (byte)'\n' ? text[..^1] : text;
}
