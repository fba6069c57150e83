using Wattshare.Attribution.Sampling;

namespace Wattshare.Exporter.Host;

/// <summary>
/// Tells who used CPU time. One implementation reads <c>/proc</c> and cgroup files, the other the books of the kernel itself by BPF.
/// All calls come from the sampling thread.
/// </summary>
internal interface IUsageSource : IDisposable
{
    /// <summary>The name used in <c>--usage.source</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Appends to <see cref="HostSample.Groups"/> and <see cref="HostSample.Processes"/> every group and process whose CPU time was
    /// read, and one last reading with <c>Ended</c> set for every one that is gone. One unreadable process never loses the others.
    /// Allocates nothing in steady state (no births, deaths or moves).
    /// </summary>
    /// <param name="sample">The sample to fill.</param>
    void Read(HostSample sample);
}
