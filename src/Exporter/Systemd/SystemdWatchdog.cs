using Wattshare.Exporter.Diagnostics;

namespace Wattshare.Exporter.Systemd;

/// <summary>
/// Gives systemd signs of life, twice as often as it asks for, but only while the sampler lives: a program that answers and no longer
/// measures is to be restarted.
/// </summary>
/// <param name="notifier">Where the signs go.</param>
/// <param name="timeout">The value of <see cref="WatchdogSettings.Timeout"/>.</param>
/// <param name="isAlive">Tells whether the sampler works; called from any thread.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where it is said that signs are withheld.</param>
internal sealed partial class SystemdWatchdog(
    SystemdNotifier notifier, TimeSpan? timeout, Func<bool> isAlive, TimeProvider time, ILogger<SystemdWatchdog> logger)
{
    private bool _withheld;

    /// <summary>Gives signs until it is cancelled, the first at once. Returns at once when systemd does not watch.</summary>
    /// <param name="cancellation">Ends the loop without an exception.</param>
    /// <returns>The loop.</returns>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (timeout is not { } period || !notifier.IsActive) return;
        using var timer = new PeriodicTimer(TimeSpan.FromTicks(Math.Max(period.Ticks / 2, TimeSpan.TicksPerMillisecond)), time);
        try
        {
            do Tick();
            while (await timer.WaitForNextTickAsync(cancellation));
        }
        catch (OperationCanceledException)
        {
            // The program ends.
        }
    }

    private void Tick()
    {
        if (isAlive())
        {
            if (_withheld) LogResumed();
            _withheld = false;
            notifier.Ping();
            return;
        }

        if (!_withheld) LogWithheld();
        _withheld = true;
    }

    [LoggerMessage(EventIds.WatchdogWithheld, LogLevel.Error, "The sampler stands still; systemd gets no sign of life and will restart the program")]
    private partial void LogWithheld();

    [LoggerMessage(EventIds.WatchdogResumed, LogLevel.Information, "The sampler works again; systemd gets signs of life")]
    private partial void LogResumed();
}
