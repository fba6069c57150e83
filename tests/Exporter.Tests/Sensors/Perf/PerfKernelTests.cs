using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Sensors.Perf;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Sensors.Perf;

/// <summary>The real perf_event_open, with events of the kernel's own (PERF_TYPE_SOFTWARE) in the place of energy: this needs no such hardware.</summary>
public sealed class PerfKernelTests
{
    private const string Scale = "2.3283064365386962890625e-10";

    // Two clocks that advance while the processor is on; in nanoseconds, which are taken for counts.
    private const string Tree =
        "[sys/bus/event_source/devices/power]\ntype = 1\ncpumask = 0\n[sys/bus/event_source/devices/power/events]\n"
        + "energy-pkg = event=0x00\nenergy-pkg.unit = Joules\nenergy-pkg.scale = " + Scale + "\n"
        + "energy-ram = event=0x00\nenergy-ram.unit = Joules\nenergy-ram.scale = " + Scale + "\n"
        + "energy-foo = event=0xee\nenergy-foo.unit = Joules\nenergy-foo.scale = " + Scale + "\n"
        + "[sys/devices/system/cpu/cpu0/topology]\nphysical_package_id = 0\ndie_id = 0\ncore_id = 0\n[proc]\n";

    [Fact]
    public void The_attributes_have_the_layout_of_the_kernel()
    {
        Assert.Equal(64, Unsafe.SizeOf<PerfEventAttributes>());
        Assert.Equal(0, Offset(nameof(PerfEventAttributes.Type)));
        Assert.Equal(4, Offset(nameof(PerfEventAttributes.Size)));
        Assert.Equal(8, Offset(nameof(PerfEventAttributes.Config)));
        Assert.Equal(32, Offset(nameof(PerfEventAttributes.ReadFormat)));
    }

    [PerfFact]
    public void A_group_of_counters_is_opened_read_with_one_call_and_closed()
    {
        using var tree = FixtureTree.Parse(Tree);
        var before = OpenFiles();
        using (var sensor = new PerfSensor(tree.Sysfs, tree.Procfs, default, PerfKernel.Instance, NullLogger<PerfSensor>.Instance))
        {
            sensor.Refresh();
            Assert.Equal(before + 2, OpenFiles());
            var first = Read(sensor);
            Assert.Equal(["package-0", "package-0-dram"], first.Select(static reading => reading.Zone.Zone));
            Assert.All(first, static reading => Assert.Equal(ReadOutcome.Ok, reading.Outcome));
            var last = first;
            while (last[0].RawMicrojoules == first[0].RawMicrojoules || last[1].RawMicrojoules == first[1].RawMicrojoules) last = Read(sensor);
            Assert.True(last[0].RawMicrojoules > first[0].RawMicrojoules && last[1].RawMicrojoules > first[1].RawMicrojoules);

            // Looking again keeps what is open: a counter that was opened anew would begin at 0.
            sensor.Refresh();
            Assert.True(Read(sensor)[0].RawMicrojoules >= last[0].RawMicrojoules);
            Assert.Equal(before + 2, OpenFiles());
        }

        Assert.Equal(before, OpenFiles());
    }

    [PerfFact]
    public void An_event_or_a_processor_that_the_kernel_does_not_know_is_an_error_number()
    {
        Assert.True(PerfKernel.Instance.Open(1, 0xee, 0, -1) < 0);
        Assert.True(PerfKernel.Instance.Open(uint.MaxValue / 2, 0, 0, -1) < 0);
        Assert.True(PerfKernel.Instance.Open(1, 0, 16_000, -1) < 0);
        Assert.True(PerfKernel.Instance.Read(-1, new ulong[3]) < 0);
    }

    [PerfFact]
    public void Reading_real_counters_allocates_nothing()
    {
        using var tree = FixtureTree.Parse(Tree);
        using var sensor = new PerfSensor(tree.Sysfs, tree.Procfs, default, PerfKernel.Instance, NullLogger<PerfSensor>.Instance);
        sensor.Refresh();
        var readings = new Buffer<ZoneReading>();
        for (var i = 0; i < 10; i++) sensor.Read(default, readings);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                readings.Clear();
                sensor.Read(default, readings);
                sensor.ReadBetween(readings);
            }
        }));
        Assert.Equal(4, readings.Count);
    }

    private static int Offset(string field) => (int)Marshal.OffsetOf<PerfEventAttributes>(field);

    private static int OpenFiles() => Directory.GetFileSystemEntries("/proc/self/fd").Count(static path => new FileInfo(path).LinkTarget is "anon_inode:[perf_event]");

    private static ZoneReading[] Read(PerfSensor sensor)
    {
        var readings = new Buffer<ZoneReading>();
        sensor.Read(default, readings);
        return readings.Items.ToArray();
    }
}
