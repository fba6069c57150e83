using System.Globalization;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Exporter.Terminal;

/// <summary>Draws one frame as lines of text. Pure: the same report, view and size give the same lines, none of them wider than the screen.</summary>
internal static class TopFrame
{
    /// <summary>The table is made for a screen of at least this size; of a smaller one the rest is cut off. One that tells no size is taken for this one.</summary>
    public const int LeastWidth = 40, LeastHeight = 6;

    private const string Keys = "w watts  e energy  n name  tab processes  p pause  arrows scroll  q quit";
    private const int PartsWidth = 9 + 9;
    private const int FiguresWidth = 2 + 14 + 9 + 13;
    private const int LeastNameWidth = 8;

    private static readonly string[] KindNames = ["vm", "container", "system", "idle", "unattributed", "process", "others"];

    /// <summary>Draws a frame.</summary>
    /// <param name="report">The report.</param>
    /// <param name="view">What was chosen.</param>
    /// <param name="width">Columns of the screen.</param>
    /// <param name="height">Lines of the screen, or null for as many as there are.</param>
    /// <param name="note">A line about the state of things, or null.</param>
    /// <returns>The lines, at most as many as there is room for.</returns>
    public static List<string> Draw(PowerReport report, TopView view, int width, int? height, string? note = null) =>
        Draw(report, view, width, height, note, out _);

    /// <summary>Draws a frame, and tells how far the table can be scrolled.</summary>
    /// <param name="report">The report.</param>
    /// <param name="view">What was chosen.</param>
    /// <param name="width">Columns of the screen.</param>
    /// <param name="height">Lines of the screen, or null for as many as there are.</param>
    /// <param name="note">A line about the state of things, or null.</param>
    /// <param name="first">The number of rows that really are scrolled away: no more than leave the screen full.</param>
    /// <returns>The lines, at most as many as there is room for.</returns>
    public static List<string> Draw(PowerReport report, TopView view, int width, int? height, string? note, out int first)
    {
        var lines = new List<string> { Head(report, view) };
        foreach (var component in Components.All)
            if (report.Measured.Contains(component)) lines.Add(ComponentLine(report, component));
        if (note is not null) lines.Add(note);
        var rows = view.ShowsProcesses ? TopRows.Processes(report) : TopRows.Owners(report);
        TopRows.Sort(rows, view.Sort);
        var hasParts = width >= FiguresWidth + PartsWidth + LeastNameWidth;
        var nameWidth = Math.Max(LeastNameWidth, Math.Max(width, LeastWidth) - FiguresWidth - (hasParts ? PartsWidth : 0));
        lines.Add("");
        lines.Add(Columns(view, nameWidth, hasParts));
        var room = height is { } all ? RowsOf(all, lines.Count) : rows.Count;
        first = Math.Clamp(view.Offset, 0, Math.Max(0, rows.Count - room));
        foreach (var row in rows.Skip(first).Take(room)) lines.Add(RowLine(report, row, nameWidth, hasParts));
        if (height is not null) lines.Add(rows.Count > room ? $"{first + 1} to {Math.Min(rows.Count, first + room)} of {rows.Count}   {Keys}" : Keys);
        if (height > 0 && lines.Count > height) lines.RemoveRange(height.Value, lines.Count - height.Value);
        return lines.ConvertAll(line => Shorten(line, width > 0 ? width : LeastWidth));
    }

    /// <summary>How many rows of the table fit below so many lines, with one line for the keys.</summary>
    /// <param name="height">Lines of the screen.</param>
    /// <param name="used">Lines above the rows.</param>
    /// <returns>At least 1.</returns>
    public static int RowsOf(int height, int used) => Math.Max(1, Math.Max(height, LeastHeight) - used - 1);

    private static string Head(PowerReport report, TopView view)
    {
        var busy = report.BusyRatio is { } ratio ? string.Create(CultureInfo.InvariantCulture, $", {ratio * 100:F1} % busy") : "";
        var paused = view.Paused ? "   PAUSED" : "";
        return $"wattshare top  {report.WallTime.ToLocalTime():HH:mm:ss}  {report.HardwareThreads} hardware threads{busy}{paused}";
    }

    private static string ComponentLine(PowerReport report, Component component)
    {
        var power = report.Intervals > 0 && report.Live.Contains(component) ? Watts(report.Watts(report.Host.LastInterval[component])) : "-";
        var zones = report.Sensors.Where(row => row.CountsAs == component).Select(row => $"{row.Zone.Sensor} {row.Zone.Zone}").Distinct();
        var isModel = report.Sensors.Any(row => row.CountsAs == component && row.Zone.Method == MeasurementMethod.Model);
        var source = string.Join(", ", zones.Select(Options.Printable.Clean));
        return $"{Components.Name(component),-12}{power,9} W{Joules(report.Host.Cumulative[component]),13} J   {(isModel ? "MODELLED, not measured" : "measured")}: {source}";
    }

    private static string Columns(TopView view, int nameWidth, bool hasParts)
    {
        string Mark(string title, TopSort sort) => view.Sort == sort ? title + "*" : title;
        return $"  {"KIND",-14}{Mark("NAME", TopSort.Name).PadRight(nameWidth)}{Mark("WATTS", TopSort.Power),9}{(hasParts ? $"{"ACTIVE",9}{"IDLE",9}" : "")}{Mark("JOULES", TopSort.Energy),13}";
    }

    private static string RowLine(PowerReport report, TopRow row, int nameWidth, bool hasParts)
    {
        var known = report.Intervals > 0 && report.Live.Bits != 0;
        string Power(long microjoules) => known && !row.Ended ? Watts(report.Watts(microjoules)) : "-";
        var parts = hasParts ? $"{Power(row.Active.LastInterval.Total),9}{Power(row.Idle.LastInterval.Total),9}" : "";
        var figures = $"{Power(row.LastInterval),9}{parts}{Joules(row.Energy),13}";
        return $"  {KindNames[(int)row.Kind],-14}{Fit(row.Ended ? $"{row.Name} ended" : row.Name, nameWidth)}{figures}";
    }

    /// <summary>Cuts or fills a name to a width.</summary>
    private static string Fit(string name, int width) =>
        TextColumns.Fill(TextColumns.Of(name) < width ? name : TextColumns.Cut(name, width - 2) + '…', width);

    /// <summary>Cuts a line and says so, so that half a figure is not taken for a whole one.</summary>
    private static string Shorten(string line, int width) => TextColumns.Of(line) <= width ? line : TextColumns.Cut(line, width - 1) + '…';

    private static string Watts(double watts) => watts.ToString(watts < 1000 ? "F2" : "F0", CultureInfo.InvariantCulture);

    private static string Joules(long microjoules) => (microjoules / 1e6).ToString("F2", CultureInfo.InvariantCulture);
}
