using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.EndToEnd;

/// <summary>What guests read of their shares.</summary>
/// <param name="run">The run.</param>
[Collection(EndToEndCollection.Name)]
public sealed class ShareTests(EndToEndRun run)
{
    [LabFact]
    public void Share_has_exactly_the_energy_that_the_exporter_gives_the_guest()
    {
        foreach (var guest in Names)
        {
            var told = run.After.Metrics.Sum("wattshare_vm_energy_joules_total", ("vm", guest)) - run.Before.Metrics.Sum("wattshare_vm_energy_joules_total", ("vm", guest));
            Assert.Equal(told * 1_000_000, run.After.Shares[guest] - run.Before.Shares[guest]);
        }
    }

    // That the last values are those of the host's files was waited for when the meter stood still.
    [LabFact]
    public void Guests_read_values_that_grow_and_never_decrease_by_both_ways()
    {
        foreach (var guest in (QemuGuest[])[run.Lab.BusyGuest, run.Lab.IdleGuest])
        {
            var readings = guest.Readings;
            Assert.InRange(readings.Count, 60, int.MaxValue);
            Assert.Equal(0, readings[^1].Bad);
            Assert.DoesNotContain("BAD", guest.Console, StringComparison.Ordinal);
            foreach (var (earlier, later) in readings.Zip(readings.Skip(1)))
            {
                Assert.InRange(later.Reopened, earlier.Reopened, long.MaxValue);
                Assert.InRange(later.Kept, earlier.Kept, long.MaxValue);
            }

            Assert.InRange(readings[^1].Kept, readings[0].Kept + 1, long.MaxValue);
        }
    }

    private static string[] Names => [EndToEndLab.BusyGuestName, EndToEndLab.IdleGuestName];
}
