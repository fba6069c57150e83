using System.Text.RegularExpressions;
using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Deploy;

/// <summary>
/// compose.yaml as a compose reads it, with an override file of the test for what development machines lack: energy counters (the
/// simulator has them), and a registry (the images are made here). Nothing else is changed, but for capabilities that the engine has
/// never heard of.
/// </summary>
internal sealed partial class ComposeFile
{
    private const string Prometheus = "prometheus-test";

    private static readonly string Project = Path.Combine(RepositoryPaths.Root, "deploy", "docker");

    private readonly string[] _prefix;

    private ComposeFile(string image, IEnumerable<string> files, IReadOnlyList<string> capabilities)
    {
        _prefix =
        [
            $"WATTSHARE_IMAGE={image}", $"PROMETHEUS_IMAGE={Prometheus}", "docker-compose", "--project-directory", Project,
            .. files.SelectMany(static file => (string[])["--file", file]),
        ];
        Capabilities = capabilities;
    }

    /// <summary>The capabilities that the exporter gets.</summary>
    public IReadOnlyList<string> Capabilities { get; }

    /// <summary>Prepares the services for a simulated host.</summary>
    /// <param name="directory">A folder of the test.</param>
    /// <param name="image">The exporter's image.</param>
    /// <param name="sysfs">The simulated sysfs; <c>fs</c> and <c>devices</c> in it are empty folders.</param>
    /// <returns>The services, none of which is started.</returns>
    public static async Task<ComposeFile> PrepareAsync(LabDirectory directory, string image, string sysfs)
    {
        await LabTool.MustRunAsync(
            "bash", "-c", "set -o pipefail; \"$1\" | docker import --change 'ENTRYPOINT [\"/bin/prometheus\"]' --change 'USER 65534' - \"$2\"", "import",
            Path.Combine(RepositoryPaths.LabScripts, "prometheus-image"), Prometheus);
        await File.WriteAllTextAsync(directory.At("override.yaml"), $"""
            services:
              wattshare:
                volumes:
                  - {sysfs}:/host/sys:ro
                  - /sys/fs:/host/sys/fs:ro
                  - /sys/devices:/host/sys/devices:ro

            """);
        var text = await File.ReadAllTextAsync(Path.Combine(Project, "compose.yaml"));
        var wanted = CapabilityList().Match(text).Groups[1].Value.Split(", ");
        List<string> known = [];
        foreach (var name in wanted)
        {
            if (await IsKnownAsync(name, image)) known.Add(name);
        }

        await File.WriteAllTextAsync(directory.At("compose.yaml"), CapabilityList().Replace(text, $"cap_add: [{string.Join(", ", known)}]"));
        return new(image, [directory.At("compose.yaml"), directory.At("override.yaml")], known);
    }

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">What comes behind the names of the files.</param>
    /// <returns>Its output.</returns>
    public Task<string> MustRunAsync(params string[] arguments) => LabTool.MustRunAsync("env", [.. _prefix, .. arguments]);

    /// <summary>A property of a service's container.</summary>
    /// <param name="service">The service.</param>
    /// <param name="format">A Go template.</param>
    /// <returns>What the engine says.</returns>
    public async Task<string> InspectAsync(string service, string format) =>
        await LabTool.MustRunAsync("docker", "inspect", $"--format={format}", await MustRunAsync("ps", "--quiet", service));

    /// <summary>Where a port of a service is reached from here: no port but Grafana's is published.</summary>
    /// <param name="service">The service.</param>
    /// <param name="port">Its port.</param>
    /// <returns>The address in the network of the project.</returns>
    public async Task<Uri> AddressAsync(string service, int port) =>
        new($"http://{await InspectAsync(service, "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}")}:{port}");

    /// <summary>Debian 12's engine is from before CAP_BPF and CAP_PERFMON (docs/troubleshooting.md).</summary>
    private static async Task<bool> IsKnownAsync(string capability, string image)
    {
        var created = await LabTool.RunAsync("docker", ["create", "--network=none", $"--cap-add={capability}", image]);
        if (created.ExitCode == 0) await LabTool.MustRunAsync("docker", "rm", created.Output.Trim());
        return created.ExitCode == 0;
    }

    [GeneratedRegex(@"cap_add: \[(.+)\]")]
    private static partial Regex CapabilityList();
}
