using Wattshare.Attribution.Model;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Commands.Explain;

/// <summary>
/// Writes the explanation: plain text for a terminal, whole numbers as they were reckoned with, in one order. Energies are in
/// microjoules (uJ), times in nanoseconds (ns), powers in microwatts (uW).
/// </summary>
internal static class ExplainReport
{
    /// <summary>Renders the explanation.</summary>
    /// <param name="input">The interval.</param>
    /// <param name="target">Whose energy.</param>
    /// <returns>Lines, each ended by a line feed.</returns>
    public static string Render(ExplainInput input, ExplainTarget target)
    {
        var text = new ExplainText();
        AppendTarget(text, target);
        AppendInterval(text, input);
        ZoneSection.Append(text, input);
        EnergySection.Append(text, input);
        TimeSection.Append(text, input);
        TrafficSection.Append(text, input);
        LevelSection.Append(text, input, target);
        IdleSection.Append(text, input, target);
        SumSection.Append(text, input, target);
        return text.ToString();
    }

    private static void AppendTarget(ExplainText text, ExplainTarget target)
    {
        text.Heading("Target");
        text.Line($"{target.Label}, matched by {target.MatchedBy}");
        if (target.Vm is { } vm) text.Line(VmLine(vm));
        else if (target.Container is { } container) text.Line($"id {Printable.Clean(container.Id)}, runtime {Printable.Clean(container.Runtime)}{PodOf(container)}");
        else text.Line(ProcessLine(target.Process!));
    }

    private static string VmLine(VmInfo vm)
    {
        var vcpus = vm.Vcpus > 0 ? $"{vm.Vcpus} vCPUs" : "an unknown number of vCPUs";
        var container = vm.Container is { } outer ? $"; it runs in container {Printable.Quote(outer.Name)} and counts once, as a VM" : "";
        return $"hypervisor {Printable.Clean(vm.Hypervisor)}, process {vm.Process.Pid}, {vcpus}{container}";
    }

    private static string ProcessLine(ProcessInfo process)
    {
        var group = process.Group is { } known ? $"group {Printable.Clean(known.Path)}" : "no group";
        var owner = process.OwnerVm is { } vm ? $"VM {Printable.Quote(vm.Name)}"
            : process.Container is { } container ? $"container {Printable.Quote(container.Name)}"
            : "the system";
        return $"began at tick {process.Key.StartTicks} after boot, {group}; its energy is a part of that of {owner}";
    }

    private static string PodOf(ContainerInfo container) =>
        container.Pod.Length == 0 ? "" : $", pod {Printable.Quote(container.Pod)} in {Printable.Quote(container.Namespace)}";

    private static void AppendInterval(ExplainText text, ExplainInput input)
    {
        text.Heading("Interval");
        text.Line($"{input.After.IntervalNanoseconds} ns as measured between the two samples; asked for: {Duration.Format(input.Interval)} (--sample.interval)");
        text.Line($"{input.Trace.After!.HardwareThreads} hardware threads");
        text.Line($"CPU time from {Printable.Clean(UsageFact.Of(input.UsageSource, input.UsageObstacle, UsageSourceKind.Auto).Message)}");
    }
}
