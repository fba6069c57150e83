using System.Text.Json.Nodes;
using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Charts;

/// <summary>What is in the objects that other programs read: the exporter, Prometheus, Grafana, the kubelet, a person.</summary>
public sealed class ContentTests
{
    private static readonly string Grafana = Path.Combine(RepositoryPaths.Root, "grafana");

    public static TheoryData<string> ValuesFiles => Chart.ValuesFiles;

    [ChartTheory]
    [MemberData(nameof(ValuesFiles))]
    public async Task The_program_takes_the_configuration(string values)
    {
        using var directory = new LabDirectory("config");
        var objects = await Chart.RenderAsync("-f", Chart.Values(values));
        var file = directory.At("wattshare.yaml");
        await File.WriteAllTextAsync(file, objects.Single(item => item.Kind == "ConfigMap" && item.At("data", "wattshare.yaml") is not null).Text("data", "wattshare.yaml"));
        await using var check = ExporterProcess.StartProgram(null, "check", $"--config.file={file}");

        // 0 with a counter, 1 without one, and 2 for a configuration that is wrong.
        Assert.InRange(await check.WaitForExitAsync(TimeSpan.FromSeconds(60)), 0, 1);
    }

    [ChartFact]
    public async Task Each_dashboard_is_a_ConfigMap_that_Grafanas_sidecar_finds()
    {
        var objects = await Chart.RenderAsync("-f", Chart.Values("everything"));
        var maps = objects.Where(item => item.Kind == "ConfigMap" && item.At("metadata", "labels", "grafana_dashboard")?.GetValue<string>() == "1").ToList();
        var sources = Directory.GetFiles(Path.Combine(Grafana, "dashboards"), "*.json");
        Assert.NotEmpty(sources);
        Assert.Equal(sources.Length, maps.Count);
        Assert.All(sources, source =>
        {
            var map = Assert.Single(maps, map => map.At("data", Path.GetFileName(source)) is not null);
            Assert.Equal("monitoring", map.Text("metadata", "namespace"));
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(File.ReadAllText(source)), JsonNode.Parse(map.Text("data", Path.GetFileName(source)))), source);
        });
    }

    [ChartTheory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task The_rules_are_those_of_the_files_that_are_wanted(bool recording, bool alerts)
    {
        string flags = $"prometheusRule.enabled=true,prometheusRule.recording={(recording ? "true" : "false")},prometheusRule.alerts={(alerts ? "true" : "false")}";
        var rule = (await Chart.RenderAsync("--set", flags)).Single(item => item.Kind == "PrometheusRule");
        List<string> files = [];
        if (alerts) files.Add("wattshare-alerts.yaml");
        if (recording) files.Add("wattshare-recording.yaml");
        var expected = new JsonArray([.. files
            .SelectMany(file => YamlJson.Parse(File.ReadAllText(Path.Combine(Grafana, "rules", file))).Single()!["groups"]!.AsArray())
            .Select(group => group!.DeepClone())]);
        Assert.NotEmpty(expected);
        Assert.True(JsonNode.DeepEquals(expected, rule.At("spec", "groups")), rule.Json.ToJsonString());
    }

    [ChartTheory]
    [InlineData("serviceMonitor", "ServiceMonitor", "endpoints")]
    [InlineData("podMonitor", "PodMonitor", "podMetricsEndpoints")]
    public async Task A_monitor_names_the_node_and_keeps_the_exporters_own_pod_out_of_the_series(string value, string kind, string endpoints)
    {
        var objects = await Chart.RenderAsync("--set", $"{value}.enabled=true,{value}.interval=15s", "--set-json", """config={"web":{"telemetry-path":"/power"}}""");
        var monitor = objects.Single(item => item.Kind == kind);
        var endpoint = Assert.Single(monitor.List("spec", endpoints));
        Assert.Equal("/power", endpoint["path"]!.GetValue<string>());
        Assert.Equal("15s", endpoint["interval"]!.GetValue<string>());
        Assert.Equal(
            """[{"sourceLabels":["__meta_kubernetes_pod_node_name"],"targetLabel":"instance"},{"action":"labeldrop","regex":"namespace|pod|container|service|endpoint"}]""",
            endpoint["relabelings"]!.ToJsonString());

        // What it selects is there.
        var labels = objects.Single(item => item.Kind == "DaemonSet").At("spec", "template", "metadata", "labels")!.AsObject();
        Assert.All(monitor.At("spec", "selector", "matchLabels")!.AsObject(), label => Assert.Equal(label.Value!.ToJsonString(), labels[label.Key]!.ToJsonString()));
    }

    [ChartTheory]
    [InlineData("web.configSecret.tls=false", """{"path":"/-/ready","port":"metrics"}""")]
    [InlineData("web.configSecret.name=web", """{"path":"/-/ready","port":"metrics","scheme":"HTTPS"}""")]
    [InlineData("web.configSecret.name=web,web.configSecret.authentication=true", """{"port":"metrics"}""")]
    public async Task Probes_speak_what_the_port_speaks(string set, string probe)
    {
        var daemonSet = (await Chart.RenderAsync("--set", set)).Single(item => item.Kind == "DaemonSet");
        var ready = daemonSet.At("spec", "template", "spec", "containers", 0, "readinessProbe")!;
        Assert.Equal(probe, (ready["httpGet"] ?? ready["tcpSocket"])!.ToJsonString());
    }

    [ChartFact]
    public async Task The_notes_are_the_same_from_both_and_lead_to_the_pods()
    {
        var byGo = (await Chart.TryRenderAsync(Renderer.Go, "--notes", "--namespace", "power")).Output.Trim();
        var byHelm = await LabTool.MustRunAsync(ChartNeeds.Helm, "install", "wattshare", Chart.Folder, "--dry-run=client", "--namespace", "power");
        Assert.EndsWith(byGo, byHelm, StringComparison.Ordinal);
        Assert.Contains("kubectl --namespace power logs daemonset/wattshare\n", byGo, StringComparison.Ordinal);
    }
}
