using Wattshare.Fixtures.Lab;
using Wattshare.Fixtures.Simulator;
using Xunit.Abstractions;

namespace Wattshare.Integration.Life;

/// <summary>
/// A real guest that reads its disk and does nothing else, and both usage sources beside it. The hypervisor stands still while the kernel
/// and the exporters are asked, so that all speak of the same time.
/// </summary>
[Collection(WholeMachine.Name)]
public sealed class IoGuestTests(ITestOutputHelper output) : IDisposable
{
    private const string Name = "disk-reader";

    /// <summary>Clock ticks round each thread of the hypervisor up or down.</summary>
    private const double TickSeconds = 0.05;

    private static readonly string[] Roles = ["vcpu", "iothread", "emulator", "vhost"];

    private readonly LabDirectory _directory = new("io");

    public void Dispose() => _directory.Dispose();

    [LabFact]
    public async Task The_time_of_the_disks_thread_is_the_guests_in_its_role_and_its_energy()
    {
        // What wakes and sleeps with the disk is seen by clock ticks more or less often than it runs: 3 % here, and that would be the meter's error.
        using var simulator = new PowerSimulator(_directory.Make("sys"), new() { ByNanoseconds = File.Exists(HostCpu.NanosecondsFile) });
        await using var guest = await QemuGuest.StartAsync(new()
        {
            Name = Name,
            Uuid = Guid.Parse("6f1a6f34-2f39-4e50-a1a1-7d6f0e1c4b07"),
            SharePath = _directory.Make("share"),
            ReadsDisk = true,
        });
        await guest.WaitAsync(() => KernelTimes.ThreadSeconds(guest.Id, "IO ") > 0.1, "to read its disk");
        await using var bpf = StartExporter(simulator, "bpf");
        await using var procfs = StartExporter(simulator, "procfs");
        await bpf.WaitReadyAsync();
        await procfs.WaitReadyAsync();

        var begin = await StandStillAsync(guest, bpf, procfs);
        guest.Send(Signal.Continue);
        await guest.WaitAsync(() => KernelTimes.ThreadSeconds(guest.Id, "IO ") > begin.IoThread + 1, "to use a second in its I/O thread");
        var end = await StandStillAsync(guest, bpf, procfs);
        AssertTrue("bpf", begin, end, instant => instant.Bpf);
        AssertTrue("procfs", begin, end, instant => instant.Procfs);
    }

    private static ExporterProcess StartExporter(PowerSimulator simulator, string source) => ExporterProcess.Start(
        $"--path.sysfs={simulator.SysfsPath}", $"--usage.source={source}", "--sample.interval=200ms", "--attribution.idle-watts=10", "--attribution.idle=separate");

    private static async Task<Instant> StandStillAsync(QemuGuest guest, ExporterProcess bpf, ExporterProcess procfs)
    {
        guest.Send(Signal.Stop);
        await Poll.UntilAsync(() => File.ReadAllText($"/proc/{guest.Id}/stat").Contains(") T ", StringComparison.Ordinal), TimeSpan.FromSeconds(10), () => "the guest to stop");

        // Samples that began before may still be on their way; after two scrapes a second apart that say the same there are none.
        var last = await TakeAsync(guest, bpf, procfs);
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            var next = await TakeAsync(guest, bpf, procfs);
            if (Figures(next).SequenceEqual(Figures(last))) return next;
            last = next;
        }
    }

    private static async Task<Instant> TakeAsync(QemuGuest guest, ExporterProcess bpf, ExporterProcess procfs) =>
        new(await bpf.ScrapeAsync(), await procfs.ScrapeAsync(), KernelTimes.ProcessSeconds(guest.Id), KernelTimes.ThreadSeconds(guest.Id, "IO "));

    private static IEnumerable<double> Figures(Instant instant) =>
        new[] { instant.Bpf, instant.Procfs }.SelectMany(metrics => Roles.Select(role => RoleSeconds(metrics, role)).Append(Joules(metrics)));

    private static double Joules(MetricsText metrics) =>
        (double)metrics.Sum("wattshare_vm_energy_joules_total", ("vm", Name), ("component", "cpu"), ("mode", "active"));

    private static double RoleSeconds(MetricsText metrics, string role) => (double)metrics.Sum("wattshare_vm_cpu_seconds_total", ("vm", Name), ("role", role));

    private void AssertTrue(string source, Instant begin, Instant end, Func<Instant, MetricsText> of)
    {
        var seconds = Roles.ToDictionary(role => role, role => RoleSeconds(of(end), role) - RoleSeconds(of(begin), role));
        var ioThread = end.IoThread - begin.IoThread;
        var process = end.Process - begin.Process;

        // Of a host of 10 W idle and 65 W busy, each second of a hardware thread is worth its part of the 55 W between.
        var joules = Joules(of(end)) - Joules(of(begin));
        var expected = process * 55 / Environment.ProcessorCount;
        output.WriteLine($"{source}: {string.Join(", ", seconds.Select(pair => $"{pair.Key} {pair.Value:F3} s"))}, where the kernel says {process:F2} s, "
            + $"{ioThread:F2} s of them in the I/O thread; {joules:F2} J where {expected:F2} J are true");
        Assert.InRange(seconds["iothread"], ioThread - TickSeconds, ioThread + TickSeconds);
        Assert.InRange(seconds.Values.Sum(), process - TickSeconds, process + TickSeconds);
        Assert.InRange(joules / expected, 0.97, 1.03);
    }

    /// <summary>What the exporters and the kernel say while the guest stands still.</summary>
    private sealed record Instant(MetricsText Bpf, MetricsText Procfs, double Process, double IoThread);
}
