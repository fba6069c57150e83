using System.Text.Json.Nodes;
using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Charts;

/// <summary>What the chart renders, against the schemas of Kubernetes and of the Prometheus operator.</summary>
public sealed class SchemaTests
{
    public static TheoryData<string> ValuesFiles => Chart.ValuesFiles;

    [ChartTheory]
    [MemberData(nameof(ValuesFiles))]
    public async Task Every_object_fits_the_schema_of_its_kind(string values)
    {
        Assert.Equal("", await FaultsAsync(await Chart.RenderAsync("-f", Chart.Values(values))));

        // What a cluster of 2022 gets, which knows neither appArmorProfile nor recursiveReadOnly.
        Assert.Equal("", await FaultsAsync(await Chart.RenderAsync("-f", Chart.Values(values), "--kube-version", "1.25.0")));
    }

    [ChartFact]
    public async Task A_wrong_type_and_a_field_that_does_not_exist_are_found()
    {
        var objects = await Chart.RenderAsync("--set", "podMonitor.enabled=true");
        var pod = objects.Single(item => item.Kind == "DaemonSet").At("spec", "template", "spec")!.AsObject();
        pod["hostPid"] = true;
        pod["terminationGracePeriodSeconds"] = "soon";
        objects.Single(item => item.Kind == "PodMonitor").At("spec", "podMetricsEndpoints", 0)!.AsObject()["relabels"] = new JsonArray();

        string[] expected =
        [
            "DaemonSet wattshare: /spec/template/spec/hostPid: no such field",
            "PodMonitor wattshare: /spec/podMetricsEndpoints/0/relabels: no such field",
        ];
        var faults = (await FaultsAsync(objects)).Split('\n');
        Assert.All(expected, line => Assert.Contains(line, faults));
        Assert.Contains(faults, line => line.StartsWith("DaemonSet wattshare: /spec/template/spec/terminationGracePeriodSeconds: ", StringComparison.Ordinal));
    }

    [ChartTheory]
    [MemberData(nameof(ValuesFiles))]
    public async Task Helm_and_the_renderer_of_this_repository_make_the_same(string values)
    {
        string[] arguments = ["-f", Chart.Values(values), "--namespace", "power", "--kube-version", "1.29.3"];
        var byHelm = await Chart.RenderAsync(Renderer.Helm, arguments);
        var byGo = await Chart.RenderAsync(Renderer.Go, arguments);
        Assert.Equal(byHelm.Select(item => item.Json.ToJsonString()), byGo.Select(item => item.Json.ToJsonString()));
    }

    [ChartTheory]
    [MemberData(nameof(ValuesFiles))]
    public async Task Helm_finds_nothing_to_criticise(string values)
    {
        var result = await LabTool.RunAsync(ChartNeeds.Helm, ["lint", "--strict", "--quiet", Chart.Folder, "-f", Chart.Values(values)]);
        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
    }

    private static async Task<string> FaultsAsync(IEnumerable<Manifest> objects)
    {
        var json = new JsonArray([.. objects.Select(item => item.Json.DeepClone())]).ToJsonString();
        var result = await LabTool.RunAsync("node", [Path.Combine(RepositoryPaths.LabScripts, "manifests", "validate.mjs"), ChartNeeds.Modules], json);
        Assert.True(result.ExitCode <= 1 && result.Errors.Length == 0, result.Errors);
        return result.Output.Trim();
    }
}
