using System.Text;
using Wattshare.Attribution.Model;
using Wattshare.Exporter.Options;
using Wattshare.Exporter.Sensors;

namespace Wattshare.Exporter.Commands;

/// <summary>Writes the report of <c>wattshare check</c>: plain text in aligned columns, no colours, so that it can be sent as it is.</summary>
internal static class CheckReport
{
    /// <summary>Renders the report.</summary>
    /// <param name="input">Findings and facts; their texts may come from outside and are cleaned.</param>
    /// <returns>Lines, each ended by a line feed.</returns>
    public static string Render(CheckInput input)
    {
        var text = new StringBuilder("Energy\n");
        if (input.Findings.Count == 0) text.Append("  no sensor was asked\n");
        AppendRows(text, [.. input.Findings.Select(RowOf)]);
        text.Append("\nHost\n");
        AppendRows(text, [.. input.Facts.Select(RowOf)]);
        return text.Append('\n').Append(CheckVerdict.Of(input.Findings).Sentence()).Append('\n').ToString();
    }

    private static CheckRow RowOf(SensorFinding finding) => new(
        [
            StateOf(finding),
            finding.Sensor,
            OrDash(finding.Zone),
            finding.CountsAs is { } component ? Components.Name(component) : "-",
            MethodOf(finding.Method),
            OrDash(finding.Path),
        ],
        finding.Message,
        finding.Fix);

    private static CheckRow RowOf(CheckFact fact) => new([LevelOf(fact.Level), fact.Subject, Printable.Clean(fact.Message)], "", fact.Fix);

    private static string StateOf(SensorFinding finding) => finding.Outcome switch
    {
        ReadOutcome.Ok when finding.CountsAs is null => "not counted",
        ReadOutcome.Ok => finding.Method == MeasurementMethod.Model ? "modelled" : "measured",
        ReadOutcome.Absent => "absent",
        ReadOutcome.Denied => "refused",
        ReadOutcome.Garbage => "garbage",
        _ => "failed",
    };

    private static string MethodOf(MeasurementMethod method) => method switch
    {
        MeasurementMethod.Counter => "counter",
        MeasurementMethod.Integrated => "integrated",
        _ => "model",
    };

    private static string LevelOf(CheckLevel level) => level switch
    {
        CheckLevel.Ok => "ok",
        CheckLevel.Note => "note",
        CheckLevel.Error => "error",
        _ => "warning",
    };

    private static string OrDash(string text) => text.Length == 0 ? "-" : text;

    private static void AppendRows(StringBuilder text, IReadOnlyList<CheckRow> rows)
    {
        if (rows.Count == 0) return;
        var widths = Enumerable.Range(0, rows[0].Cells.Count).Select(column => rows.Max(row => row.Cells[column].Length)).ToArray();
        foreach (var row in rows) row.AppendTo(text, widths);
    }
}
