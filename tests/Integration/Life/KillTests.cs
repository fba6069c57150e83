using Wattshare.Fixtures.Lab;
using Wattshare.Fixtures.Simulator;

namespace Wattshare.Integration.Life;

/// <summary>
/// A guest's share outlives its writer. The readers are in a real guest, behind 9p: one opens the file for each read, one keeps it open.
/// </summary>
[Collection(WholeMachine.Name)]
public sealed class KillTests
{
    private const int Kills = 20;
    private const long Updates = 1_000_000;
    private const string Name = "reader";

    [LabFact]
    public async Task Guest_reads_no_empty_partial_or_smaller_value_while_the_exporter_is_killed_and_started_again()
    {
        using var directory = new LabDirectory("kill");
        using var simulator = new PowerSimulator(directory.Make("sys"), new());
        var share = directory.Make("share", Name);
        await using var guest = await StartGuestAsync(share);
        var counter = Path.Combine(share, "intel-rapl:0", "energy_uj");
        var random = new Random(20);
        var last = -1L;
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var exporter = ExporterProcess.Start(
                $"--path.sysfs={simulator.SysfsPath}", $"--vmshare.path={Path.GetDirectoryName(share)}", "--sample.interval=10ms");
            await WaitForGrowthAsync(exporter, counter, last);
            await Task.Delay(random.Next(400));
            await exporter.KillAsync();
            var left = Read(counter);
            Assert.InRange(left, last, long.MaxValue);
            last = left;
        }

        await AssertOnlyGoodReadsAsync(guest, last);
    }

    [LabFact]
    public async Task Guest_reads_no_empty_partial_or_smaller_value_in_a_million_updates_and_twenty_kills_of_the_writer()
    {
        using var directory = new LabDirectory("kill");
        var share = directory.Make("share", "stress");
        await using var guest = await StartGuestAsync(share);
        var counter = Path.Combine(share, "intel-rapl:0", "energy_uj");
        var total = 0L;
        var last = -1L;
        for (var kill = 0; kill < Kills; kill++)
        {
            total += await StressProcess.RunAndKillAsync(
                Path.GetDirectoryName(share)!, directory.At("count-" + kill.ToString(System.Globalization.CultureInfo.InvariantCulture)), Updates / Kills, counter, static () => { });
            var left = Read(counter);
            Assert.InRange(left, last, long.MaxValue);
            last = left;
        }

        Assert.InRange(total, Updates, long.MaxValue);
        await AssertOnlyGoodReadsAsync(guest, last);
    }

    private static async Task<QemuGuest> StartGuestAsync(string share)
    {
        var guest = await QemuGuest.StartAsync(new()
        {
            Name = Name,
            Uuid = Guid.Parse("6f1a6f34-2f39-4e50-a1a1-7d6f0e1c4b20"),
            SharePath = share,
            ReadInterval = TimeSpan.Zero,
        });
        await guest.WaitBootedAsync();
        return guest;
    }

    private static async Task AssertOnlyGoodReadsAsync(QemuGuest guest, long last)
    {
        await guest.WaitAsync(() => guest.Readings is [.., var end] && end.Reopened == last && end.Kept == last, $"to read the last value, {last}");
        var reading = guest.Readings[^1];
        Assert.Equal(0, reading.Bad);
        Assert.DoesNotContain("BAD", guest.Console, StringComparison.Ordinal);

        // Enough reads to be between any two updates many times; how many there are is the machine's speed.
        Assert.InRange(reading.Reads, 10_000, long.MaxValue);
    }

    private static Task WaitForGrowthAsync(ExporterProcess exporter, string counter, long last) => Poll.UntilAsync(
        () => File.Exists(counter) && Read(counter) > last,
        TimeSpan.FromSeconds(60),
        () => $"the share to grow beyond {last}. The exporter's log:\n{exporter.Log}");

    private static long Read(string counter)
    {
        var text = File.ReadAllText(counter);
        Assert.Matches(@"\A[0-9]+\n\z", text);
        return long.Parse(text.AsSpan()[..^1]);
    }
}
