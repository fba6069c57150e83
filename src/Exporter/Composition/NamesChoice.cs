using System.Diagnostics.CodeAnalysis;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host.Containers;
using Wattshare.Exporter.Host.Containers.Kubernetes;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Composition;

/// <summary>Who names the containers of a host: its engines, and Kubernetes where that is wanted or there.</summary>
[SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The names own their sources, and who asked for them disposes of them.")]
internal static class NamesChoice
{
    /// <summary>Chooses; nothing is asked yet.</summary>
    /// <param name="options">Settings without a fault.</param>
    /// <param name="faults">Told when somebody does not answer as it should.</param>
    /// <param name="loggers">Makes the loggers.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The names, to be disposed of.</returns>
    public static ContainerNames Make(WattshareOptions options, FaultLog faults, ILoggerFactory loggers, TimeProvider time)
    {
        var (limits, rootfs) = (new PodLimits(), options.Path.Rootfs);
        var engines = new DockerDirectory(rootfs, time, faults, loggers.CreateLogger<DockerDirectory>());
        var source = new PodSourceChoice(options.Kubernetes, rootfs, faults, loggers.CreateLogger<PodSourceChoice>()).Make(limits, time);
        return new ContainerNames(engines, source is null ? null : new PodDirectory(source, limits, time));
    }
}
