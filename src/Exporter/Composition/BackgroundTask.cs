using System.Diagnostics.CodeAnalysis;
using Wattshare.Exporter.Diagnostics;

namespace Wattshare.Exporter.Composition;

/// <summary>
/// Runs a task for as long as the program runs. A task that fails in a way nobody foresaw is reported and begun again: the share of a
/// guest or the name of a container must not take the measuring and the serving with it.
/// </summary>
/// <param name="name">What the task is, for the log.</param>
/// <param name="run">The task; it ends without an exception when it is cancelled.</param>
/// <param name="time">The clock of the pause before it is begun again.</param>
/// <param name="faults">Where a failure is reported.</param>
internal sealed class BackgroundTask(string name, Func<CancellationToken, Task> run, TimeProvider time, FaultLog faults) : BackgroundService
{
    private const string Advice = "It failed and is begun again in a second. This is a defect: please report it with this line. ";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A failure that nobody foresaw ends this attempt and not the program; it is counted and logged.")]
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await run(stoppingToken);
                return;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                faults.Report(FaultKind.BackgroundFailed, name, Advice + exception);
            }

            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
