namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>Someone who knows the pods of this node. One caller at a time.</summary>
internal interface IPodSource : IDisposable
{
    /// <summary>Asks once, or follows what changes until that ends, and reports what goes wrong.</summary>
    /// <param name="names">Where the pods go.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>.</param>
    /// <returns>How it ended.</returns>
    Task<PodStep> StepAsync(PodNames names, CancellationToken cancellation);
}
