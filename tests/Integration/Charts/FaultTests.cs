namespace Wattshare.Integration.Charts;

/// <summary>Values that are wrong or contradict each other fail when the chart is rendered, and say why.</summary>
public sealed class FaultTests
{
    [ChartTheory]
    [InlineData("serviceMonitor.enabled=true,podMonitor.enabled=true", "serviceMonitor.enabled and podMonitor.enabled: every pod would be scraped twice; choose one")]
    [InlineData("serviceMonitor.enabled=true,service.enabled=false", "serviceMonitor.enabled needs service.enabled; podMonitor.enabled does without a Service")]
    [InlineData("vmShare.enabled=true,vmShare.hostPath=", "vmShare.enabled needs vmShare.hostPath, the directory of the node that guests mount")]
    [InlineData("vmShare.enabled=true,virtualMachines.enabled=false", "vmShare.enabled needs virtualMachines.enabled: without it no virtual machine is found, and nothing is published")]
    [InlineData("vmShare.hostPath=/", "vmShare.hostPath: / is not a directory of its own below /, without . and ..")]
    [InlineData("state.hostPath=/var/lib/..", "state.hostPath: /var/lib/.. is not a directory of its own below /, without . and ..")]
    [InlineData("vmShare.enabled=true,state.hostPath=/run/wattshare/", "state.hostPath is vmShare.hostPath: guests read the one, the program alone the other")]
    [InlineData("serviceAccount.create=false", "kubernetes.labels.source api needs an account of its own: serviceAccount.create, or serviceAccount.name")]
    [InlineData("kubernetes.labels.source=kubelet,serviceAccount.create=false", "kubernetes.labels.source kubelet needs an account of its own: serviceAccount.create, or serviceAccount.name")]
    [InlineData("gpu.enabled=true,gpu.runtimeClassName=", "gpu.enabled needs gpu.runtimeClassName")]
    [InlineData("networkPolicy.enabled=true,hostNetwork=true", "networkPolicy.enabled and hostNetwork: a NetworkPolicy does not hold for pods in the network of the node")]
    [InlineData("prometheusRule.enabled=true,prometheusRule.alerts=false,prometheusRule.recording=false", "prometheusRule.enabled needs prometheusRule.recording or prometheusRule.alerts")]
    [InlineData("config.usage.source=bpf,bpf.enabled=false", "config.usage.source is bpf, and bpf.enabled is false: the program would not start")]
    [InlineData("config.sample.interval=0s", "config.sample.interval: 0s is not between 1ms and 60s")]
    [InlineData("config.sample.interval=2m", "config.sample.interval: 2m is not between 1ms and 60s")]
    [InlineData("config.uncertainty.update=1h", "config.uncertainty.update: 1h is not between 1ms and 60s")]
    public Task Values_that_contradict_each_other_are_named(string set, string fault) => ExpectAsync($"\n  - {fault}\n", "--set", set);

    [ChartTheory]
    [InlineData("networkPolicy", """{"enabled":true,"from":[]}""", "networkPolicy.enabled needs networkPolicy.from: an empty list would let everyone in")]
    [InlineData("podMonitor", """{"basicAuth":{"username":{"name":"a","key":"b"}}}""", "podMonitor.basicAuth needs web.configSecret with authentication")]
    [InlineData("serviceMonitor", """{"tlsConfig":{"insecureSkipVerify":true}}""", "serviceMonitor.tlsConfig needs web.configSecret with tls")]
    [InlineData("extraArgs", """["--log.level=warn","--web.listen-address=:80"]""", "extraArgs: --web.listen-address=:80 is set by the chart; use its value")]
    [InlineData("extraEnv", """[{"name":"WATTSHARE_PATH_PROCFS","value":"/proc"}]""", "extraEnv: WATTSHARE_PATH_PROCFS is set by the chart; use its value")]
    [InlineData("extraArgs", """["--kubernetes.node=a"]""", "extraArgs: --kubernetes.node=a is set by the chart; use its value")]
    [InlineData("config", """{"sensors":["model","rapl"]}""", "config.sensors: model must be the last")]
    [InlineData("config", """{"sensors":"auto,rapl"}""", "config.sensors: auto stands alone")]
    [InlineData("config", """{"sensors":"share"}""", "config.sensors: share is of wattshare guest, and the chart runs wattshare serve")]
    [InlineData("config", """{"model":{"cpu-watts":"65,10"}}""", "config.model.cpu-watts: 65,10 has more watts idle than at full load")]
    public Task Lists_and_texts_that_contradict_each_other_are_named(string key, string json, string fault) =>
        ExpectAsync($"\n  - {fault}\n", "--set-json", $"{key}={json}");

    [ChartTheory]
    [InlineData("config.sample.interval", "\"-1s\"")]
    [InlineData("config.sample.interval", "1")]
    [InlineData("config.sensors", "\"rapl,nonsense\"")]
    [InlineData("config.metrics.processes", "-1")]
    [InlineData("config.metrics.processes", "\"many\"")]
    [InlineData("config.attribution.idle", "\"shared\"")]
    [InlineData("config.attribution.idle-watts", "-5")]
    [InlineData("config.model.cpu-watts", "\"10\"")]
    [InlineData("config.uncertainty.percent", "\"pakage=2\"")]
    [InlineData("web.port", "80")]
    [InlineData("web.port", "\"19288\"")]
    [InlineData("vmShare.enabled", "\"yes\"")]
    [InlineData("kubernetes.labels.source", "\"auto\"")]
    [InlineData("vmShare.hostPath", "\"run/wattshare\"")]
    [InlineData("image.digest", "\"latest\"")]
    [InlineData("image.repository", "\"Registry/Wattshare\"")]
    [InlineData("livenessProbe.periodSeconds", "0")]
    [InlineData("resources.limits.memory", "\"much\"")]
    [InlineData("security.appArmorProfile", "\"off\"")]
    [InlineData("security.seccompProfile.type", "\"None\"")]
    [InlineData("serviceMonitor.interval", "\"often\"")]
    [InlineData("tolerations", "{}")]
    [InlineData("networkPolicy.apiServerPorts", "[]")]
    [InlineData("networkPolicy.apiServerPorts", "6443")]
    public Task A_value_of_the_wrong_type_or_out_of_range_is_named(string key, string json) =>
        ExpectAsync($"- at '/{key.Replace('.', '/')}': ", "--set-json", $"{key}={json}");

    [ChartTheory]
    [InlineData("nonsense", "", "nonsense")]
    [InlineData("vmshare.enabled", "", "vmshare")]
    [InlineData("config.sampling.interval", "/config", "sampling")]
    [InlineData("config.web.listen-address", "/config/web", "listen-address")]
    [InlineData("security.privileged", "/security", "privileged")]
    public async Task A_value_that_does_not_exist_is_named_with_its_place(string key, string place, string name)
    {
        var errors = await ExpectAsync($"- at '{place}': ", "--set-json", $"{key}=true");
        Assert.Contains(name, errors, StringComparison.Ordinal);
    }

    [ChartFact]
    public async Task All_contradictions_are_told_at_once()
    {
        var errors = await ExpectAsync("\n  - gpu.enabled needs gpu.runtimeClassName\n", "--set", "gpu.enabled=true,gpu.runtimeClassName=,config.sample.interval=0s,vmShare.hostPath=/");
        Assert.Equal(3, errors.Split("\n  - ").Length - 1);
    }

    /// <summary>Both renderers have to refuse, with the same words where they are the chart's own.</summary>
    private static async Task<string> ExpectAsync(string text, params string[] arguments)
    {
        var byHelm = await Chart.TryRenderAsync(Renderer.Helm, arguments);
        var byGo = await Chart.TryRenderAsync(Renderer.Go, arguments);
        Assert.All([byHelm, byGo], result =>
        {
            Assert.Equal(1, result.ExitCode);
            Assert.Equal("", result.Output);
            Assert.Contains(text, result.Errors, StringComparison.Ordinal);
        });
        return byHelm.Errors;
    }
}
