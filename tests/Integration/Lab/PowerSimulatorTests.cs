using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Wattshare.Fixtures.Lab;
using Wattshare.Fixtures.Simulator;

namespace Wattshare.Integration.Lab;

[Collection(WholeMachine.Name)]
public sealed class PowerSimulatorTests : IDisposable
{
    private readonly LabDirectory _directory = new("sim");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Counters_of_all_packages_together_show_the_truth_to_the_microjoule()
    {
        var options = new SimulatorOptions { Packages = 3, Dram = true, StartMicrojoules = 1000 };
        using var simulator = new PowerSimulator(_directory.FullPath, options);
        Burn(TimeSpan.FromMilliseconds(300));
        var truth = simulator.Freeze();
        Assert.Equal(truth.PackageMicrojoules, Enumerable.Range(0, 3).Sum(i => Read($"intel-rapl:{i}") - 1000));
        Assert.Equal(truth.DramMicrojoules, Enumerable.Range(0, 3).Sum(i => Read($"intel-rapl:{i}:0") - 1000));
    }

    [Fact]
    public void Truth_follows_time_and_busy_ticks_in_closed_form()
    {
        var options = new SimulatorOptions { IdleMicrowatts = 7_000_003, MaxMicrowatts = 61_000_001 };
        using var simulator = new PowerSimulator(_directory.FullPath, options);
        Burn(TimeSpan.FromMilliseconds(500));
        var truth = simulator.Truth;
        Assert.InRange(truth.BusyTicks, 1, long.MaxValue);
        Assert.Equal((long)((Int128)7_000_003 * truth.ElapsedNanoseconds / 1_000_000_000), truth.IdleMicrojoules);
        Assert.Equal(53_999_998 * truth.BusyTicks / (HostCpu.HardwareThreads * 100), truth.DynamicMicrojoules);
    }

    [Fact]
    public void Counter_wraps_to_zero_after_its_range_and_the_wrap_is_counted()
    {
        var options = new SimulatorOptions { MaxRangeMicrojoules = 999_999, StartMicrojoules = 999_999 };
        using var simulator = new PowerSimulator(_directory.FullPath, options);
        Burn(TimeSpan.FromMilliseconds(300));
        var truth = simulator.Freeze();
        Assert.Equal((999_999 + truth.PackageMicrojoules) % 1_000_000, Read("intel-rapl:0"));
        Assert.Equal((999_999 + truth.PackageMicrojoules) / 1_000_000, truth.Wraps);
        Assert.InRange(truth.Wraps, 1, long.MaxValue);
    }

    [Fact]
    public void Reader_that_keeps_the_file_open_sees_whole_numbers_that_never_decrease()
    {
        using var simulator = new PowerSimulator(_directory.FullPath, new() { UpdateInterval = TimeSpan.FromMilliseconds(1) });
        using var handle = File.OpenHandle(CounterPath("intel-rapl:0"));
        var buffer = new byte[64];
        long first = ReadKept(handle, buffer), last = first;
        for (var i = 0; i < 100_000; i++)
        {
            var value = ReadKept(handle, buffer);
            Assert.InRange(value, last, long.MaxValue);
            last = value;
        }

        Assert.NotEqual(first, last);
    }

    [Fact]
    public void Frozen_meter_stands_still_and_goes_on_where_it_was()
    {
        using var simulator = new PowerSimulator(_directory.FullPath, new() { IdleMicrowatts = 1_000_000_000, MaxMicrowatts = 2_000_000_000 });
        var frozen = simulator.Freeze();
        Burn(TimeSpan.FromMilliseconds(300));
        Assert.Equal(frozen, simulator.Truth);
        simulator.Thaw();
        var after = simulator.Truth;
        Assert.InRange(after.ElapsedNanoseconds - frozen.ElapsedNanoseconds, 0, 200_000_000);
    }

    [Fact]
    public void Zones_that_disappear_come_back_with_what_was_used_meanwhile()
    {
        using var simulator = new PowerSimulator(_directory.FullPath, new() { Dram = true });
        simulator.Disappear();
        Assert.False(Directory.Exists(Path.GetDirectoryName(CounterPath("intel-rapl:0"))));
        Assert.False(Directory.Exists(Path.GetDirectoryName(CounterPath("intel-rapl:0:0"))));
        Burn(TimeSpan.FromMilliseconds(100));
        simulator.Appear();
        var truth = simulator.Freeze();
        Assert.Equal((262_143_328_850 / 2) + truth.PackageMicrojoules, Read("intel-rapl:0"));
    }

    [Fact]
    public void Reset_sets_the_counter_to_zero_and_leaves_the_truth()
    {
        using var simulator = new PowerSimulator(_directory.FullPath, new());
        Burn(TimeSpan.FromMilliseconds(100));
        var before = simulator.Freeze();
        simulator.Reset();
        Assert.Equal(0, Read("intel-rapl:0"));
        Assert.Equal(before, simulator.Truth);
    }

    private static void Burn(TimeSpan duration)
    {
        var end = Environment.TickCount64 + (long)duration.TotalMilliseconds;
        while (Environment.TickCount64 < end) Thread.SpinWait(1000);
    }

    private static long ReadKept(SafeFileHandle handle, byte[] buffer)
    {
        var length = RandomAccess.Read(handle, buffer, 0);
        Assert.Equal((byte)'\n', buffer[length - 1]);
        return long.Parse(buffer.AsSpan(0, length - 1), NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private string CounterPath(string zone) => _directory.At("class", "powercap", zone, "energy_uj");

    private long Read(string zone) => long.Parse(File.ReadAllText(CounterPath(zone)));
}
