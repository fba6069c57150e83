using Wattshare.Exporter.Sensors.Rapl;

namespace Wattshare.Exporter.Sensors.Perf;

/// <summary>One event of a PMU.</summary>
/// <param name="Name">The file name, for example <c>energy-pkg</c>.</param>
/// <param name="Config">The number that selects it.</param>
/// <param name="Scale">What a count is worth.</param>
internal sealed record PerfEvent(string Name, ulong Config, PerfScale Scale)
{
    /// <summary>What the names of energy events begin with.</summary>
    public const string Prefix = "energy-";

    /// <summary>What the event measures (arch/x86/events/rapl.c).</summary>
    public RaplDomain Domain => Name switch
    {
        "energy-pkg" => RaplDomain.Package,
        "energy-cores" or "energy-core" => RaplDomain.Core,
        "energy-gpu" => RaplDomain.Uncore,
        "energy-ram" => RaplDomain.Dram,
        "energy-psys" => RaplDomain.Psys,
        _ => RaplDomain.Unknown,
    };

    /// <summary>What labels say after the package: empty for the package itself, else for example <c>-dram</c>, the same words as powercap's.</summary>
    public string Suffix => Domain switch
    {
        RaplDomain.Package => "",
        RaplDomain.Core => "-core",
        RaplDomain.Uncore => "-uncore",
        RaplDomain.Dram => "-dram",
        _ => "-" + Name[Prefix.Length..],
    };
}
