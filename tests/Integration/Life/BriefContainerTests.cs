using System.Globalization;
using Wattshare.Fixtures.Lab;
using Wattshare.Fixtures.Simulator;
using Xunit.Abstractions;

namespace Wattshare.Integration.Life;

/// <summary>
/// A container of a real engine that is made, runs and is removed between two samples, so that no sample ever sees its control group.
/// </summary>
[Collection(WholeMachine.Name)]
public sealed class BriefContainerTests(ITestOutputHelper output) : IDisposable
{
    private readonly LabDirectory _directory = new("brief");

    public void Dispose() => _directory.Dispose();

    [LabFact]
    public async Task A_container_that_no_sample_saw_has_its_energy()
    {
        using var simulator = new PowerSimulator(_directory.Make("sys"), new() { ByNanoseconds = File.Exists(HostCpu.NanosecondsFile) });
        await using var docker = await DockerLab.StartAsync();
        await using var exporter = ExporterProcess.Start(
            $"--path.sysfs={simulator.SysfsPath}", "--usage.source=bpf", "--sample.interval=10s", "--attribution.idle-watts=10", "--attribution.idle=separate");
        await exporter.WaitReadyAsync();

        var (id, seconds) = await RunBetweenSamplesAsync(docker, exporter);
        var before = await SamplesAsync(exporter);
        await Poll.UntilAsync(async () => await SamplesAsync(exporter) > before, TimeSpan.FromSeconds(60), () => "the next sample");

        // Of a host of 10 W idle and 65 W busy, each second of a hardware thread is worth its part of the 55 W between.
        var metrics = await exporter.ScrapeAsync();
        var joules = (double)metrics.One("wattshare_container_energy_joules_total", ("container_id", id[..12]), ("component", "cpu"), ("mode", "active")).Value;
        var expected = seconds * 55 / Environment.ProcessorCount;
        output.WriteLine($"{seconds:F3} s, {joules:F2} J where {expected:F2} J are true");
        Assert.InRange(joules / expected, 0.95, 1.05);
        Assert.Empty(EnergyIdentity.Violations(metrics));
    }

    /// <summary>Whether it fell between two samples is seen afterwards, by how many there were.</summary>
    private async Task<(string Id, double Seconds)> RunBetweenSamplesAsync(DockerLab docker, ExporterProcess exporter)
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var before = await SamplesAsync(exporter);
            await Poll.UntilAsync(async () => await SamplesAsync(exporter) > before, TimeSpan.FromSeconds(60), () => "a sample");
            before = await SamplesAsync(exporter);
            var container = await docker.RunAsync(
                string.Create(CultureInfo.InvariantCulture, $"brief-{attempt}"), "/bin/busybox", "sh", "-c", "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; exec /bin/busybox sleep 60");
            var seconds = await WhenDoneAsync(container);
            await docker.RemoveAsync(container);
            if (await SamplesAsync(exporter) == before) return (container.Id, seconds);
            output.WriteLine("A sample came while the container was there; once more.");
        }

        throw new TimeoutException("The engine is too slow for a container between two samples.");
    }

    /// <summary>Waits for the loop to end: the container's time then stands still, for longer than others could keep it from running.</summary>
    private static async Task<double> WhenDoneAsync(DockerContainer container)
    {
        var (last, unchanged) = (0.0, 0);
        await Poll.UntilAsync(
            () =>
            {
                var now = KernelTimes.ContainerSeconds(container.Id);
                unchanged = now > 0.1 && now - last == 0 ? unchanged + 1 : 0;
                last = now;
                return unchanged == 6;
            },
            TimeSpan.FromSeconds(30),
            () => $"the container's loop to end after {last} s");
        return last;
    }

    private static async Task<decimal> SamplesAsync(ExporterProcess exporter) =>
        (await exporter.ScrapeAsync()).One("wattshare_sample_duration_seconds_count").Value;
}
