using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Tests.Uncertainty;

/// <summary>
/// Many independent lives with a known truth: the published band of one standard deviation has to cover it about two times in three.
/// More would be cowardice, less would be decoration. Everything comes from seeds; nothing depends on the machine.
/// </summary>
public sealed class CoverageTests
{
    private const int Lives = 1_000;
    private const double Ms = 1e-3;

    [Theory]
    [InlineData(61.035, 1)]
    [InlineData(15.3, 1)]
    [InlineData(1_000_000, 1)]
    [InlineData(1_000_000, 20)]
    public void The_random_band_of_the_host_covers_the_truth_two_times_in_three(double unit, int periodMilliseconds)
    {
        var covered = 0;
        for (var seed = 0; seed < Lives; seed++)
        {
            var life = new SimulatedLife(seed, unit, periodMilliseconds * Ms) { BracketMilliseconds = periodMilliseconds > 1 ? periodMilliseconds : 0 };
            var report = life.Run(intervals: 8);
            if (Math.Abs(report.Host.Cumulative[Component.Cpu] - life.HostTruth) <= report.HostUncertainty.Random[Component.Cpu]) covered++;
        }

        Assert.InRange(covered, Lives * 6 / 10, Lives * 8 / 10);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    public void The_random_band_of_a_machine_with_CPU_time_in_ticks_covers_its_part(int intervals) =>
        AssertCovered(seed => new SimulatedLife(seed, 61.035, Ms) { TickMilliseconds = 10 }, intervals);

    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    public void The_random_band_of_a_machine_with_exact_CPU_time_covers_its_part(int intervals) =>
        AssertCovered(seed => new SimulatedLife(seed, 1_000_000, Ms), intervals);

    [Theory]
    [InlineData(20)]
    public void The_random_band_of_a_machine_covers_its_part_when_reading_CPU_times_takes_long(int intervals) =>
        AssertCovered(seed => new SimulatedLife(seed, 61.035, Ms) { UsageMilliseconds = 40 }, intervals);

    [Theory]
    [InlineData(2, 4)]
    [InlineData(20, 4)]
    [InlineData(20, 10)]
    public void The_random_band_of_a_machine_covers_its_part_when_the_kernel_books_at_its_ticks(int intervals, int milliseconds) =>
        AssertCovered(seed => new SimulatedLife(seed, 61.035, Ms) { BookingMilliseconds = milliseconds }, intervals);

    private static void AssertCovered(Func<int, SimulatedLife> life, int intervals)
    {
        var covered = 0;
        for (var seed = 0; seed < Lives; seed++)
        {
            var one = life(seed);
            var row = one.Run(intervals).Vms.Single(row => row.Vm!.Name == "vm0");
            if (Math.Abs(row.Active.Cumulative[Component.Cpu] - one.VmTruth) <= row.Uncertainty.Random[Component.Cpu]) covered++;
        }

        Assert.InRange(covered, Lives * 6 / 10, Lives * 8 / 10);
    }
}
