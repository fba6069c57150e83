using Wattshare.Exporter.Diagnostics;

namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>Pods that are told and cannot be used: skipped, and counted.</summary>
internal static class PodFaults
{
    private const string Names = "names of pods";
    private const string Number = "number of pods";
    private const string NamesAdvice = "A pod came with a name, namespace or uid that Kubernetes does not allow. It is shown by its uid. See who answers there.";
    private const string NumberAdvice = "More pods or containers were told than a node has. The others are shown by uid and id. See who answers there.";

    /// <summary>Takes over a pod, if it is one.</summary>
    /// <param name="names">Where it goes.</param>
    /// <param name="item">What was told.</param>
    /// <param name="faults">Told when it cannot be used.</param>
    public static void Apply(PodNames names, ApiObject item, FaultLog faults) => Apply(names, item.ToPod(), faults);

    /// <summary>Takes over a pod.</summary>
    /// <param name="names">Where it goes.</param>
    /// <param name="pod">The pod; null for what was none.</param>
    /// <param name="faults">Told when it cannot be used.</param>
    public static void Apply(PodNames names, Pod? pod, FaultLog faults)
    {
        if (pod is null) faults.Report(FaultKind.PodUnidentified, Names, NamesAdvice);
        else if (!names.Apply(pod)) faults.Report(FaultKind.PodUnidentified, Number, NumberAdvice);
    }
}
