using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Wattshare.Fixtures.Lab;
using Wattshare.Integration.Lab;

namespace Wattshare.Integration.Charts;

/// <summary>
/// What a cluster with the Prometheus operator answers to the questions that kubectl asks before it sends anything: which kinds of objects
/// there are, and how they are called in addresses. It answers nothing else. The replies have the older form, one document for each
/// group, which every kubectl takes (https://kubernetes.io/docs/concepts/overview/kubernetes-api/#unaggregated-discovery).
/// </summary>
internal sealed class DiscoveryServer : IAsyncDisposable
{
    private static readonly Dictionary<string, (string Kind, string Plural, bool InNamespaces)[]> Groups = new()
    {
        ["v1"] = [("Namespace", "namespaces", false), ("ServiceAccount", "serviceaccounts", true), ("ConfigMap", "configmaps", true), ("Service", "services", true)],
        ["apps/v1"] = [("DaemonSet", "daemonsets", true)],
        ["networking.k8s.io/v1"] = [("NetworkPolicy", "networkpolicies", true)],
        ["rbac.authorization.k8s.io/v1"] = [("ClusterRole", "clusterroles", false), ("ClusterRoleBinding", "clusterrolebindings", false)],
        ["monitoring.coreos.com/v1"] = [("PodMonitor", "podmonitors", true), ("PrometheusRule", "prometheusrules", true), ("ServiceMonitor", "servicemonitors", true)],
    };

    private readonly LabDirectory _directory = new("kubectl");
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly TextListener _listener;

    public DiscoveryServer() => _listener = new(Answer, "application/json");

    /// <summary>What was asked so far, without what follows the path.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>Runs <c>kubectl create</c> up to the point where it would send objects. Without a server's own schema, that of SchemaTests has to do.</summary>
    /// <param name="input">Its standard input.</param>
    /// <param name="source">Where the objects come from.</param>
    /// <returns>What it left.</returns>
    public Task<ToolResult> CreateAsync(string input, params string[] source) => LabTool.RunAsync(
        "kubectl",
        [
            "--kubeconfig=/dev/null", $"--server=http://127.0.0.1:{_listener.Port}", $"--cache-dir={_directory.FullPath}",
            "create", "--dry-run=client", "--validate=false", "--output=name", .. source,
        ],
        input);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        _directory.Dispose();
    }

    private string? Answer(HttpListenerRequest request)
    {
        var path = request.Url!.AbsolutePath;
        _requests.Enqueue($"{request.HttpMethod} {path}");
        return path switch
        {
            "/version" => """{"major":"1","minor":"31","gitVersion":"v1.31.0"}""",
            "/api" => """{"kind":"APIVersions","versions":["v1"]}""",
            "/apis" => new JsonObject { ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = new JsonArray([.. Groups.Keys.Where(IsNamed).Select(Group)]) }.ToJsonString(),
            _ => Groups.ContainsKey(Version(path)) ? Resources(Version(path)).ToJsonString() : null,
        };
    }

    private static bool IsNamed(string version) => version.Contains('/', StringComparison.Ordinal);

    private static string Version(string path) => path[(path.IndexOf('/', 1) + 1)..];

    private static JsonObject Group(string version)
    {
        var parts = version.Split('/');
        return new()
        {
            ["name"] = parts[0],
            ["versions"] = new JsonArray(new JsonObject { ["groupVersion"] = version, ["version"] = parts[1] }),
            ["preferredVersion"] = new JsonObject { ["groupVersion"] = version, ["version"] = parts[1] },
        };
    }

    private static JsonObject Resources(string version) => new()
    {
        ["kind"] = "APIResourceList",
        ["apiVersion"] = "v1",
        ["groupVersion"] = version,
        ["resources"] = new JsonArray([.. Groups[version].Select(static resource => new JsonObject
        {
            ["name"] = resource.Plural,
            ["singularName"] = "",
            ["namespaced"] = resource.InNamespaces,
            ["kind"] = resource.Kind,
            ["verbs"] = new JsonArray("create", "get"),
        })]),
    };
}
