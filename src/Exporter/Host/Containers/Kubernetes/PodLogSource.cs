using System.Text;
using Wattshare.Exporter.Diagnostics;

namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>
/// The pods of this node by the names of their log files, where nobody can be asked. <c>/var/log/pods</c> has namespace, pod and uid; where
/// <c>/var/log/containers</c> can be read too, containers have their names. No log is opened.
/// </summary>
/// <param name="rootfs">The prefix of host files.</param>
/// <param name="limits">How much is read.</param>
/// <param name="faults">Told when the folder cannot be read.</param>
internal sealed class PodLogSource(string rootfs, PodLimits limits, FaultLog faults) : IPodSource
{
    private readonly string _pods = PodsOf(rootfs);
    private readonly string _containers = Path.Combine(rootfs, "var/log/containers");

    /// <summary>The folder of the logs of pods.</summary>
    /// <param name="rootfs">The prefix of host files.</param>
    /// <returns>Its path.</returns>
    public static string PodsOf(string rootfs) => Path.Combine(rootfs, "var/log/pods");

    /// <inheritdoc/>
    public Task<PodStep> StepAsync(PodNames names, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(Read(names));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private PodStep Read(PodNames names)
    {
        if (List(_pods, limits.MaxPods) is not { } folders)
        {
            faults.Report(FaultKind.KubernetesUnavailable, _pods, "The names of pods cannot be read there. Mount it, read-only, or use --kubernetes.labels=off.");
            return PodStep.Failed;
        }

        var containers = ReadContainers();
        names.BeginList();
        foreach (var folder in folders) PodFaults.Apply(names, ToPod(folder, containers), faults);
        names.EndList();
        faults.Recovered(FaultKind.KubernetesUnavailable, _pods);
        return PodStep.Settled;
    }

    private static Pod? ToPod(string folder, ILookup<(string Namespace, string Pod), PodContainer> containers) =>
        PodLogName.TryParse(Encoding.UTF8.GetBytes(folder), out var name)
            ? new Pod(name.Uid, name.Uid, name.Namespace, name.Pod, [.. containers[(name.Namespace, name.Pod)]])
            : null;

    private ILookup<(string Namespace, string Pod), PodContainer> ReadContainers()
    {
        var found = new List<ContainerLogName>();
        foreach (var file in List(_containers, limits.MaxContainers) ?? [])
            if (ContainerLogName.TryParse(Encoding.UTF8.GetBytes(file), out var name)) found.Add(name);
        return found.ToLookup(name => (name.Namespace, name.Pod), name => new PodContainer(name.Id, name.Container, "", ""));
    }

    private static List<string>? List(string folder, int limit)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder).Take(limit).Select(path => Path.GetFileName(path))];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
