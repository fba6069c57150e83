using Microsoft.Extensions.Logging;
using Wattshare.Exporter.Host.Containers.Kubernetes;
using Wattshare.Exporter.Options;
using Wattshare.Exporter.Tests.Logging;
using Wattshare.Exporter.Tests.Options;

namespace Wattshare.Exporter.Tests.Host.Kubernetes;

public sealed class PodSourceChoiceTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("wattshare-choice-");
    private readonly FaultProbe _faults = new();

    public void Dispose() => _root.Delete(recursive: true);

    [Theory]
    [InlineData("Auto", true, true, true, "ApiPodSource")]
    [InlineData("Auto", true, false, true, "PodLogSource")]
    [InlineData("Auto", false, true, true, "PodLogSource")]
    [InlineData("Auto", true, false, false, "")]
    [InlineData("Auto", false, false, false, "")]
    [InlineData("Api", true, false, false, "ApiPodSource")]
    [InlineData("Kubelet", false, false, false, "KubeletPodSource")]
    [InlineData("Files", true, true, false, "PodLogSource")]
    [InlineData("Off", true, true, true, "")]
    public void The_source_is_what_is_wanted_or_what_there_is(string labels, bool inCluster, bool token, bool logs, string source)
    {
        if (token) File.WriteAllText(Path.Combine(_root.FullName, "token"), "x");
        if (logs) Directory.CreateDirectory(PodLogSource.PodsOf(_root.FullName));
        Assert.Equal(source, MadeBy(Options(labels, inCluster ? "10.0.0.1" : "")));
        Assert.Empty(_faults.Lines);
    }

    [Theory]
    [InlineData("Api")]
    [InlineData("Kubelet")]
    public void Without_OpenSSL_files_serve_and_it_is_said(string labels)
    {
        Assert.Equal("PodLogSource", MadeBy(Options(labels, "10.0.0.1"), hasOpenSsl: false));
        Assert.Equal(
            "Warning: KubernetesUnavailable: kubernetes.labels: Names of pods are taken from files instead: TLS needs OpenSSL, which is missing; install libssl3.", Assert.Single(_faults.Lines));
    }

    [Theory]
    [InlineData("", "api needs the API server's address in KUBERNETES_SERVICE_HOST, which pods have")]
    [InlineData("a b", "\"a b\" is no address; see KUBERNETES_SERVICE_HOST, NODE_IP and --kubernetes.node")]
    public void Without_an_address_files_serve_and_it_is_said(string host, string message)
    {
        Assert.Equal("PodLogSource", MadeBy(Options("Api", host)));
        Assert.Equal($"Warning: KubernetesUnavailable: kubernetes.labels: Names of pods are taken from files instead: {message}.", Assert.Single(_faults.Lines));
    }

    [Theory]
    [InlineData("Api", "10.0.0.1", "", "https://10.0.0.1")]
    [InlineData("Api", "10.0.0.1", "6443", "https://10.0.0.1:6443")]
    [InlineData("Api", "10.0.0.1", "nonsense", "https://10.0.0.1")]
    [InlineData("Api", "fd00::1", "6443", "https://[fd00::1]:6443")]
    [InlineData("Api", "kubernetes.default", "443", "https://kubernetes.default")]
    [InlineData("Kubelet", "", "", "https://10.0.0.9:10250")]
    public void The_address_is_what_the_environment_tells(string labels, string host, string port, string origin)
    {
        var options = new KubernetesOptions { Labels = Enum.Parse<KubernetesLabels>(labels), Cluster = new(host, port, "node-1", "10.0.0.9") };
        var logger = new ListLogger<PodSourceChoice>();
        using var source = Choice(options, logger).Make(new PodLimits(), TimeProvider.System);
        Assert.EndsWith(" at " + origin, Assert.Single(logger.Texts), StringComparison.Ordinal);
    }

    [Fact]
    public void The_node_is_what_was_given_else_what_the_environment_tells_else_the_host()
    {
        var options = Loading.Environment(("NODE_NAME", "from-pod"), ("NODE_IP", "10.0.0.9"), ("KUBERNETES_SERVICE_HOST", "10.0.0.1"), ("KUBERNETES_SERVICE_PORT", "443")).Options.Kubernetes;
        Assert.Equal(new ClusterEnvironment("10.0.0.1", "443", "from-pod", "10.0.0.9"), options.Cluster);
        Assert.Equal("from-pod", options.NodeName);
        options.Node = "given";
        Assert.Equal("given", options.NodeName);
        Assert.Equal(System.Net.Dns.GetHostName().ToLowerInvariant(), new KubernetesOptions().NodeName);
    }

    private static KubernetesOptions Options(string labels, string host) =>
        new() { Labels = Enum.Parse<KubernetesLabels>(labels), Cluster = new(host, "443", "node-1", "") };

    private string MadeBy(KubernetesOptions options, bool hasOpenSsl = true)
    {
        using var source = Choice(options, new ListLogger<PodSourceChoice>(), hasOpenSsl).Make(new PodLimits(), TimeProvider.System);
        return source?.GetType().Name ?? "";
    }

    private PodSourceChoice Choice(KubernetesOptions options, ILogger logger, bool hasOpenSsl = true) =>
        new(options, _root.FullName, _faults.Log, logger) { Account = new(_root.FullName), HasOpenSsl = () => hasOpenSsl };
}
