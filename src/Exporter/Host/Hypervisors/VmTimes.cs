using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Exporter.Host.Processes;

namespace Wattshare.Exporter.Host.Hypervisors;

/// <summary>
/// Tells by role what virtual machines used: the hypervisor process by its threads (<see cref="VmThreads"/>), the kernel's threads that
/// move its packets, and the helpers in its scope (swtpm, virtiofsd), which do the emulator's work. Sampling thread only.
/// </summary>
/// <param name="files">Paths below <c>/proc/PID</c>.</param>
/// <param name="budget">How many files stay open.</param>
internal sealed class VmTimes(ProcessFiles files, DescriptorBudget budget)
{
    private readonly VmThreadScratch _scratch = new();

    /// <summary>Appends what the processes that were read in this tick used for machines.</summary>
    /// <param name="turn">This tick.</param>
    /// <param name="processes">The processes that were read, with groups and machines up to date.</param>
    /// <param name="times">Where the readings go.</param>
    public void Read(in ReadingTurn turn, List<TrackedProcess> processes, Buffer<VmTimeReading> times)
    {
        foreach (var process in processes)
        {
            if (process.IsMachine) ReadMachine(turn, process, times);
            else ReadHelper(process, times);
        }
    }

    private void ReadMachine(in ReadingTurn turn, TrackedProcess process, Buffer<VmTimeReading> times)
    {
        if (process.Zombie) return;
        var begins = process.Threads is null;
        process.Threads ??= new VmThreads(files, budget, process);
        if (begins || process.UsedNanoseconds > 0) process.Threads.Read(turn, _scratch, times);
    }

    private static void ReadHelper(TrackedProcess process, Buffer<VmTimeReading> times)
    {
        process.CloseThreads();
        if (process.UsedNanoseconds == 0) return;
        var vm = process.Vm ?? (process.Node is { IsVmScope: true } scope ? scope.Info.Vm : null);
        if (vm is not null) times.Add(new VmTimeReading(vm, process.IsKernelThread ? ThreadRole.Of(process.Comm) : VmRole.Emulator, process.UsedNanoseconds));
    }
}
