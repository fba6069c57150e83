namespace Wattshare.Exporter.Sensors.Rapl;

/// <summary>What a zone is: the canonical key under which duplicates meet, and the label that it would like to have.</summary>
/// <param name="Domain">What it measures.</param>
/// <param name="Package">The package, or <see cref="RaplName.None"/> where none is known.</param>
/// <param name="Die">The die, or <see cref="RaplName.None"/> when the zone covers the whole package.</param>
/// <param name="Label">The name for labels, unless another zone has it already.</param>
internal sealed record RaplIdentity(RaplDomain Domain, int Package, int Die, string Label)
{
    /// <summary>What is inside the measured perimeter, as the label <c>perimeter</c> says it.</summary>
    public string Perimeter => Domain switch
    {
        RaplDomain.Package => "cpu_package",
        RaplDomain.Core => "cpu_cores",
        RaplDomain.Uncore => "uncore",
        RaplDomain.Dram => "dram",
        RaplDomain.Psys => "platform",
        _ => "unknown",
    };

    /// <summary>Works out what a zone is.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="name">The content of its file <c>name</c>, or empty when that cannot be read.</param>
    /// <param name="parent">What the zone above it is, or null.</param>
    /// <returns>The identity; a zone with a strange name has the domain <see cref="RaplDomain.Unknown"/>.</returns>
    public static RaplIdentity Of(RaplAddress address, string name, RaplIdentity? parent)
    {
        // A longer name than any the kernel gives would be cut by the encoding below, and is not parsed at all.
        Span<byte> bytes = stackalloc byte[256];
        var known = System.Text.Encoding.UTF8.TryGetBytes(name, bytes, out var length);
        if (!known || !RaplName.TryParse(bytes[..length], out var parsed))
            parsed = new RaplName(RaplDomain.Unknown, RaplName.None, RaplName.None);

        // Only packages and the platform carry a number in their own name; the rest belongs to the package it stands below.
        var ownName = parsed.Domain is RaplDomain.Package or RaplDomain.Psys;
        var above = !ownName && parent?.Domain == RaplDomain.Package ? parent : null;
        return new RaplIdentity(
            parsed.Domain,
            above?.Package ?? parsed.Package,
            above?.Die ?? parsed.Die,
            Labelled(address, name, ownName ? null : parent));
    }

    private static string Labelled(RaplAddress address, string name, RaplIdentity? parent)
    {
        if (name.Length == 0) return address.ToString();
        return parent is null ? address.LabelPrefix + name : $"{parent.Label}-{name}";
    }
}
