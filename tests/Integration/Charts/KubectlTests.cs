using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Charts;

/// <summary>The chart and the plain manifests through the client side of <c>kubectl create</c>: what it reads, maps to the kinds of a cluster, and would send.</summary>
public sealed class KubectlTests
{
    public static TheoryData<string> ValuesFiles => Chart.ValuesFiles;

    [ChartTheory]
    [MemberData(nameof(ValuesFiles))]
    public async Task It_would_create_every_object_of_the_chart(string values)
    {
        var rendered = await Chart.TryRenderAsync(Renderer.Helm, "-f", Chart.Values(values));
        await using var server = new DiscoveryServer();
        AssertCreated(Manifest.Parse(rendered.Output), await server.CreateAsync(rendered.Output, "--filename=-"));

        // On the client's side alone: nothing but what the cluster can do was asked, and nothing was sent.
        Assert.All(server.Requests, request => Assert.Matches("^GET /(version|api|apis|api/v1|apis/[a-z0-9.]+/v1)$", request));
    }

    [ChartFact]
    public async Task It_would_create_every_object_of_the_plain_manifests()
    {
        var folder = Path.Combine(RepositoryPaths.Root, "deploy", "kubernetes");
        await using var server = new DiscoveryServer();
        AssertCreated(Manifest.Parse(await LabTool.MustRunAsync("kubectl", "kustomize", folder)), await server.CreateAsync("", "--kustomize", folder));
    }

    [ChartTheory]
    [InlineData("kind: DaemonSet\n", "kind: DeamonSet\n", "no matches for kind \"DeamonSet\" in version \"apps/v1\"")]
    [InlineData("apiVersion: apps/v1\n", "apiVersion: extensions/v1beta1\n", "no matches for kind \"DaemonSet\" in version \"extensions/v1beta1\"")]
    [InlineData("      hostPID: true\n", "     hostPID: true\n", "error converting YAML to JSON")]
    public async Task What_no_cluster_knows_is_refused(string right, string wrong, string message)
    {
        var manifests = await File.ReadAllTextAsync(Path.Combine(RepositoryPaths.Root, "deploy", "kubernetes", "wattshare.yaml"));
        Assert.Contains(right, manifests, StringComparison.Ordinal);
        await using var server = new DiscoveryServer();
        var result = await server.CreateAsync(manifests.Replace(right, wrong, StringComparison.Ordinal), "--filename=-");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }

    private static void AssertCreated(IReadOnlyList<Manifest> objects, ToolResult created)
    {
        Assert.True(created.ExitCode == 0, created.Errors);
        Assert.NotEmpty(objects);
        Assert.Equal(objects.Select(Address).Order(StringComparer.Ordinal), created.Output.Trim().Split('\n').Order(StringComparer.Ordinal));
    }

    /// <summary>As kubectl writes a name: <c>daemonset.apps/wattshare</c>, <c>service/wattshare</c>.</summary>
    private static string Address(Manifest item)
    {
        var version = item.Text("apiVersion").Split('/');
        var group = version.Length == 1 ? "" : $".{version[0]}";
        return $"{string.Concat(item.Kind.Select(char.ToLowerInvariant))}{group}/{item.Name}";
    }
}
