using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Sampling;
using Wattshare.Exporter.Tests.Systemd;
using Wattshare.Exporter.Web.History;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Web.History;

public sealed class HistoryKeeperTests
{
    private readonly Latest _latest = new();
    private readonly PowerHistory _history = new();

    [Fact]
    public async Task It_looks_whenever_its_timer_fires_and_ends_when_it_is_told_to()
    {
        var time = new FiringTime();
        using var stop = new CancellationTokenSource();
        var running = new HistoryKeeper(_latest, _history, TimeSpan.FromSeconds(1), time).RunAsync(stop.Token);
        Assert.Equal(TimeSpan.FromSeconds(1), time.Period);
        foreach (var number in (long[])[1, 2, 3])
        {
            _latest.Publish(HistoryReports.At(number, number));
            time.Fire();
            Assert.Equal(number, Newest());
        }

        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_look_allocates_nothing()
    {
        var time = new FiringTime();
        using var stop = new CancellationTokenSource();
        var running = new HistoryKeeper(_latest, _history, TimeSpan.FromSeconds(1), time).RunAsync(stop.Token);
        PowerReport[] reports = [.. Enumerable.Range(1, 200).Select(number => HistoryReports.At(number, number))];
        var next = 0;
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 20; i++)
            {
                _latest.Publish(reports[next++]);
                time.Fire();
            }
        }));
        Assert.NotEqual(0, Newest());
        await stop.CancelAsync();
        await running;
    }

    [Theory]
    [InlineData(1, 0.05, 1.15)]
    [InlineData(1, 0.2, 1)]
    [InlineData(0.001, 0.2, 1)]
    [InlineData(0.1, 0.03, 1.17)]
    [InlineData(60, 0.2, 60)]
    [InlineData(60, 59.9, 0.3)]
    [InlineData(60, 60.1, 1)]
    [InlineData(60, 300, 1)]
    public void It_waits_until_the_next_sample_is_there(double interval, double age, double wait)
    {
        var report = HistoryReports.At(2, 10);
        var keeper = new HistoryKeeper(_latest, _history, TimeSpan.FromSeconds(interval), new ManualTime());
        Assert.Equal(TimeSpan.FromSeconds(wait), keeper.UntilNext(report, TimeSpan.FromSeconds(15 + age)));
    }

    [Fact]
    public void Before_the_first_interval_it_looks_every_second()
    {
        var keeper = new HistoryKeeper(_latest, _history, TimeSpan.FromSeconds(60), new ManualTime());
        Assert.Equal(TimeSpan.FromSeconds(1), keeper.UntilNext(PowerReport.Empty, TimeSpan.FromSeconds(3)));
        Assert.Equal(TimeSpan.FromSeconds(1), keeper.UntilNext(HistoryReports.At(1, 0), TimeSpan.FromSeconds(5)));
    }

    private long Newest()
    {
        var newest = 0L;
        _history.Show((older, newer) => newest = newer.IsEmpty ? older.IsEmpty ? 0 : older[^1].Sequence : newer[^1].Sequence);
        return newest;
    }
}
