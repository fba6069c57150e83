using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Lab;

[Collection(WholeMachine.Name)]
public sealed class QemuGuestTests
{
    [LabFact]
    public async Task Guest_boots_and_prints_what_its_share_says_by_both_ways()
    {
        using var directory = new LabDirectory("share");
        var zone = directory.At("intel-rapl:0");
        await using var guest = await QemuGuest.StartAsync(new()
        {
            Name = "reader",
            Uuid = Guid.Parse("6f1a6f34-2f39-4e50-a1a1-7d6f0e1c4b01"),
            SharePath = directory.FullPath,
            ReadInterval = TimeSpan.FromMilliseconds(200),
        });
        await guest.WaitBootedAsync();
        Assert.Empty(guest.Readings);

        // The folder comes after the guest, as it does with the exporter; then the value is changed in place.
        Directory.CreateDirectory(zone);
        var counter = Path.Combine(zone, "energy_uj");
        await File.WriteAllTextAsync(counter + ".new", "1000000000000001\n");
        File.Move(counter + ".new", counter);
        await guest.WaitAsync(() => guest.Readings is [.., { Reopened: 1000000000000001, Kept: 1000000000000001 }], "to read the first value");
        await using (var file = new FileStream(counter, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) file.Write("1000000000000002\n"u8);
        await guest.WaitAsync(() => guest.Readings is [.., { Reopened: 1000000000000002, Kept: 1000000000000002, Bad: 0 }], "to read the second value");

        // And the reader has to be able to say no: a smaller number and an empty file are faults.
        await File.WriteAllTextAsync(counter, "1000000000000001\n");
        await guest.WaitAsync(() => guest.Readings[^1].Bad > 0, "to notice a value that went back");
        Assert.Contains("BAD way=kept before=1000000000000002", guest.Console, StringComparison.Ordinal);
        await File.WriteAllTextAsync(counter, "");
        await guest.WaitAsync(() => guest.Console.Contains("BAD way=reopened before=1000000000000002 bytes=0", StringComparison.Ordinal), "to notice an empty file");
    }

    [LabFact]
    public async Task Busy_guest_uses_a_whole_hardware_thread_of_the_host()
    {
        using var directory = new LabDirectory("share");
        await using var guest = await QemuGuest.StartAsync(new()
        {
            Name = "busy",
            Uuid = Guid.Parse("6f1a6f34-2f39-4e50-a1a1-7d6f0e1c4b02"),
            SharePath = directory.FullPath,
            Busy = true,
        });
        await guest.WaitBootedAsync();
        var booted = KernelTimes.ProcessSeconds(guest.Id);
        await guest.WaitAsync(() => KernelTimes.ProcessSeconds(guest.Id) > booted + 2, "to use CPU time");
    }
}
