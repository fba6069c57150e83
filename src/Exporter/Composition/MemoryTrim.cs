using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Composition;

/// <summary>
/// Gives memory back now and then. The runtime collects its old generation when that seems worth it, which for a program of a few megabytes on a
/// large host is hardly ever: on a host with 200 short-lived processes a second, what survived each small collection piled up to 15 MB in half an
/// hour, of which all but nothing was garbage. A full collection of a heap of this size takes a few milliseconds.
/// </summary>
/// <param name="interval">How often; <see cref="Interval"/> but in tests.</param>
/// <param name="time">The clock.</param>
/// <param name="trim">Collects; <see cref="Collect"/> but in tests.</param>
internal sealed class MemoryTrim(TimeSpan interval, TimeProvider time, Action trim)
{
    /// <summary>Often enough that little piles up, and seldom enough to cost nothing.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(2);

    /// <summary>Collects now and then until it is cancelled.</summary>
    /// <param name="cancellation">Ends the task, normally.</param>
    /// <returns>A task that ends without exception.</returns>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            using var timer = new PeriodicTimer(interval, time);
            while (await timer.WaitForNextTickAsync(cancellation)) trim();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The end that was asked for.
        }
    }

    /// <summary>Collects everything, and gives the runtime's and the C library's free memory back to the kernel.</summary>
    public static void Collect()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _ = LibC.TrimHeap(0);
    }
}
