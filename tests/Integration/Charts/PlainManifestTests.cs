using System.Text.Json.Nodes;
using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Charts;

/// <summary>deploy/kubernetes, through the client side of kubectl.</summary>
public sealed class PlainManifestTests
{
    private static readonly string Folder = Path.Combine(RepositoryPaths.Root, "deploy", "kubernetes");

    [ChartFact]
    public async Task Kubectl_makes_the_same_objects_of_them_as_the_chart_but_for_the_labels_of_Helm()
    {
        var plain = Manifest.Parse(await LabTool.MustRunAsync("kubectl", "kustomize", Folder));
        var chart = await Chart.RenderAsync("--namespace", "wattshare", "--kube-version", "1.31.0");
        foreach (var item in chart)
        {
            var labels = item.At("metadata", "labels")!.AsObject();
            labels.Remove("helm.sh/chart");
            labels.Remove("app.kubernetes.io/managed-by");
        }

        Assert.Equal("privileged", Assert.Single(plain, item => item.Kind == "Namespace").Text("metadata", "labels", "pod-security.kubernetes.io/enforce"));
        Assert.Equal(chart.Select(item => (item.Kind, item.Name)), plain.Where(item => item.Kind != "Namespace").Select(item => (item.Kind, item.Name)));
        Assert.All(
            chart.Zip(plain.Where(item => item.Kind != "Namespace")),
            pair => Assert.True(JsonNode.DeepEquals(pair.First.Json, pair.Second.Json), $"{pair.First.Json}\n\n{pair.Second.Json}"));
    }

    [ChartFact]
    public async Task Kubectl_reads_the_daemon_set_and_refuses_one_with_a_wrong_type()
    {
        var daemonSet = Manifest.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "wattshare.yaml"))).Single(item => item.Kind == "DaemonSet");
        Assert.Equal("daemonset.apps/wattshare", (await SetImageAsync(daemonSet)).Output.Trim());
        daemonSet.At("spec", "template", "spec")!.AsObject()["hostPID"] = "true";
        var refused = await SetImageAsync(daemonSet);
        Assert.NotEqual(0, refused.ExitCode);
    }

    /// <summary>Without a server kubectl decodes objects into its own types only where it changes them.</summary>
    private static Task<ToolResult> SetImageAsync(Manifest manifest) =>
        LabTool.RunAsync("kubectl", ["set", "image", "--local", "--output=name", "--filename=-", "wattshare=registry.example/wattshare:1"], manifest.Json.ToJsonString());
}
