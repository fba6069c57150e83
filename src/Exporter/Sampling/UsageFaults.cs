using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Diagnostics;

namespace Wattshare.Exporter.Sampling;

/// <summary>Reports steps of CPU time that attribution did not believe. One thread.</summary>
/// <param name="faults">Where they are reported.</param>
internal sealed class UsageFaults(FaultLog faults)
{
    private UsageRefusals _known;

    /// <summary>Takes in the counts of a report.</summary>
    /// <param name="refusals">The counts since the start.</param>
    public void Note(in UsageRefusals refusals)
    {
        Note("host", refusals.Host - _known.Host);
        Note("control groups", refusals.Groups - _known.Groups);
        Note("processes", refusals.Processes - _known.Processes);
        _known = refusals;
    }

    private void Note(string subject, long times)
    {
        if (times == 0) faults.Recovered(FaultKind.CpuTimeImplausible, subject);
        else faults.Report(
            FaultKind.CpuTimeImplausible, subject, "CPU time fell, or rose by more than all hardware threads can run; the step was not counted", times);
    }
}
