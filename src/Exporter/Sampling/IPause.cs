namespace Wattshare.Exporter.Sampling;

/// <summary>Waits for the deadlines of the sampling loop. The sampling thread only.</summary>
internal interface IPause
{
    /// <summary>Waits until the monotonic clock shows the deadline; not at all when that has passed.</summary>
    /// <param name="deadlineNanoseconds">An instant of <see cref="Clock.Nanoseconds"/>.</param>
    /// <param name="stop">Ends the wait early.</param>
    /// <returns>False when told to stop, whether the deadline has passed or not.</returns>
    bool Until(long deadlineNanoseconds, CancellationToken stop);
}
