using System.Globalization;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Commands;

/// <summary>What <c>wattshare check</c> finds out about a host beside its sensors. Reads and connects, changes nothing.</summary>
internal static class HostFacts
{
    /// <summary>Looks at the host.</summary>
    /// <param name="options">Where to look.</param>
    /// <returns>One fact a subject, in the order of the report; the numbers of containers and VMs come from <see cref="Found"/>.</returns>
    public static IReadOnlyList<CheckFact> Gather(WattshareOptions options)
    {
        List<CheckFact> facts =
        [
            ProcessVisibility.Fact(options.Path.Procfs),
            CgroupMode.Fact(options.Path.Sysfs),
            DockerSocket.Fact(options.Path.Rootfs),
        ];
        if (options.VmShare.Path is { } path && !options.Sensors.Contains(SensorNames.Share)) facts.Add(ShareDirectory.Fact(path));
        return facts;
    }

    /// <summary>What the host reader found in one sample.</summary>
    /// <param name="processes">The number of processes that were read.</param>
    /// <param name="containers">The number of containers.</param>
    /// <param name="vms">The number of virtual machines.</param>
    /// <returns>One fact for each.</returns>
    public static IReadOnlyList<CheckFact> Found(int processes, int containers, int vms) =>
    [
        processes > 0
            ? new CheckFact(CheckLevel.Ok, "processes", Count(processes, "process", "processes"))
            : new CheckFact(CheckLevel.Warning, "processes", "no process could be read; all active energy stays unattributed"),
        new CheckFact(CheckLevel.Ok, "containers", Count(containers, "container", "containers")),
        new CheckFact(CheckLevel.Ok, "VMs", Count(vms, "virtual machine", "virtual machines")),
    ];

    private static string Count(int count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)} found");
}
