using Wattshare.Attribution.Model;
using Wattshare.Exporter.Sensors.Rapl;

namespace Wattshare.Exporter.Sensors.Perf;

/// <summary>
/// What sysfs tells of one performance monitoring unit at one time. Immutable.
/// </summary>
/// <param name="Name">The name, <c>power</c> or <c>power_core</c>.</param>
/// <param name="Directory">Where it is described.</param>
/// <param name="Outcome">Whether there is a description that can be used; without one the rest is empty.</param>
/// <param name="Type">The number of the PMU for the kernel.</param>
/// <param name="Cpus">One processor for each thing that the PMU has counters of.</param>
/// <param name="Events">The events that can be used, that of the package first.</param>
/// <param name="Refused">File names of energy events whose description is none: no number, no scale, or another unit than joules.</param>
internal sealed record PerfPmu(
    string Name, string Directory, ReadOutcome Outcome, uint Type, IReadOnlyList<int> Cpus, IReadOnlyList<PerfEvent> Events, IReadOnlyList<string> Refused)
{
    // A file of sysfs has at most a page; one byte more shows that it is something else.
    private const int LongestFile = 4096 + 1;

    private const int MostEvents = 16;

    /// <summary>Looks at a PMU.</summary>
    /// <param name="sysfsRoot">Where sysfs is mounted.</param>
    /// <param name="name">The PMU.</param>
    /// <returns>What was found.</returns>
    public static PerfPmu Read(string sysfsRoot, string name)
    {
        var directory = Path.Combine(sysfsRoot, "bus", "event_source", "devices", name);
        var buffer = new byte[LongestFile];
        var outcome = AttributeFile.TryRead(Path.Combine(directory, "type"), buffer, out var length);
        if (outcome != ReadOutcome.Ok) return Nothing(name, directory, outcome);
        if (!CounterText.TryParse(buffer.AsSpan(0, Math.Min(length, CounterText.BufferSize)), out var type) || type > int.MaxValue)
            return Nothing(name, directory, ReadOutcome.Garbage);
        outcome = AttributeFile.TryRead(Path.Combine(directory, "cpumask"), buffer, out length);
        if (outcome != ReadOutcome.Ok) return Nothing(name, directory, outcome);
        var cpus = new List<int>();
        if (length == LongestFile || !PerfEventText.TryParseCpus(buffer.AsSpan(0, length), cpus)) return Nothing(name, directory, ReadOutcome.Garbage);
        var (events, refused) = ReadEvents(Path.Combine(directory, "events"), buffer);
        return new PerfPmu(name, directory, ReadOutcome.Ok, (uint)type, cpus, events, refused);
    }

    private static PerfPmu Nothing(string name, string directory, ReadOutcome outcome) => new(name, directory, outcome, 0, [], [], []);

    private static (PerfEvent[] Events, string[] Refused) ReadEvents(string directory, byte[] buffer)
    {
        var events = new List<PerfEvent>();
        var refused = new List<string>();
        foreach (var name in Names(directory))
        {
            if (events.Count == MostEvents || ReadEvent(directory, name, buffer) is not { } described) refused.Add(name);
            else events.Add(described);
        }

        // The package leads its group; a name that nobody knows comes last.
        return ([.. events.OrderBy(one => one.Domain == RaplDomain.Unknown).ThenBy(one => one.Domain).ThenBy(one => one.Name, StringComparer.Ordinal)], [.. refused]);
    }

    private static PerfEvent? ReadEvent(string directory, string name, byte[] buffer)
    {
        if (!IsName(name)) return null;
        var path = Path.Combine(directory, name);
        if (!TryRead(path, buffer, out var text) || !PerfEventText.TryParseEvent(text, out var config)) return null;
        if (!TryRead(path + ".unit", buffer, out text) || !text.TrimEnd((byte)'\n').SequenceEqual("Joules"u8)) return null;
        return TryRead(path + ".scale", buffer, out text) && PerfScale.TryParse(text, out var scale) ? new PerfEvent(name, config, scale) : null;
    }

    private static bool TryRead(string path, byte[] buffer, out ReadOnlySpan<byte> text)
    {
        var read = AttributeFile.TryRead(path, buffer, out var length) == ReadOutcome.Ok;
        text = buffer.AsSpan(0, length);
        return read && length > 0;
    }

    // The name becomes part of a label.
    private static bool IsName(string name) => name.Length <= 32 && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_');

    private static string[] Names(string directory)
    {
        try
        {
            return [.. System.IO.Directory.EnumerateFileSystemEntries(directory, PerfEvent.Prefix + "*").Select(static path => Path.GetFileName(path))
                .Where(static name => !name.Contains('.', StringComparison.Ordinal)).Take(MostEvents * 4).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (ReadOutcomes.IsOutcome(exception))
        {
            return [];
        }
    }
}
