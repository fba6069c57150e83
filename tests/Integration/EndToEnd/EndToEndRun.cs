using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.EndToEnd;

/// <summary>
/// One run that several tests look at: everything is started, the meter is frozen and read, 60 seconds are measured and scraped,
/// the meter is frozen and read again. What the tests need is kept; the parts run on until the last test is done.
/// </summary>
public sealed class EndToEndRun : IAsyncLifetime
{
    private static readonly TimeSpan MeasuredTime = TimeSpan.FromSeconds(60);

    private readonly List<string> _texts = [];
    private readonly List<string> _procfsTexts = [];

    internal EndToEndLab Lab { get; } = new();

    /// <summary>While the meter stood still, before the measurement.</summary>
    public FrozenInstant Before { get; private set; } = null!;

    /// <summary>The beginning of the measurement.</summary>
    public MeasuredInstant Begin { get; private set; } = null!;

    /// <summary>The end of the measurement.</summary>
    public MeasuredInstant End { get; private set; } = null!;

    /// <summary>When the measurement ended, for questions to Prometheus: nothing moves after it.</summary>
    public DateTimeOffset EndTime { get; private set; }

    /// <summary>While the meter stood still, after the measurement.</summary>
    public FrozenInstant After { get; private set; } = null!;

    /// <summary>Every text that was scraped during the measurement.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>The same of the exporter with the procfs source.</summary>
    public IReadOnlyList<string> ProcfsTexts => _procfsTexts;

    public async Task InitializeAsync()
    {
        if (LabNeeds.Missing is null) await MeasureAsync();
    }

    public Task DisposeAsync() => Lab.DisposeAsync().AsTask();

    private async Task MeasureAsync()
    {
        await Lab.StartAsync();
        Before = await FreezeAsync();
        Lab.Simulator.Thaw();

        // The interval in which the meter goes on has more time than energy; it must not be part of the measurement.
        await Task.Delay(TimeSpan.FromSeconds(1));
        Begin = await TakeAsync();
        for (var end = DateTime.UtcNow + MeasuredTime; DateTime.UtcNow < end;)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500));
            _texts.Add(await Lab.Exporter.ScrapeTextAsync());
            _procfsTexts.Add(await Lab.Procfs.ScrapeTextAsync());
        }

        End = await TakeAsync();
        EndTime = DateTimeOffset.UtcNow;
        After = await FreezeAsync();
    }

    private async Task<MeasuredInstant> TakeAsync()
    {
        var seconds = new Dictionary<string, double>
        {
            [EndToEndLab.BusyGuestName] = KernelTimes.ProcessSeconds(Lab.BusyGuest.Id),
            [EndToEndLab.IdleGuestName] = KernelTimes.ProcessSeconds(Lab.IdleGuest.Id),
            [Lab.Burner.Name] = KernelTimes.ContainerSeconds(Lab.Burner.Id),
            [Lab.Sleeper.Name] = KernelTimes.ContainerSeconds(Lab.Sleeper.Id),
        };
        var truth = Lab.Simulator.Truth;
        return new(await Lab.Exporter.ScrapeAsync(), await Lab.Procfs.ScrapeAsync(), truth, seconds);
    }

    private async Task<FrozenInstant> FreezeAsync()
    {
        var truth = Lab.Simulator.Freeze();
        var metrics = await WaitForRestAsync();
        var shares = new Dictionary<string, long>
        {
            [EndToEndLab.BusyGuestName] = Lab.ReadShare(EndToEndLab.BusyGuestName),
            [EndToEndLab.IdleGuestName] = Lab.ReadShare(EndToEndLab.IdleGuestName),
        };
        foreach (var guest in (QemuGuest[])[Lab.BusyGuest, Lab.IdleGuest]) await WaitForReaderAsync(guest, shares[guest.Options.Name]);
        return new(truth, metrics, shares, await WaitForGuestMetricsAsync());
    }

    // Two scrapes half a second apart with the same energy: five samples of the standing meter lie between them.
    private async Task<MetricsText> WaitForRestAsync()
    {
        var last = await Lab.Exporter.ScrapeAsync();
        while (true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500));
            var next = await Lab.Exporter.ScrapeAsync();
            if (next.Sum("wattshare_host_energy_joules_total") == last.Sum("wattshare_host_energy_joules_total")) return next;
            last = next;
        }
    }

    private static Task WaitForReaderAsync(QemuGuest guest, long value) => guest.WaitAsync(
        () => guest.Readings is [.., var last] && last.Reopened == value && last.Kept == value,
        $"to read {value} by both ways");

    // The first of three new answers may have been asked for before the meter was frozen; between the others lie two seconds, in
    // which the program in the guest takes at least one sample.
    private async Task<MetricsText> WaitForGuestMetricsAsync()
    {
        var count = Lab.BusyGuest.Metrics.Count;
        await Lab.BusyGuest.WaitAsync(() => Lab.BusyGuest.Metrics.Count >= count + 3, "to serve its metrics three times more");
        return MetricsText.Parse(Lab.BusyGuest.Metrics[^1]);
    }
}
