using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Commands.Explain;

/// <summary>The energy of each component, parted into idle and active.</summary>
internal static class EnergySection
{
    private const long FemtojoulesPerMicrojoule = 1_000_000_000;

    /// <summary>Writes the section.</summary>
    /// <param name="text">Where it goes.</param>
    /// <param name="input">The interval.</param>
    public static void Append(ExplainText text, ExplainInput input)
    {
        text.Heading("Energy: E of the interval = B idle + D active");
        if (input.Measured.Count == 0) text.Line("nothing: no zone gave a value");
        foreach (var component in input.Measured) Append(text, input, component);
    }

    private static void Append(ExplainText text, ExplainInput input, Component component)
    {
        var (split, idle) = (input.SplitOf(component), input.IdleOf(component));
        var floor = input.After.IdleFloors.FirstOrDefault(row => row.Component == component);
        text.Line(Components.Name(component));
        text.Field("E", WholeOf(input, component));
        var doubt = input.After.Live.Contains(component) ? "" : ", which is not exactly this interval";
        text.Field("covered", $"{split.CoveredNanoseconds} ns, the time that E was drawn in{doubt}");
        text.Field("idle floor", FloorOf(component, floor, input));
        text.Field("B", $"{idle} uJ{LimitOf(floor, split.CoveredNanoseconds)}");
        text.Field("D", $"{split.ActiveMicrojoules} uJ: {Equation.Sum(input.After.Host.LastInterval[component], (idle, "B"), (split.ActiveMicrojoules, "D"))}");
    }

    private static string WholeOf(ExplainInput input, Component component)
    {
        var host = input.After.Host.LastInterval;
        var zones = input.After.Sensors.Where(row => row.CountsAs == component)
            .Select(row => (row.LastIntervalMicrojoules, Name: Printable.Clean(row.Zone.Zone))).ToList();
        if (component != Component.Platform) return $"{host[component]} uJ: {Equation.Sum(host[component], zones)}";
        return $"{host[component]} uJ: what {string.Join(" and ", zones.Select(zone => $"{zone.Name} ({zone.LastIntervalMicrojoules})"))} shows beyond "
            + $"{host[Component.Cpu]} (cpu) and {host[Component.Dram]} (dram), at least 0";
    }

    private static string FloorOf(Component component, IdleFloorRow? floor, ExplainInput input)
    {
        var isPackages = component == Component.Cpu || (component == Component.Platform && !input.After.Measured.Contains(Component.Cpu));
        if (floor is null or { Source: IdleFloorSource.Unknown })
            return $"not learned in one interval: B = 0{(isPackages ? "; --attribution.idle-watts fixes it" : "")}";
        return floor.Source switch
        {
            IdleFloorSource.Configured => $"{floor.Microwatts} uW, configured (--attribution.idle-watts)",
            IdleFloorSource.Stated => $"{floor.Microwatts} uW, stated by the source itself",
            IdleFloorSource.Learned => $"{floor.Microwatts} uW, learned",
            var other => $"{floor.Microwatts} uW, {other}",
        };
    }

    private static string LimitOf(IdleFloorRow? floor, long covered) => floor is not { Microwatts: > 0 }
        ? ""
        : $": floor times covered time, {floor.Microwatts} uW * {covered} ns = {(Int128)floor.Microwatts * covered / FemtojoulesPerMicrojoule} uJ, and no more than E";
}
