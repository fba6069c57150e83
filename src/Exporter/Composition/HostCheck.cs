using Microsoft.Extensions.Logging.Abstractions;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Commands;
using Wattshare.Exporter.Host;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Composition;

/// <summary>Looks at the host once for <c>wattshare check</c>, with the same parts that measure it.</summary>
internal static class HostCheck
{
    /// <summary>Asks the sensors and reads who is there.</summary>
    /// <param name="options">Settings without a fault.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>.</param>
    /// <returns>What the report is about.</returns>
    public static async Task<CheckInput> GatherAsync(WattshareOptions options, CancellationToken cancellation)
    {
        // Whatever cannot be read is in the findings and facts; the log would say it twice.
        using var measuring = new Measuring(options, NullLoggerFactory.Instance, TimeProvider.System);
        var sample = new HostSample { HardwareThreads = OnlineThreads.Count(options.Path.Procfs) };
        measuring.Sensors.Read(sample);
        measuring.Usage.Read(sample);
        var pods = await new PodFacts(options.Kubernetes, options.Path.Rootfs, TimeProvider.System).GatherAsync(cancellation);
        return new CheckInput(
            measuring.Sensors.Describe(),
            [
                .. HostFacts.Gather(options), .. pods, UsageFact.Of(measuring.Usage.Name, measuring.UsageObstacle, options.Usage.Source), .. Found(sample),
                .. WebFacts.Gather(options.Web, TimeProvider.System),
            ]);
    }

    private static IReadOnlyList<CheckFact> Found(HostSample sample)
    {
        var containers = new HashSet<string>(StringComparer.Ordinal);
        var vms = new HashSet<string>(StringComparer.Ordinal);
        foreach (ref readonly var reading in sample.Groups.Items)
            if (reading.Group.Container is { } container) containers.Add(container.Id);
        foreach (ref readonly var reading in sample.Processes.Items)
        {
            if (reading.Process.Container is { } container) containers.Add(container.Id);
            if (reading.Process.Vm is { } vm) vms.Add(vm.Key);
        }

        return HostFacts.Found(sample.Processes.Count, containers.Count, vms.Count);
    }
}
