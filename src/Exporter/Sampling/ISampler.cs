using Wattshare.Attribution.Reporting;

namespace Wattshare.Exporter.Sampling;

/// <summary>What the sampling loop calls. One thread.</summary>
internal interface ISampler
{
    /// <summary>
    /// Reads everything once and forgets it. The first reading opens files and compiles code, and takes many times as long as the
    /// next; as a baseline it would put its counters far apart in time.
    /// </summary>
    void Prime();

    /// <summary>Takes a sample and attributes it.</summary>
    /// <returns>The report.</returns>
    PowerReport Take();

    /// <summary>Reads the counted zones alone, between two samples. Allocates nothing in steady state.</summary>
    /// <param name="nowNanoseconds">The present instant on the monotonic clock.</param>
    void Observe(long nowNanoseconds);

    /// <summary>Keeps counters right that the kernel itself follows too slowly, in the middle of a long interval. It is no reading: nothing is told or counted by it.</summary>
    void KeepUp();
}
