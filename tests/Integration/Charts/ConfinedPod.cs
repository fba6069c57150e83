using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Charts;

/// <summary>
/// The program as the chart starts it: its arguments, its variables, uid 0 with its capabilities and no others, no new privileges, and
/// a root that cannot be written. The paths of the pod are those of a folder of the test, the procfs is the machine's.
/// </summary>
internal static class ConfinedPod
{
    /// <summary>Only the folder of the test can be written, as only the mounts of the pod can.</summary>
    private const string Confine = """
        set -e
        mount --bind "$1" "$1"
        mount -o remount,bind,ro /
        bounding="$2"
        shift 2
        exec setpriv --bounding-set "$bounding" --inh-caps=-all --no-new-privs -- "$@"
        """;

    /// <summary>Starts the program.</summary>
    /// <param name="objects">What the chart rendered.</param>
    /// <param name="directory">The folder of the test.</param>
    /// <param name="sysfs">The sysfs of the host.</param>
    /// <param name="port">Where it listens.</param>
    /// <param name="without">A capability to leave out, or empty.</param>
    /// <returns>The program, which may not be ready yet.</returns>
    public static async Task<LabProcess> StartAsync(IReadOnlyList<Manifest> objects, LabDirectory directory, string sysfs, int port, string without)
    {
        var container = new Manifest(objects.Single(item => item.Kind == "DaemonSet").At("spec", "template", "spec", "containers", 0)!);
        await File.WriteAllTextAsync(directory.At("wattshare.yaml"), objects.Single(item => item.Kind == "ConfigMap").Text("data", "wattshare.yaml"));
        var places = new Dictionary<string, string>
        {
            ["/etc/wattshare/config/wattshare.yaml"] = directory.At("wattshare.yaml"),
            [":19288"] = $"127.0.0.1:{port}",
            ["/host/proc"] = "/proc",
            ["/host/sys"] = sysfs,
            ["/host/vmshare"] = directory.Make("share"),
            ["/host"] = directory.Make("root"),
            ["/var/lib/wattshare"] = directory.Make("state"),
        };
        var arguments = container.List("args").Select(argument => argument.GetValue<string>().Split('=', 2))
            .Select(parts => parts.Length == 1 ? parts[0] : $"{parts[0]}={places.GetValueOrDefault(parts[1], parts[1])}");
        var environment = container.List("env").Select(item => new Manifest(item)).Where(item => item.At("value") is not null)
            .ToDictionary(item => item.Text("name"), item => places.GetValueOrDefault(item.Text("value"), item.Text("value")));
        var capabilities = container.List("securityContext", "capabilities", "add").Select(name => name.GetValue<string>()).Where(name => name != without);
        string bounding = string.Join(',', capabilities.Select(static name => $"+{name.ToLowerInvariant()}").Prepend("-all"));
        return ExporterProcess.StartProgram(
            environment, "unshare",
            ["--mount", "--propagation", "private", "bash", "-c", Confine, "confine", directory.FullPath, bounding, RepositoryPaths.BuiltProgram, .. arguments]);
    }
}
