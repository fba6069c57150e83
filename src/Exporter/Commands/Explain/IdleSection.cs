using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Exposition;

namespace Wattshare.Exporter.Commands.Explain;

/// <summary>Who carries the idle energy of each component, and by which weights.</summary>
internal static class IdleSection
{
    /// <summary>Writes the section; a process carries none, and there is nothing to say of one.</summary>
    /// <param name="text">Where it goes.</param>
    /// <param name="input">The interval.</param>
    /// <param name="target">The target.</param>
    public static void Append(ExplainText text, ExplainInput input, ExplainTarget target)
    {
        if (target.Process is not null) return;
        text.Heading("Idle energy: B to who carries it, by --attribution.idle");
        foreach (var component in input.Measured) Append(text, input, target, component);
    }

    private static void Append(ExplainText text, ExplainInput input, ExplainTarget target, Component component)
    {
        var split = input.Trace.Idle[(int)component];
        text.Line($"{Components.Name(component)}, {AttributionLabels.Name(split.Rule)}: {UnitOf(split.Rule)}");
        var own = split.Parts.FirstOrDefault(target.Owns);
        text.Field("target", own is null ? "carries none" : Equation.Part(split.Microjoules, split.TotalWeight, own.Before, own.Weight, own.Microjoules));
        text.Field("B", Equation.Sum(
            split.Microjoules,
            (split.Parts.Sum(part => part.Microjoules), $"{split.Parts.Count} VMs and containers"),
            (input.After.Idle.LastInterval[component], "nobody")));
    }

    private static string UnitOf(IdleRule rule) => rule switch
    {
        IdleRule.ByReservation => "the weights are thousandths of a hardware thread that are reserved; the whole is the host's",
        IdleRule.ByUse => "the weights are CPU time in ns; the whole is that of all",
        IdleRule.ByHeldMemory => "the weights are units of 1024 bytes that are held; the whole is the host's memory",
        _ => "nobody carries any",
    };
}
