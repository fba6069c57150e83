using System.Buffers.Text;

namespace Wattshare.Exporter.Sensors.Rapl;

/// <summary>The meaning of the file <c>name</c> of a zone.</summary>
/// <param name="Domain">What the zone measures.</param>
/// <param name="Package">The package, or -1 when the name has none.</param>
/// <param name="Die">The die, or -1 when the name has none: the zone covers the whole package.</param>
internal readonly record struct RaplName(RaplDomain Domain, int Package, int Die)
{
    /// <summary>No package or no die.</summary>
    public const int None = -1;

    /// <summary>
    /// Parses <c>package-S</c>, <c>package-S-die-D</c>, <c>core</c>, <c>uncore</c>, <c>dram</c>, <c>psys</c> and <c>psys-S</c>
    /// (further sockets' platform zone).
    /// </summary>
    /// <param name="text">The name; one newline at the end is allowed.</param>
    /// <param name="name">Its meaning.</param>
    /// <returns>False for every other text.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out RaplName name)
    {
        if (!text.IsEmpty && text[^1] == (byte)'\n') text = text[..^1];
        name = new RaplName(Simple(text), None, None);
        return name.Domain != RaplDomain.Unknown || TryNumbered(text, out name);
    }

    private static RaplDomain Simple(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("core"u8) ? RaplDomain.Core
        : text.SequenceEqual("uncore"u8) ? RaplDomain.Uncore
        : text.SequenceEqual("dram"u8) ? RaplDomain.Dram
        : text.SequenceEqual("psys"u8) ? RaplDomain.Psys
        : RaplDomain.Unknown;

    private static bool TryNumbered(ReadOnlySpan<byte> text, out RaplName name)
    {
        name = new RaplName(RaplDomain.Unknown, None, None);
        if (TryField(ref text, "psys-"u8, out var package) && text.IsEmpty)
        {
            name = new RaplName(RaplDomain.Psys, package, None);
            return true;
        }

        if (!TryField(ref text, "package-"u8, out package)) return false;
        var die = None;
        if (!text.IsEmpty && !(TryField(ref text, "-die-"u8, out die) && text.IsEmpty)) return false;
        name = new RaplName(RaplDomain.Package, package, die);
        return true;
    }

    private static bool TryField(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> prefix, out int number)
    {
        number = None;
        if (!text.StartsWith(prefix)) return false;
        var rest = text[prefix.Length..];
        if (rest.IsEmpty || !char.IsAsciiDigit((char)rest[0]) || !Utf8Parser.TryParse(rest, out number, out var used)) return false;
        text = rest[used..];
        return true;
    }
}
