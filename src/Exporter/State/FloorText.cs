using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Wattshare.Attribution.Idle;
using Wattshare.Attribution.Model;

namespace Wattshare.Exporter.State;

/// <summary>
/// The learned idle floors as text: a first line that says what it is, a line <c>host IDENTITY</c>, for each component a line
/// <c>floor COMPONENT UNIX-SECONDS ZONES</c> with the time of the last idle second and the 16 hexadecimal digits of <see cref="LearnedFloor.Zones"/>, and below
/// it lines <c>bin MICROWATTS MILLISECONDS</c>. On hosts with several packages a line <c>packages MILLISECONDS</c> follows, and lines
/// <c>package NUMBER MICROJOULES</c> with what each drew, the last one for <c>none</c>. Versions 1 and 2 did not say which zones a floor is of, and some
/// were learned from a model: they are not read.
/// </summary>
internal static class FloorText
{
    private const string Head = "wattshare idle floors 3";
    private const int ZonesDigits = 16;
    private const int MaxBins = 10_000;
    private const long LastInstant = 253_402_300_799;
    private const long MostMicrowatts = 1_000_000_000_000;
    private const long LongestMilliseconds = 1_000_000_000_000;
    private const int MaxPackages = 1_024;
    private const long HighestPackage = 65_535;
    private const long MostMicrojoules = 1_000_000_000_000_000;

    /// <summary>Writes floors.</summary>
    /// <param name="host">What tells this hardware from other, one line.</param>
    /// <param name="floors">The floors.</param>
    /// <returns>The text.</returns>
    public static string Format(string host, IReadOnlyList<LearnedFloor> floors)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Head}\nhost {host}\n");
        foreach (var floor in floors)
        {
            text.Append(CultureInfo.InvariantCulture, $"floor {Components.Name(floor.Component)} {floor.LastObserved.ToUnixTimeSeconds()} {floor.Zones:x16}\n");
            foreach (var (microwatts, seconds) in floor.Bins) text.Append(CultureInfo.InvariantCulture, $"bin {microwatts} {(long)(seconds * 1000)}\n");
            if (floor.Packages.IsEmpty) continue;
            text.Append(CultureInfo.InvariantCulture, $"packages {(long)(floor.PackageSeconds * 1000)}\n");
            foreach (var (package, microjoules) in floor.Packages) text.Append(CultureInfo.InvariantCulture, $"package {PackageName(package)} {microjoules}\n");
        }

        return text.ToString();
    }

    /// <summary>Reads floors. A text with anything wrong in it gives none: half of what was learned is not what was learned.</summary>
    /// <param name="text">The text, which anybody may have written.</param>
    /// <param name="host">What tells this hardware from other.</param>
    /// <param name="floors">The floors, or none.</param>
    /// <returns>False when the text is not whole, of another version, or of other hardware.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, string host, out ImmutableArray<LearnedFloor> floors)
    {
        floors = [];
        if (!Take(ref text).SequenceEqual(Encoding.UTF8.GetBytes(Head)) || !Take(ref text).SequenceEqual(Encoding.UTF8.GetBytes("host " + host))) return false;
        var read = ImmutableArray.CreateBuilder<LearnedFloor>();
        while (!text.IsEmpty)
        {
            if (!TryTakeFloor(ref text, out var floor) || !TryTakePackages(ref text, ref floor) || read.Any(other => other.Component == floor.Component)) return false;
            read.Add(floor);
        }

        floors = read.ToImmutable();
        return true;
    }

    private static bool TryTakeFloor(ref ReadOnlySpan<byte> text, out LearnedFloor floor)
    {
        floor = null!;
        var line = Take(ref text);
        if (!TakeWord(ref line, "floor "u8) || !TryTakeComponent(ref line, out var component) || !TryTakeNumber(ref line, LastInstant, out var instant)
            || !TakeWord(ref line, " "u8) || !TryTakeZones(line, out var zones)) return false;
        var bins = ImmutableArray.CreateBuilder<IdlePowerBin>();
        while (text.StartsWith("bin "u8))
        {
            line = Take(ref text);
            if (bins.Count == MaxBins || !TakeWord(ref line, "bin "u8) || !TryTakeNumber(ref line, MostMicrowatts, out var microwatts) || !TakeWord(ref line, " "u8)
                || !TryTakeNumber(ref line, LongestMilliseconds, out var milliseconds) || !line.IsEmpty) return false;
            bins.Add(new IdlePowerBin(microwatts, milliseconds / 1000.0));
        }

        floor = new LearnedFloor(component, DateTimeOffset.FromUnixTimeSeconds(instant), bins.ToImmutable()) { Zones = zones };
        return true;
    }

    /// <summary>A floor of no zones is none.</summary>
    private static bool TryTakeZones(ReadOnlySpan<byte> line, out ulong zones)
    {
        zones = 0;
        return line.Length == ZonesDigits && Utf8Parser.TryParse(line, out zones, out var used, 'x') && used == ZonesDigits && zones != 0;
    }

    /// <summary>The packages stand ascending, and what belongs to none stands last.</summary>
    private static bool TryTakePackages(ref ReadOnlySpan<byte> text, ref LearnedFloor floor)
    {
        if (!text.StartsWith("packages "u8)) return true;
        var line = Take(ref text);
        if (!TakeWord(ref line, "packages "u8) || !TryTakeNumber(ref line, LongestMilliseconds, out var milliseconds) || !line.IsEmpty) return false;
        var packages = ImmutableArray.CreateBuilder<PackageIdleEnergy>();
        while (text.StartsWith("package "u8))
        {
            line = Take(ref text);
            var lowest = packages.Count == 0 ? 0 : packages[^1].Package + 1;
            if (packages.Count == MaxPackages || !TryTakePackage(ref line, out var package) || lowest is null || package.Package < lowest) return false;
            packages.Add(package);
        }

        floor = floor with { Packages = packages.ToImmutable(), PackageSeconds = milliseconds / 1000.0 };
        return packages.Count > 0 && packages[^1].Package is null;
    }

    private static bool TryTakePackage(ref ReadOnlySpan<byte> line, out PackageIdleEnergy energy)
    {
        energy = default;
        if (!TakeWord(ref line, "package "u8)) return false;
        int? package = null;
        if (!TakeWord(ref line, "none"u8))
        {
            if (!TryTakeNumber(ref line, HighestPackage, out var number)) return false;
            package = (int)number;
        }

        if (!TakeWord(ref line, " "u8) || !TryTakeNumber(ref line, MostMicrojoules, out var microjoules) || !line.IsEmpty) return false;
        energy = new PackageIdleEnergy(package, microjoules);
        return true;
    }

    private static string PackageName(int? package) => package is { } number ? number.ToString(CultureInfo.InvariantCulture) : "none";

    private static bool TryTakeComponent(ref ReadOnlySpan<byte> line, out Component found)
    {
        foreach (var component in Components.All)
        {
            found = component;
            if (TakeWord(ref line, Encoding.UTF8.GetBytes(Components.Name(component) + " "))) return true;
        }

        found = default;
        return false;
    }

    private static bool TakeWord(ref ReadOnlySpan<byte> line, ReadOnlySpan<byte> word)
    {
        if (!line.StartsWith(word)) return false;
        line = line[word.Length..];
        return true;
    }

    private static bool TryTakeNumber(ref ReadOnlySpan<byte> line, long limit, out long number)
    {
        number = 0;
        if (line.IsEmpty || !char.IsAsciiDigit((char)line[0])) return false;
        if (!Utf8Parser.TryParse(line, out number, out var used) || number > limit) return false;
        line = line[used..];
        return true;
    }

    /// <summary>One line; the last one must end as well, since a text that was cut is not whole.</summary>
    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        var line = end < 0 ? default : text[..end];
        text = end < 0 ? default : text[(end + 1)..];
        return line;
    }
}
