namespace Wattshare.Exporter.Options;

/// <summary>
/// What Kubernetes, and the manifest of a pod, tell in the environment; empty where they do not.
/// https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/
/// </summary>
/// <param name="ServiceHost">The address of the API server.</param>
/// <param name="ServicePort">Its port.</param>
/// <param name="NodeName">The name of the node, by <c>fieldRef: spec.nodeName</c>.</param>
/// <param name="NodeAddress">The address of the node, by <c>fieldRef: status.hostIP</c>.</param>
internal sealed record ClusterEnvironment(string ServiceHost, string ServicePort, string NodeName, string NodeAddress)
{
    /// <summary>Outside of a cluster.</summary>
    public static ClusterEnvironment None { get; } = new("", "", "", "");

    /// <summary>Takes what is there.</summary>
    /// <param name="environment">All variables.</param>
    /// <returns>What was told.</returns>
    public static ClusterEnvironment Read(IReadOnlyDictionary<string, string> environment) => new(
        environment.GetValueOrDefault("KUBERNETES_SERVICE_HOST", ""),
        environment.GetValueOrDefault("KUBERNETES_SERVICE_PORT", ""),
        environment.GetValueOrDefault("NODE_NAME", ""),
        environment.GetValueOrDefault("NODE_IP", ""));
}
