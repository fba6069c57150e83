using System.Globalization;
using Wattshare.Fixtures.Lab;
using Wattshare.Fixtures.Simulator;
using Wattshare.Integration.Charts;
using Wattshare.Integration.Dashboards;

namespace Wattshare.Integration.Deploy;

/// <summary>The compose file, run by a real compose on a private engine.</summary>
[Collection(WholeMachine.Name)]
public sealed class ComposeRunTests : IAsyncLifetime
{
    private const string Image = "wattshare-test";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly LabDirectory _directory = new("compose");
    private readonly LabProcess _worker = LabProcess.Start("sh", ["-c", "while :; do :; done"]);
    private PrivateEngine? _engine;
    private PowerSimulator? _simulator;
    private ComposeFile? _compose;

    private ComposeFile Compose => _compose!;

    public async Task InitializeAsync()
    {
        if (DeployNeeds.Missing is not null) return;

        // The simulator takes folders that are there as they are; in a container its links would lead to the container's own sysfs.
        foreach (var mounted in (string[])["fs", "devices"]) _directory.Make("sys", mounted);
        _simulator = new(_directory.At("sys"), new());
        File.SetUnixFileMode(_directory.At("sys", "class", "powercap", "intel-rapl:0", "energy_uj"), UnixFileMode.UserRead);
        _engine = await PrivateEngine.StartAsync();
        await PrivateEngine.BuildImageAsync(Image);
        _compose = await ComposeFile.PrepareAsync(_directory, Image, _simulator.SysfsPath);
    }

    public async Task DisposeAsync()
    {
        await _worker.DisposeAsync();
        if (_compose is not null) await _compose.MustRunAsync("down", "--volumes");
        if (_engine is not null) await _engine.DisposeAsync();
        _simulator?.Dispose();
        _directory.Dispose();
    }

    [DeployFact]
    public async Task Without_Grafana_of_which_there_is_no_image_here_it_comes_up_with_one_command_measures_the_host_and_leaves_nothing()
    {
        await Compose.MustRunAsync("up", "--detach", "wattshare", "prometheus");
        await HasTheRightsOfTheFileAsync();
        using (var prometheus = new PrometheusClient(await Compose.AddressAsync("prometheus", 9090)))
        {
            await SeesTheHostAsync(prometheus);
            await EvaluatesTheRulesAsync(prometheus);
        }

        Assert.Equal("0", await Compose.InspectAsync("wattshare", "{{.RestartCount}}"));
        Assert.Equal("wattshare_prometheus\nwattshare_state", await LabTool.MustRunAsync("docker", "volume", "ls", "--quiet"));
        await Compose.MustRunAsync("down", "--volumes");
        Assert.Empty(await LabTool.MustRunAsync("docker", "ps", "--all", "--quiet"));
        Assert.Empty(await LabTool.MustRunAsync("docker", "volume", "ls", "--quiet"));
        Assert.Empty(await LabTool.MustRunAsync("docker", "network", "ls", "--quiet", "--filter=type=custom"));
    }

    private async Task HasTheRightsOfTheFileAsync()
    {
        var status = await File.ReadAllTextAsync($"/proc/{await Compose.InspectAsync("wattshare", "{{.State.Pid}}")}/status");
        Assert.Contains($"\nCapEff:\t{EffectiveSet()}\n", status, StringComparison.Ordinal);
        Assert.Contains("\nNoNewPrivs:\t1\n", status, StringComparison.Ordinal);
        Assert.Equal("true", await Compose.InspectAsync("wattshare", "{{.HostConfig.ReadonlyRootfs}}"));
        Assert.Equal("host", await Compose.InspectAsync("wattshare", "{{.HostConfig.PidMode}}"));
    }

    private async Task SeesTheHostAsync(PrometheusClient prometheus)
    {
        await EventuallyAsync(prometheus, "up{job=\"wattshare\",instance=\"this-host\"} == 1");
        await EventuallyAsync(prometheus, "wattshare_sensor_up{sensor=\"rapl\",zone=\"package-0\"} == 1");
        await EventuallyAsync(prometheus, "wattshare_host_energy_joules_total{component=\"cpu\"} > 0");

        // A process beside the engine by the number that it has here, and the containers by the ids that the engine gave them.
        await EventuallyAsync(prometheus, string.Create(CultureInfo.InvariantCulture, $"wattshare_process_energy_joules_total{{pid=\"{_worker.Id}\",command=\"sh\",container_id=\"\"}} > 0"));
        var id = await Compose.MustRunAsync("ps", "--quiet", "prometheus");
        await EventuallyAsync(prometheus, $"sum by (container_id) (wattshare_container_energy_joules_total{{container_id=\"{id[..12]}\"}}) > 0");

        using var client = new HttpClient { BaseAddress = await Compose.AddressAsync("wattshare", 19288) };
        Assert.Empty(EnergyIdentity.Violations(MetricsText.Parse(await client.GetStringAsync(new Uri("/metrics", UriKind.Relative)))));
    }

    private static async Task EvaluatesTheRulesAsync(PrometheusClient prometheus)
    {
        var names = GrafanaFiles.Rules.SelectMany(file => YamlJson.Parse(File.ReadAllText(file)).Single()!["groups"]!.AsArray())
            .SelectMany(group => group!["rules"]!.AsArray()).Select(rule => (rule!["record"] ?? rule["alert"])!.GetValue<string>());
        var rules = await Poll.ForAsync(
            async () => await prometheus.RulesAsync() is var all && all.All(rule => rule.Health != "unknown") ? all : null,
            Patience,
            () => "every rule to be evaluated");
        Assert.Equal(names.Order(StringComparer.Ordinal), rules.Select(rule => rule.Name).Order(StringComparer.Ordinal));
        Assert.All(rules, rule => Assert.Equal(("ok", ""), (rule.Health, rule.Error)));
    }

    /// <summary>The capabilities as /proc writes them. CAP_SYS_PTRACE is 19, CAP_PERFMON 38, CAP_BPF 39.</summary>
    private string EffectiveSet()
    {
        var numbers = new Dictionary<string, int> { ["SYS_PTRACE"] = 19, ["PERFMON"] = 38, ["BPF"] = 39 };
        return Compose.Capabilities.Aggregate(0UL, (set, name) => set | (1UL << numbers[name])).ToString("x16", CultureInfo.InvariantCulture);
    }

    private async Task EventuallyAsync(PrometheusClient prometheus, string expression) => await Poll.UntilAsync(
        async () => (await prometheus.QueryAsync(expression, DateTimeOffset.UtcNow)).Count == 1,
        Patience,
        () => $"{expression}:\n{Task.Run(() => Compose.MustRunAsync("logs", "--no-color")).GetAwaiter().GetResult()}");
}
