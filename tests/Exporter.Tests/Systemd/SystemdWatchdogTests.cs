using Microsoft.Extensions.Logging;
using Wattshare.Exporter.Systemd;
using Wattshare.Exporter.Tests.Logging;

namespace Wattshare.Exporter.Tests.Systemd;

public sealed class SystemdWatchdogTests : IDisposable
{
    private readonly ListLogger<SystemdWatchdog> _logger = new();
    private readonly NotifyReceiver _systemd = new();
    private readonly SystemdNotifier _notifier;
    private readonly FiringTime _time = new();
    private readonly SemaphoreSlim _asked = new(0);
    private volatile bool _alive = true;

    public SystemdWatchdogTests() => _notifier = new SystemdNotifier(_systemd.Environment, new ListLogger<SystemdNotifier>());

    public void Dispose()
    {
        _notifier.Dispose();
        _systemd.Dispose();
        _asked.Dispose();
    }

    [Fact]
    public async Task Signs_of_life_come_twice_as_often_as_asked_for_and_first_at_once()
    {
        using var stop = new CancellationTokenSource();
        var loop = Watchdog(TimeSpan.FromSeconds(30)).RunAsync(stop.Token);
        Assert.Equal("WATCHDOG=1", _systemd.Receive());
        Assert.Equal(TimeSpan.FromSeconds(15), _time.Period);
        _time.Fire();
        Assert.Equal("WATCHDOG=1", _systemd.Receive());
        await stop.CancelAsync();
        await loop;
    }

    [Fact]
    public async Task A_sampler_that_stands_still_gets_no_signs_until_it_goes_on()
    {
        using var stop = new CancellationTokenSource();
        var loop = Watchdog(TimeSpan.FromSeconds(30)).RunAsync(stop.Token);
        await _asked.WaitAsync();
        Assert.Equal("WATCHDOG=1", _systemd.Receive());

        _alive = false;
        for (var i = 0; i < 3; i++)
        {
            _time.Fire();
            await _asked.WaitAsync();
        }

        _alive = true;
        _time.Fire();
        Assert.Equal("WATCHDOG=1", _systemd.Receive());
        await stop.CancelAsync();
        await loop;
        Assert.True(_systemd.IsSilent);
        Assert.Equal(
            [
                (LogLevel.Error, 112, "The sampler stands still; systemd gets no sign of life and will restart the program"),
                (LogLevel.Information, 113, "The sampler works again; systemd gets signs of life"),
            ],
            _logger.Lines);
    }

    [Fact]
    public async Task Nobody_watching_ends_the_loop_at_once()
    {
        await Watchdog(null).RunAsync(CancellationToken.None);
        using var deaf = new SystemdNotifier(new Dictionary<string, string>(), new ListLogger<SystemdNotifier>());
        await new SystemdWatchdog(deaf, TimeSpan.FromSeconds(1), () => true, _time, _logger).RunAsync(CancellationToken.None);
        Assert.True(_systemd.IsSilent);
    }

    private SystemdWatchdog Watchdog(TimeSpan? timeout) => new(_notifier, timeout, IsAlive, _time, _logger);

    private bool IsAlive()
    {
        var answer = _alive;
        _asked.Release();
        return answer;
    }
}
