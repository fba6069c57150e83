using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Web.History;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Web.History;

public sealed class PowerHistoryTests
{
    private readonly PowerHistory _history = new();

    [Fact]
    public void Before_the_first_report_there_is_nothing()
    {
        _history.Note(PowerReport.Empty);
        Assert.Empty(Marks());
    }

    [Fact]
    public void A_report_that_was_seen_before_is_kept_once()
    {
        _history.Note(HistoryReports.At(2, 1));
        _history.Note(HistoryReports.At(2, 1));
        Assert.Equal([2], Marks().Select(mark => mark.Sequence));
    }

    [Fact]
    public void Fifteen_minutes_are_shown_with_a_mark_at_both_ends_however_long_it_runs()
    {
        for (var second = 1; second <= 5000; second++)
        {
            _history.Note(HistoryReports.At(second, second));
            var marks = Marks();
            Assert.Equal(Math.Min(second, 901), marks.Length);
            Assert.Equal(second, marks[^1].Sequence);
            Assert.Equal(Math.Max(1, second - 900), marks[0].Sequence);
        }

        Assert.Equal(Enumerable.Range(4100, 901).Select(number => (long)number), Marks().Select(mark => mark.Sequence));
    }

    [Theory]
    [InlineData(0.001, 0.9, 1001)]
    [InlineData(0.1, 0.9, 1001)]
    [InlineData(0.25, 1, 901)]
    [InlineData(0.5, 1, 901)]
    [InlineData(0.95, 0.95, 949)]
    [InlineData(1, 1, 901)]
    [InlineData(7, 7, 130)]
    [InlineData(60, 60, 16)]
    public void At_every_rate_the_whole_span_is_there_and_at_most_a_mark_a_second(double interval, double step, int count)
    {
        for (var i = 1; i * interval < 2000; i++) _history.Note(HistoryReports.At(i, i * interval));
        var marks = Marks();
        Assert.Equal(count, marks.Length);
        Assert.All(marks.Zip(marks.Skip(1)), pair => Assert.InRange(pair.Second.TimestampNanoseconds - pair.First.TimestampNanoseconds, step * 1e9 - 1000, step * 1e9 + 1000));
        Assert.InRange(marks[^1].TimestampNanoseconds - marks[0].TimestampNanoseconds, 900_000_000_000 - 1000, 907_000_000_000);
    }

    [Fact]
    public void The_classes_of_a_mark_add_up_to_the_host()
    {
        _history.Note(HistoryReports.At(8, 7.25));
        var mark = Assert.Single(Marks());
        Assert.Equal((725_000_000, 72_500_000), (mark.Host[Component.Cpu], mark.Host[Component.Dram]));
        Assert.Equal(
            (239_250_000, 319_000_000, 152_250_000, 43_500_000, 43_500_000), (mark.Idle, mark.Vms, mark.Containers, mark.System, mark.Unattributed));
        Assert.Equal(mark.Host.Total, mark.Idle + mark.Vms + mark.Containers + mark.System + mark.Unattributed);
    }

    [Fact]
    public void A_baseline_is_kept_and_knows_no_power()
    {
        _history.Note(HistoryReports.At(1, 0));
        Assert.Equal(ComponentSet.None, Assert.Single(Marks()).Live);
    }

    [Fact]
    public void Keeping_allocates_nothing()
    {
        PowerReport[] reports = [.. Enumerable.Range(1, 2000).Select(number => HistoryReports.At(number, number))];
        var next = 0;
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 200; i++) _history.Note(reports[next++]);
        }));
    }

    private HistoryMark[] Marks()
    {
        HistoryMark[] marks = [];
        _history.Show((older, newer) => marks = [.. older, .. newer]);
        return marks;
    }
}
