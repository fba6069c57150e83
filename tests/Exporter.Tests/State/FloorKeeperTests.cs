using Wattshare.Attribution.Idle;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Sampling;
using Wattshare.Exporter.State;

namespace Wattshare.Exporter.Tests.State;

public sealed class FloorKeeperTests
{
    private readonly Latest _latest = new();
    private readonly List<IReadOnlyList<LearnedFloor>> _saved = [];
    private bool _works = true;

    [Fact]
    public async Task What_was_learned_is_kept_at_the_end_and_again_only_when_there_is_more()
    {
        var keeper = new FloorKeeper(_latest, [], Save, TimeProvider.System);
        await RunToTheEnd(keeper);
        Assert.Empty(_saved);

        var floor = Learned();
        Publish(floor);
        await RunToTheEnd(keeper);
        await RunToTheEnd(keeper);
        Assert.Equal([floor], Assert.Single(_saved));

        Publish(Learned());
        await RunToTheEnd(keeper);
        Assert.Equal(2, _saved.Count);
    }

    [Fact]
    public async Task What_could_not_be_kept_is_tried_again()
    {
        var keeper = new FloorKeeper(_latest, [], Save, TimeProvider.System);
        Publish(Learned());
        _works = false;
        await RunToTheEnd(keeper);
        _works = true;
        await RunToTheEnd(keeper);
        await RunToTheEnd(keeper);
        Assert.Equal(2, _saved.Count);
    }

    [Fact]
    public async Task What_is_kept_of_a_component_that_this_run_does_not_have_stays()
    {
        var (cpu, dram) = (Learned(), Learned() with { Component = Component.Dram });
        var keeper = new FloorKeeper(_latest, [cpu, dram], Save, TimeProvider.System);
        await RunToTheEnd(keeper);
        Publish(cpu);
        await RunToTheEnd(keeper);
        Assert.Empty(_saved);

        var again = Learned() with { LastObserved = DateTimeOffset.UnixEpoch.AddDays(1) };
        Publish(again);
        await RunToTheEnd(keeper);
        await RunToTheEnd(keeper);
        Assert.Equal([again, dram], Assert.Single(_saved));
    }

    private static LearnedFloor Learned() => new(Component.Cpu, DateTimeOffset.UnixEpoch, []);

    private static async Task RunToTheEnd(FloorKeeper keeper)
    {
        using var stop = new CancellationTokenSource();
        var run = keeper.RunAsync(stop.Token);
        await stop.CancelAsync();
        await run;
    }

    private bool Save(IReadOnlyList<LearnedFloor> floors)
    {
        _saved.Add(floors);
        return _works;
    }

    private void Publish(LearnedFloor floor) => _latest.Publish(PowerReport.Empty with
    {
        IdleFloors = [new IdleFloorRow(Component.Cpu, IdleFloorSource.Learned, 1, 60) { Learned = floor }, new IdleFloorRow(Component.Dram, IdleFloorSource.Unknown, 0, 0)],
    });
}
