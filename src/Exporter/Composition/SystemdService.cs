using Wattshare.Exporter.Systemd;

namespace Wattshare.Exporter.Composition;

/// <summary>Tells systemd when the program is ready and when it stops, and gives signs of life while the sampler lives.</summary>
/// <param name="notifier">Where systemd listens.</param>
/// <param name="watchdog">Gives the signs of life.</param>
/// <param name="lifetime">Tells when the program listens and when it stops.</param>
internal sealed class SystemdService(SystemdNotifier notifier, SystemdWatchdog watchdog, IHostApplicationLifetime lifetime) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        lifetime.ApplicationStarted.Register(() => notifier.Ready("sampling and serving"));
        lifetime.ApplicationStopping.Register(notifier.Stopping);
        return watchdog.RunAsync(stoppingToken);
    }
}
