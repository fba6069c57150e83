using Wattshare.Exporter.Host.Bpf;

namespace Wattshare.Exporter.Commands;

/// <summary>Who tells the CPU time of tasks, for <c>wattshare check</c>.</summary>
internal static class UsageFact
{
    /// <summary>Describes the source that is used.</summary>
    /// <param name="source">The name of the source.</param>
    /// <param name="obstacle">Why it is not a better one, or null.</param>
    /// <returns>The fact for the report.</returns>
    public static CheckFact Of(string source, BpfObstacle? obstacle) => obstacle is null
        ? new CheckFact(CheckLevel.Ok, "CPU time", source == "bpf" ? "bpf: every thread, to the nanosecond" : "procfs: in steps of 10 ms; cgroups exactly")
        : new CheckFact(CheckLevel.Note, "CPU time", $"procfs, in steps of 10 ms; bpf cannot be used: {obstacle.Reason}", obstacle.Fix);
}
