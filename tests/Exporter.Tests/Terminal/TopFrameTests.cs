using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Terminal;
using Wattshare.Exporter.Tests.Exposition;

namespace Wattshare.Exporter.Tests.Terminal;

public sealed class TopFrameTests
{
    [Fact]
    public void The_rows_of_owners_add_up_to_the_host()
    {
        foreach (var report in (PowerReport[])[SampleReports.Full(), LargeReports.Of(500)])
        {
            var rows = TopRows.Owners(report);
            var parts = report.Idle.Cumulative.Total + report.System.Cumulative.Total + report.Unattributed.Sum(row => row.Energy.Cumulative.Total)
                + report.Vms.Sum(row => row.Active.Cumulative.Total + row.Idle.Cumulative.Total)
                + report.Containers.Sum(row => row.Active.Cumulative.Total + row.Idle.Cumulative.Total);
            Assert.Equal(parts, rows.Sum(row => row.Energy));
            Assert.Equal(report.Processes.Sum(row => row.Active.Cumulative.Total) + report.ProcessOther.Cumulative.Total, TopRows.Processes(report).Sum(row => row.Energy));
        }
    }

    [Fact]
    public void A_frame_fits_the_screen()
    {
        foreach (var (width, height) in ((int, int)[])[(100, 20), (40, 6), (250, 80), (30, 4), (1, 1), (0, 0)])
        {
            foreach (var view in (TopView[])[new TopView(), new TopView { ShowsProcesses = true, Offset = 10_000 }])
            {
                var lines = TopFrame.Draw(LargeReports.Of(500), view, width, height);
                Assert.All(lines, line => Assert.InRange(line.Length, 0, width > 0 ? width : TopFrame.LeastWidth));
                Assert.InRange(lines.Count, Math.Min(5, height), height > 0 ? height : int.MaxValue);
            }
        }
    }

    [Fact]
    public void Names_from_outside_cannot_command_the_terminal()
    {
        var frame = string.Join('\n', TopFrame.Draw(SampleReports.WithVm("\e[2J\u202eevil\r\n\u0007" + new string('x', 300)), new TopView(), 100, 30));
        Assert.DoesNotContain('\e', frame);
        Assert.DoesNotContain('\r', frame);
        Assert.DoesNotContain('\u202e', frame);
        Assert.DoesNotContain('\u0007', frame);
        Assert.Contains("evil", frame, StringComparison.Ordinal);
    }

    [Fact]
    public void A_narrow_screen_leaves_columns_out_and_cuts_no_figure_in_secret()
    {
        var report = SampleReports.WithVm("web");
        string[] Of(int width) => Assert.Single(TopFrame.Draw(report, new TopView(), width, 30), line => line.Contains(" web ", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(6, Of(64).Length);
        Assert.Equal([.. Of(64)[..3], Of(64)[^1]], Of(63));
        Assert.Equal(Of(63), Of(46));
        Assert.EndsWith("…", Of(45)[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("web")]
    [InlineData("仮想機械")]
    [InlineData("가상-머신")]
    [InlineData("e\u0301tude")]
    [InlineData("🦊🦊")]
    [InlineData("仮想機械仮想機械仮想機械仮想機械仮想機械仮想機械仮想機械仮想機械")]
    public void Columns_are_below_each_other_in_every_script(string name)
    {
        var lines = TopFrame.Draw(SampleReports.WithVm(name), new TopView(), 100, 30);
        var row = Assert.Single(lines, line => line.StartsWith("  vm", StringComparison.Ordinal));
        Assert.Equal(100, TextColumns.Of(row));
        Assert.Contains(name[..2], row, StringComparison.Ordinal);
        Assert.All(TopFrame.Draw(SampleReports.WithVm(name), new TopView(), 21, 30), line => Assert.InRange(TextColumns.Of(line), 0, 21));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("é", 1)]
    [InlineData("e\u0301", 1)]
    [InlineData("…", 1)]
    [InlineData("仮", 2)]
    [InlineData("가", 2)]
    [InlineData("Ａ", 2)]
    [InlineData("🦊", 2)]
    [InlineData("Ж", 1)]
    public void Text_takes_as_many_columns_as_on_a_terminal(string text, int columns) => Assert.Equal(columns, TextColumns.Of(text));

    [Theory]
    [InlineData("ab", 1, "a")]
    [InlineData("ab", 2, "ab")]
    [InlineData("仮想", 3, "仮")]
    [InlineData("仮想", 1, "")]
    [InlineData("🦊x", 2, "🦊")]
    [InlineData("e\u0301x", 1, "e\u0301")]
    [InlineData("x", 0, "")]
    public void Text_is_cut_between_letters(string text, int columns, string expected) => Assert.Equal(expected, TextColumns.Cut(text, columns));

    [Fact]
    public void What_is_unknown_is_a_dash_and_not_zero()
    {
        var report = SampleReports.WithVm("web") with { Live = default };
        var line = Assert.Single(TopFrame.Draw(report, new TopView(), 100, 30), line => line.Contains(" web ", StringComparison.Ordinal));
        Assert.Equal(["vm", "web", "-", "-", "-", "1.00"], line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void The_columns_of_every_row_are_apart()
    {
        var lines = TopFrame.Draw(SampleReports.Full(), new TopView(), 100, 40);
        var rows = lines.Where(line => line.StartsWith("  ", StringComparison.Ordinal)).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.Equal(["vm", "container", "system", "idle", "unattributed"], rows.Skip(1).Select(row => row[0]).Distinct().OrderBy(kind => Array.IndexOf(["vm", "container", "system", "idle", "unattributed"], kind)));
    }

    [Theory]
    [InlineData(nameof(TopSort.Power), "b", "a", "c")]
    [InlineData(nameof(TopSort.Energy), "c", "b", "a")]
    [InlineData(nameof(TopSort.Name), "a", "b", "c")]
    public void Rows_are_ordered_by_what_was_chosen(string sort, params string[] names)
    {
        List<TopRow> rows =
        [
            new(TopKind.Vm, "a", SampleReports.Amount(10, 0, 5), default, false),
            new(TopKind.Vm, "b", SampleReports.Amount(20, 0, 6), default, false),
            new(TopKind.Vm, "c", SampleReports.Amount(30, 0, 0), default, false),
        ];
        TopRows.Sort(rows, Enum.Parse<TopSort>(sort));
        Assert.Equal(names, rows.Select(row => row.Name));
    }

    [Theory]
    [InlineData('e', nameof(TopSort.Energy), false, false)]
    [InlineData('n', nameof(TopSort.Name), false, false)]
    [InlineData('w', nameof(TopSort.Power), false, false)]
    [InlineData('p', nameof(TopSort.Power), true, false)]
    [InlineData('q', nameof(TopSort.Power), false, true)]
    [InlineData('?', nameof(TopSort.Power), false, false)]
    public void Keys_choose(char key, string sort, bool paused, bool quits)
    {
        var view = new TopView().After(new ConsoleKeyInfo(key, ConsoleKey.None, false, false, false), 10);
        Assert.Equal((sort, paused, quits), (view.Sort.ToString(), view.Paused, view.Quits));
    }

    [Fact]
    public void Scrolling_ends_at_both_ends()
    {
        static ConsoleKeyInfo Key(ConsoleKey key) => new('\0', key, false, false, false);
        var view = new TopView().After(Key(ConsoleKey.UpArrow), 10);
        Assert.Equal(0, view.Offset);
        Assert.Equal(11, view.After(Key(ConsoleKey.PageDown), 10).After(Key(ConsoleKey.DownArrow), 10).Offset);
        var last = TopFrame.Draw(LargeReports.Of(500), new TopView { ShowsProcesses = true, Offset = int.MaxValue }, 100, 20);
        Assert.Contains(last, line => line.StartsWith("490 to 501 of 501", StringComparison.Ordinal) || line.Contains(" of 501 ", StringComparison.Ordinal));
    }
}
