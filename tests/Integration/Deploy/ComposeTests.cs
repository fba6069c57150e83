using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Deploy;

/// <summary>The compose file and what it mounts.</summary>
public sealed class ComposeTests : IDisposable
{
    private static readonly string Folder = Path.Combine(RepositoryPaths.Root, "deploy", "docker");

    private readonly LabDirectory _directory = new("compose");

    public void Dispose() => _directory.Dispose();

    [DeployFact]
    public async Task Prometheus_accepts_its_configuration_with_the_rules()
    {
        File.Copy(Path.Combine(Folder, "prometheus.yml"), _directory.At("prometheus.yml"));
        _directory.Make("rules");
        var rules = Directory.GetFiles(Path.Combine(RepositoryPaths.Root, "grafana", "rules"), "*.yaml");
        foreach (var file in rules) File.Copy(file, _directory.At("rules", Path.GetFileName(file)));
        var checkedFiles = await LabTool.MustRunAsync("promtool", "check", "config", _directory.At("prometheus.yml"));
        Assert.All(rules, file => Assert.Contains($"rules/{Path.GetFileName(file)}", checkedFiles, StringComparison.Ordinal));
        Assert.Contains("honor_labels: true", await File.ReadAllTextAsync(_directory.At("prometheus.yml")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_file_that_it_mounts_is_there_and_Grafana_finds_the_dashboards_in_it()
    {
        var compose = new YamlDotNet.RepresentationModel.YamlStream();
        using (var reader = File.OpenText(Path.Combine(Folder, "compose.yaml"))) compose.Load(reader);
        var services = compose.Documents[0].RootNode["services"];
        Assert.All(Mounts(services, "prometheus").Concat(Mounts(services, "grafana")).Where(mount => mount[0][0] == '.'), mount => Assert.True(Path.Exists(Path.Combine(Folder, mount[0]))));

        var provider = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "grafana", "provisioning", "dashboards", "wattshare.yaml"));
        Assert.Contains(Mounts(services, "grafana"), mount => provider.Contains($"path: {mount[1]}\n", StringComparison.Ordinal));
    }

    [Fact]
    public void The_exporter_has_the_capabilities_of_the_unit_and_no_others()
    {
        var text = File.ReadAllText(Path.Combine(Folder, "compose.yaml"));
        var names = UnitFile.Host.Capabilities.Select(name => name.Replace("CAP_", "", StringComparison.Ordinal));
        Assert.Contains("cap_drop: [ALL]\n", text, StringComparison.Ordinal);
        Assert.Contains($"cap_add: [{string.Join(", ", names)}]\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("privileged: true", text, StringComparison.Ordinal);
    }

    private static IEnumerable<string[]> Mounts(YamlDotNet.RepresentationModel.YamlNode services, string service) =>
        ((YamlDotNet.RepresentationModel.YamlSequenceNode)services[service]["volumes"]).Select(volume => volume.ToString().Split(':'));
}
