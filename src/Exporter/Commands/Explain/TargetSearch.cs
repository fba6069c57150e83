using Wattshare.Attribution.Model;
using Wattshare.Attribution.Tracing;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Commands.Explain;

/// <summary>
/// Finds a target among everything that either sample of the interval tells of. Names are hostile: they are compared as they are and
/// cleaned where they are printed, and no number of them makes the answer long.
/// </summary>
internal sealed class TargetSearch
{
    private const int MostNamed = 5;

    private readonly SortedDictionary<string, VmInfo> _vms = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ContainerInfo> _containers = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, ProcessInfo> _processes = [];

    /// <summary>Takes in who is there.</summary>
    /// <param name="trace">The interval.</param>
    public TargetSearch(SplitTrace trace)
    {
        foreach (var sample in new[] { trace.Before, trace.After }.OfType<TracedSample>())
        {
            foreach (var reading in sample.Groups) Add(reading.Group.Vm, reading.Group.Container);
            foreach (var reading in sample.Processes) Add(reading.Process);
        }
    }

    /// <summary>Looks for a target.</summary>
    /// <param name="name">What was asked for.</param>
    /// <returns>The one target, or why there is not exactly one.</returns>
    public TargetResult Find(TargetName name)
    {
        ExplainTarget[] matches = [.. Vms(name), .. Containers(name), .. Processes(name)];
        return matches.Length switch
        {
            1 => TargetResult.Found(matches[0]),
            0 => TargetResult.Missing($"{Printable.Quote(name.Text)} is no {Wanted(name.Kind)} here; {Nearest(name)}"),
            _ => TargetResult.Ambiguous(
                $"{Printable.Quote(name.Text)} is not one thing: {Listed(matches)}; say which with vm:, uuid:, container:, id: or pid: before it"),
        };
    }

    private void Add(ProcessInfo process)
    {
        // The kernel may have used the number again within the interval: the later process has it now.
        if (!_processes.TryGetValue(process.Key.Pid, out var known) || known.Key.StartTicks <= process.Key.StartTicks)
            _processes[process.Key.Pid] = process;
        Add(process.OwnerVm, process.Container);
    }

    private void Add(VmInfo? vm, ContainerInfo? container)
    {
        if (vm is not null) _vms[vm.Key] = vm;
        if (container is not null) _containers[container.Id] = container;
    }

    private IEnumerable<ExplainTarget> Vms(TargetName name)
    {
        foreach (var vm in _vms.Values)
        {
            if (Asks(name, TargetNameKind.VmUuid) && vm.Uuid.Length > 0 && vm.Uuid.Equals(name.Text, StringComparison.OrdinalIgnoreCase))
                yield return new ExplainTarget("its uuid") { Vm = vm };
            else if (Asks(name, TargetNameKind.VmName) && vm.Name == name.Text)
                yield return new ExplainTarget("its name") { Vm = vm };
        }
    }

    private IEnumerable<ExplainTarget> Containers(TargetName name)
    {
        foreach (var container in _containers.Values)
        {
            if (Asks(name, TargetNameKind.ContainerId) && container.Id == name.Text)
                yield return new ExplainTarget("its id") { Container = container };
            else if (Asks(name, TargetNameKind.ContainerId) && container.ShortId == name.Text)
                yield return new ExplainTarget("the first 12 characters of its id") { Container = container };
            else if (Asks(name, TargetNameKind.ContainerName) && container.Name == name.Text)
                yield return new ExplainTarget("its name") { Container = container };
        }
    }

    private IEnumerable<ExplainTarget> Processes(TargetName name)
    {
        if (Asks(name, TargetNameKind.Pid) && name.Pid is { } pid && _processes.TryGetValue(pid, out var process))
            yield return new ExplainTarget("its process id") { Process = process };
    }

    private static bool Asks(TargetName name, TargetNameKind kind) => name.Kind == TargetNameKind.Any || name.Kind == kind;

    private static string Wanted(TargetNameKind kind) => kind switch
    {
        TargetNameKind.VmName => "VM's name",
        TargetNameKind.VmUuid => "VM's uuid",
        TargetNameKind.ContainerName => "container's name",
        TargetNameKind.ContainerId => "container's id",
        TargetNameKind.Pid => "process's id",
        _ => "VM, container or process id",
    };

    /// <summary>Those whose names are like what was written, else the first ones.</summary>
    private string Nearest(TargetName name)
    {
        ExplainTarget[] known =
        [
            .. _vms.Values.Select(vm => new ExplainTarget("") { Vm = vm }),
            .. _containers.Values.Select(container => new ExplainTarget("") { Container = container }),
        ];
        ExplainTarget[] near =
        [
            .. known.Select(target => (Target: target, Distance: DistanceOf(name.Text, target)))
                .Where(pair => pair.Distance is not null).OrderBy(pair => pair.Distance).Select(pair => pair.Target),
        ];
        if (near.Length > 0) return $"near to it: {Listed(near)}";
        return known.Length > 0 ? $"there are: {Listed(known)}" : "no VM and no container was found";
    }

    private static int? DistanceOf(string text, ExplainTarget target)
    {
        var id = target.Vm?.Uuid ?? target.Container?.ShortId ?? "";
        var byName = NearestName.DistanceOf(text, target.Vm?.Name ?? target.Container?.Name ?? "");
        return id.StartsWith(text, StringComparison.OrdinalIgnoreCase) ? 0 : byName;
    }

    private static string Listed(ExplainTarget[] targets)
    {
        var named = string.Join(", ", targets.Take(MostNamed).Select(target => target.Label));
        return targets.Length > MostNamed ? $"{named} and {targets.Length - MostNamed} more" : named;
    }
}
