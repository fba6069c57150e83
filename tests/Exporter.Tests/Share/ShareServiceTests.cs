using Microsoft.Extensions.Logging.Abstractions;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Sampling;
using Wattshare.Exporter.Share;
using Wattshare.VmShare;

namespace Wattshare.Exporter.Tests.Share;

public sealed class ShareServiceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Reports_reach_the_share_and_a_missing_root_is_a_fault_that_recovers()
    {
        var parent = Directory.CreateTempSubdirectory("wattshare-service-").FullName;
        var root = Path.Join(parent, "root");
        using var writer = new ShareWriter(root, new ShareOptions(), TimeProvider.System);
        var latest = new Latest();
        var faults = new FaultLog(NullLogger<FaultLog>.Instance);
        using var stop = new CancellationTokenSource();
        var running = new ShareService(latest, writer, faults).RunAsync(stop.Token);

        latest.Publish(Report(1, 5));
        await Until(() => faults.Count(FaultKind.ShareUnwritable) == 1);
        Directory.CreateDirectory(root);
        latest.Publish(Report(2, 9));
        var energy = Path.Join(root, "web", "intel-rapl:0", "energy_uj");
        await Until(() => File.Exists(energy));
        Assert.Equal("1000000000000009\n", await File.ReadAllTextAsync(energy));
        Assert.Equal(1, faults.Count(FaultKind.ShareUnwritable));

        await stop.CancelAsync();
        await running;
        Directory.Delete(parent, recursive: true);
    }

    private static async Task Until(Func<bool> reached)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!reached()) await Task.Delay(5, patience.Token);
    }

    private static PowerReport Report(long sequence, long energy)
    {
        var active = default(ComponentEnergy);
        active[Component.Cpu] = energy;
        var vm = new VmInfo { Key = "name:web", Name = "web", Hypervisor = "qemu", Process = new ProcessKey(1, 1) };
        return PowerReport.Empty with
        {
            Sequence = sequence,
            Measured = ComponentSet.None.With(Component.Cpu),
            Vms = [new VmRow(vm, new EnergyAmount(active, default), default, false)],
        };
    }
}
