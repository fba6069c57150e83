using System.Collections.Immutable;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Splitting;
using Wattshare.Attribution.Tracing;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Commands.Explain;

/// <summary>The table of one division: the target's parts, the largest others, and the rest in a line each.</summary>
/// <param name="input">The interval.</param>
/// <param name="components">The components that have a column.</param>
/// <param name="pools">The pools, where there are several of them; else empty.</param>
/// <param name="isTarget">Tells whether a part has to do with the target; such rows have a star.</param>
internal sealed class PartTable(
    ExplainInput input, IReadOnlyList<Component> components, ImmutableArray<PoolInfo> pools, Func<SplitPart, bool> isTarget)
{
    /// <summary>How many parts of the target are listed, and how many others.</summary>
    public const int Most = 20;

    /// <summary>Writes the table, in the order of the division.</summary>
    /// <param name="text">Where it goes.</param>
    /// <param name="rows">The parts.</param>
    public void Append(ExplainText text, IReadOnlyList<PartRow> rows)
    {
        var table = new TextTable(
            ["", "weight w", "C before it", "counter before", "counter after", .. components.Select(component => $"{Components.Name(component)} uJ"), .. PoolColumn("pool"), "who"]);
        var shown = Largest(rows, row => isTarget(row.Part)).Concat(Largest(rows, row => !isTarget(row.Part) && row.Part.Reason is null))
            .Concat(rows.Where(row => row.Part.Reason is not null)).OrderBy(row => row.Place).ToList();
        foreach (var row in shown) table.Add([Star(row.Part), .. Numbers(row), .. PoolColumn(PoolOf(row.Part)), WhoIs(row.Part)]);
        var rest = rows.Except(shown).ToLookup(row => isTarget(row.Part));
        AddSum(table, "*", rest[true], "more of the target");
        AddSum(table, "", rest[false], "more");
        AddSum(table, "", rows, "in all: W, and what was divided");
        table.AppendTo(text);
    }

    /// <summary>Says who a part is, fit to be printed.</summary>
    /// <param name="part">The part.</param>
    /// <returns>A few words.</returns>
    public static string WhoIs(SplitPart part)
    {
        if (part.Reason is { } reason) return $"nobody: {NameOf(reason)}";
        if (part.Group is { } group)
            return $"group {Printable.Clean(group.Path)}{(group.Vm is null && group.Container is null ? "" : $" of {CarrierOf(group.Vm, group.Container)}")}";
        var who = part.Process is { } process ? $"{process.Key.Pid} {Printable.Quote(process.Command)}" : "time of the group that no living member explains";
        return $"{who}, carried by {CarrierOf(part.Vm, part.Container)}";
    }

    private static IEnumerable<PartRow> Largest(IEnumerable<PartRow> rows, Func<PartRow, bool> which) =>
        rows.Where(which).OrderByDescending(row => row.Part.Weight).ThenBy(row => row.Place).Take(Most);

    private static string CarrierOf(VmInfo? vm, ContainerInfo? container) => vm is not null ? $"VM {Printable.Quote(vm.Name)}"
        : container is not null ? $"container {Printable.Quote(container.Name)}"
        : "the system";

    private static string NameOf(UnattributedReason reason) => reason switch
    {
        UnattributedReason.Interrupt => "interrupt",
        UnattributedReason.Skew => "skew",
        UnattributedReason.NoUsage => "no CPU time was seen",
        _ => reason.ToString(),
    };

    private string PoolOf(SplitPart part) => pools.Length > 1 ? PoolSection.NameOf(pools[part.Pool]) : "";

    private IEnumerable<string> PoolColumn(string cell) => pools.Length > 1 ? [cell] : [];

    private string Star(SplitPart part) => isTarget(part) ? "*" : "";

    private IEnumerable<string> Numbers(PartRow row) =>
    [
        $"{row.Part.Weight}", $"{row.Part.Before}", CounterOf(input.Trace.Before!, row.Part), CounterOf(input.Trace.After!, row.Part),
        .. row.Microjoules.Select(energy => $"{energy}"),
    ];

    private static string CounterOf(TracedSample sample, SplitPart part) =>
        (part.Group is { } group ? sample.Find(group) : part.Process is { } process ? sample.Find(process) : null) is { } counter ? $"{counter}" : "-";

    private void AddSum(TextTable table, string star, IEnumerable<PartRow> rows, string what)
    {
        var listed = rows.ToList();
        if (listed.Count == 0) return;
        var energies = Enumerable.Range(0, listed[0].Microjoules.Count).Select(column => $"{listed.Sum(row => row.Microjoules[column])}");
        table.Add([star, $"{listed.Sum(row => row.Part.Weight)}", "", "", "", .. energies, .. PoolColumn(""), $"{listed.Count} {what}"]);
    }
}
