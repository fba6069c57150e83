using Wattshare.Exporter.Host.Bpf;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Commands;

/// <summary>Who tells the CPU time of tasks, for <c>wattshare check</c>.</summary>
internal static class UsageFact
{
    private const string Subject = "CPU time";

    /// <summary>Describes the source that is used.</summary>
    /// <param name="source">The name of the source.</param>
    /// <param name="obstacle">Why it is not a better one, or null.</param>
    /// <param name="wanted">What the settings ask for.</param>
    /// <returns>The fact for the report; an error where the exporter would not start.</returns>
    public static CheckFact Of(string source, BpfObstacle? obstacle, UsageSourceKind wanted)
    {
        if (obstacle is null)
            return new CheckFact(CheckLevel.Ok, Subject, source == "bpf" ? "bpf: every thread, to the nanosecond" : "procfs: in steps of 10 ms; cgroups exactly");
        return wanted == UsageSourceKind.Bpf
            ? new CheckFact(CheckLevel.Error, Subject, $"--usage.source=bpf cannot be used, and the exporter does not start with it: {obstacle.Reason}", obstacle.Fix)
            : new CheckFact(CheckLevel.Note, Subject, $"procfs, in steps of 10 ms; bpf cannot be used: {obstacle.Reason}", obstacle.Fix);
    }
}
