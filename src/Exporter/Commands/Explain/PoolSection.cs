using System.Globalization;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Splitting;
using Wattshare.Attribution.Tracing;

namespace Wattshare.Exporter.Commands.Explain;

/// <summary>What the active energy of a component was put into before it was divided; nothing where that was one pool.</summary>
internal static class PoolSection
{
    /// <summary>Writes the pools of each component of a class.</summary>
    /// <param name="text">Where it goes.</param>
    /// <param name="input">The interval.</param>
    /// <param name="components">The class.</param>
    public static void Append(ExplainText text, ExplainInput input, ComponentClass components)
    {
        if (components.Split.Pools.Length < 2) return;
        if (components.Split.Rule == ActiveRule.MemoryBandwidth)
        {
            text.Line("D is put into pools by memory traffic, as above: one for each who is monitored, and one for all others");
            return;
        }

        text.Line("D is put into pools, one for each package: who is bound to a package has its part there, and all that floats has the rest, for the last pool");
        foreach (var component in components.Components) Append(text, component, input.SplitOf(component));
    }

    /// <summary>What a pool is called.</summary>
    /// <param name="pool">The pool.</param>
    /// <returns>A few words.</returns>
    public static string NameOf(PoolInfo pool) =>
        pool.Bytes is not null ? (pool.Monitored is { } target ? TrafficSection.WhoIs(target) : "all others")
        : pool.Package is { } package ? string.Create(CultureInfo.InvariantCulture, $"package {package}")
        : "floating";

    private static void Append(ExplainText text, Component component, ComponentSplit split)
    {
        text.Line(Components.Name(component));
        var packages = split.Pools[..^1];
        var elsewhere = split.Pools[^1].Microjoules - packages.Sum(pool => pool.PassedMicrojoules);
        text.Field("D", $"{split.ActiveMicrojoules} uJ: {Equation.Sum(split.ActiveMicrojoules, [.. packages.Select(pool => (pool.Microjoules, NameOf(pool))), (elsewhere, "of no package")])}");
        foreach (var pool in packages) text.Field(NameOf(pool), PackageLine(pool));
        text.Field("floating", $"{split.Pools[^1].Microjoules} uJ: "
            + Equation.Sum(split.Pools[^1].Microjoules, [.. packages.Select(pool => (pool.PassedMicrojoules, NameOf(pool))), (elsewhere, "of no package")])
            + $"; W = {split.Pools[^1].TotalWeight} ns");
    }

    private static string PackageLine(PoolInfo pool)
    {
        var bound = pool.TotalWeight - pool.PassedWeight;
        var passed = pool.TotalWeight == 0
            ? $"no weights: all of it floats, {pool.PassedMicrojoules} uJ"
            : $"floating {pool.Microjoules} - floor({pool.Microjoules} * {bound} / {pool.TotalWeight}) = {pool.PassedMicrojoules} uJ";
        return $"{pool.Microjoules} uJ: {pool.Microjoules + pool.IdleMicrojoules} - {pool.IdleMicrojoules} idle; W = {bound} bound + {pool.PassedWeight} floating = {pool.TotalWeight} ns; {passed}";
    }
}
