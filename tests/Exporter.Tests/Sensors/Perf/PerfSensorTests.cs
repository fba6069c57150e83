using Wattshare.Attribution.Counters;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Sensors.Perf;

public sealed class PerfSensorTests
{
    private const int NotPermitted = 1;
    private const int Denied = 13;
    private const int Invalid = 22;
    private const int NoDevice = 19;
    private const int InputOutput = 5;

    [Fact]
    public void Each_package_is_one_group_with_the_package_first()
    {
        using var rig = new PerfRig("perf-two-packages");
        Assert.Equal(
            [
                "open 12/2 cpu0", "open 12/1 cpu0 group 100", "open 12/3 cpu0 group 100",
                "open 12/2 cpu24", "open 12/1 cpu24 group 103", "open 12/3 cpu24 group 103",
            ],
            rig.Kernel.Calls);
        Assert.Equal(
            [
                "package-0 cpu Ok 0", "package-0-core - Ok 0", "package-0-dram dram Ok 0",
                "package-1 cpu Ok 0", "package-1-core - Ok 0", "package-1-dram dram Ok 0",
            ],
            rig.Read());
    }

    [Fact]
    public void Counts_become_microjoules_by_the_scale_of_the_kernel()
    {
        using var rig = new PerfRig("perf-two-packages");
        rig.Kernel.Add(PerfRig.Package, 0, 1UL << 32);
        rig.Kernel.Add(PerfRig.Dram, 0, 4294);
        rig.Kernel.Add(PerfRig.Package, 24, 4295);
        Assert.Equal(
            [
                "package-0 cpu Ok 1000000", "package-0-core - Ok 0", "package-0-dram dram Ok 0",
                "package-1 cpu Ok 1", "package-1-core - Ok 0", "package-1-dram dram Ok 0",
            ],
            rig.Read());
        rig.Kernel.Add(PerfRig.Dram, 0, 1);
        Assert.Equal("package-0-dram dram Ok 1", rig.Read()[2]);
    }

    [Fact]
    public void Zones_say_what_and_where_they_are()
    {
        using var rig = new PerfRig("perf-two-packages");
        var zone = Readings.Info(rig.Sensor, "power/energy-ram/package-1");
        Assert.Equal(("perf", "package-1-dram", "dram", MeasurementMethod.Counter), (zone.Sensor, zone.Zone, zone.Perimeter, zone.Method));
        Assert.Equal((1, null, 0L), (zone.Package, zone.Die, zone.MaxRangeMicrojoules));
    }

    [Fact]
    public void The_unit_of_the_register_is_learned_from_the_lowest_bit_that_moves()
    {
        using var rig = new PerfRig("perf-and-powercap");
        Assert.Equal((0.0, 0.0), (UnitOf(rig, "pkg"), UnitOf(rig, "psys")));

        // 2^-14 J, and whole joules as on Sapphire Rapids.
        rig.Kernel.Add(PerfRig.Package, 0, 6UL << 18);
        rig.Kernel.Add(PerfRig.Psys, 0, 5UL << 32);
        Assert.Equal((2 * 1e6 / 16_384, 1e6), (UnitOf(rig, "pkg"), UnitOf(rig, "psys")));
        rig.Kernel.Add(PerfRig.Package, 0, 1UL << 18);
        Assert.Equal((1e6 / 16_384, 1e6), (UnitOf(rig, "pkg"), UnitOf(rig, "psys")));
        var known = Readings.Info(rig.Sensor, "power/energy-pkg/package-0");
        rig.Kernel.Add(PerfRig.Package, 0, 8UL << 18);
        Assert.Same(known, Readings.Info(rig.Sensor, "power/energy-pkg/package-0"));
    }

    [Theory]
    [InlineData("perf-two-packages", false)]
    [InlineData("perf-amd", true)]
    public void Counters_of_AMD_are_estimates_as_powercap_says_of_the_same_ones(string archive, bool isEstimated)
    {
        using var rig = new PerfRig(archive);
        var readings = new Buffer<ZoneReading>();
        rig.Sensor.Read(default, readings);
        Assert.All(readings.Items.ToArray(), reading => Assert.Equal(isEstimated, reading.Zone.IsEstimated));
    }

    [Fact]
    public void Dies_are_summed_where_they_are_parts_and_counted_once_where_they_mirror_the_package()
    {
        using var intel = new PerfRig("perf-two-dies");
        Assert.Equal(
            ["package-0-die-0 cpu Ok 0", "package-0-die-0-dram dram Ok 0", "package-0-die-1 cpu Ok 0", "package-0-die-1-dram dram Ok 0"], intel.Read());
        Assert.Equal((0, 1), (Readings.Info(intel.Sensor, "power/energy-pkg/package-0-die-1").Package, Readings.Info(intel.Sensor, "power/energy-pkg/package-0-die-1").Die));

        using var amd = new PerfRig("perf-amd");
        Assert.Equal(
            [
                "package-0-die-0 cpu Ok 0", "package-0-die-1 - Ok 0",
                "package-0-core-0 - Ok 0", "package-0-core-1 - Ok 0", "package-0-core-0@power_core/energy-core/package-0-die-1-core-0 - Ok 0",
            ],
            amd.Read());
        Assert.Null(Readings.Info(amd.Sensor, "power/energy-pkg/package-0-die-0").Die);
    }

    [Fact]
    public void The_second_die_of_AMD_counts_when_the_first_cannot_be_read()
    {
        using var rig = new PerfRig("perf-amd");
        rig.Kernel.Dead.Add(0);
        _ = rig.Read();
        rig.Sensor.Refresh();
        Assert.Equal(["package-0-die-0 - Absent 0", "package-0-die-1 cpu Ok 0"], rig.Read()[..2]);
    }

    [Fact]
    public void A_client_has_one_platform_and_its_graphics_are_in_the_package()
    {
        using var rig = new PerfRig("perf-and-powercap");
        Assert.Equal(
            ["package-0 cpu Ok 0", "package-0-core - Ok 0", "package-0-uncore - Ok 0", "package-0-dram dram Ok 0", "psys platform Ok 0"], rig.Read());
        Assert.Null(Readings.Info(rig.Sensor, "power/energy-psys/package-0").Package);
    }

    [Fact]
    public void A_platform_meter_that_is_not_wired_does_not_stand_for_the_machine()
    {
        using var rig = new PerfRig("perf-and-powercap");
        for (var read = 0; read < 3; read++)
        {
            rig.Kernel.AddMicrojoules(PerfRig.Package, 0, 5);
            Assert.Equal("psys platform Ok 0", rig.Read()[4]);
        }

        Assert.Equal("psys - Ok 0", rig.Read()[4]);
        Assert.Equal("psys Ok: The counter does not move while those of packages do: shown, not counted.", rig.Messages()[4]);
        rig.Kernel.AddMicrojoules(PerfRig.Psys, 0, 9);
        _ = rig.Read();
        Assert.Equal("psys platform Ok 9", rig.Read()[4]);
    }

    [Fact]
    public void Looking_again_opens_nothing_twice()
    {
        using var rig = new PerfRig("perf-two-packages");
        rig.Kernel.AddMicrojoules(PerfRig.Package, 0, 7);
        rig.Sensor.Refresh();
        rig.Sensor.Refresh();
        Assert.Equal(6, rig.Kernel.Calls.Count);
        Assert.Equal("package-0 cpu Ok 7", rig.Read()[0]);
    }

    [Fact]
    public void When_another_processor_stands_for_the_package_the_counter_goes_on()
    {
        using var rig = new PerfRig("perf-two-packages");
        rig.Kernel.AddMicrojoules(PerfRig.Package, 0, 7);
        _ = rig.Read();
        rig.Kernel.Migrate(0, 1);
        rig.Tree.Delete("sys/devices/system/cpu/cpu0");
        rig.Tree.Write("sys/devices/power/cpumask", "1,24\n");
        rig.Kernel.AddMicrojoules(PerfRig.Package, 1, 3);
        rig.Sensor.Refresh();
        Assert.Equal("package-0 cpu Ok 10", rig.Read()[0]);
        Assert.Equal(6, rig.Kernel.Calls.Count);
    }

    [Fact]
    public void A_package_that_goes_offline_is_absent_and_its_return_is_a_reset_and_no_energy()
    {
        using var rig = new PerfRig("perf-two-packages");
        var counter = new ZoneCounter(Readings.Info(rig.Sensor, "power/energy-pkg/package-1"));
        Advance(1, 5_000_000);
        Advance(2, 5_000_000);
        rig.Kernel.Dead.Add(24);
        rig.Tree.Write("sys/devices/power/cpumask", "0\n");
        Advance(3, 0);
        Assert.Equal((ReadOutcome.Absent, 5_000_000L), (counter.Outcome, counter.TotalMicrojoules));
        rig.Sensor.Refresh();
        rig.Kernel.Dead.Clear();
        rig.Tree.Write("sys/devices/power/cpumask", "0,25\n");
        rig.Sensor.Refresh();
        Advance(20, 1_000_000);
        Advance(21, 2_000_000);
        Advance(22, 3_000_000);

        // The counter begins at 0; the first value after it tells no difference.
        Assert.Equal((5_000_000L + 2_000_000 + 3_000_000, 1L, 0L), (counter.TotalMicrojoules, counter.Resets, counter.Refused));

        void Advance(int second, long microjoules)
        {
            rig.Kernel.AddMicrojoules(PerfRig.Package, second < 20 ? 24 : 25, microjoules);
            var readings = new Buffer<ZoneReading>();
            rig.Sensor.Read(default, readings);
            counter.Advance(readings.Items.ToArray().Single(static reading => reading.Zone.Zone == "package-1"), second * 1_000_000_000L);
        }
    }

    [Fact]
    public void Counters_that_died_are_opened_anew_by_the_next_look()
    {
        using var rig = new PerfRig("perf-two-packages");
        rig.Kernel.Dead.Add(24);
        Assert.Equal("package-1 cpu Absent 0", rig.Read()[3]);
        Assert.Equal(3, rig.Kernel.OpenCount);
        rig.Kernel.Dead.Clear();
        rig.Sensor.Refresh();
        Assert.Equal("package-1 cpu Ok 0", rig.Read()[3]);
        Assert.Equal(6, rig.Kernel.OpenCount);
    }

    [Theory]
    [InlineData(NoDevice, ReadOutcome.Absent)]
    [InlineData(InputOutput, ReadOutcome.Failed)]
    [InlineData(Denied, ReadOutcome.Denied)]
    public void An_error_of_a_read_is_an_outcome_of_all_its_zones(int error, ReadOutcome outcome)
    {
        using var rig = new PerfRig("perf-two-packages");
        rig.Kernel.ReadError = error;
        Assert.Equal([$"package-0 cpu {outcome} 0", $"package-0-core - {outcome} 0", $"package-0-dram dram {outcome} 0"], rig.Read()[..3]);
    }

    [Fact]
    public void An_answer_of_another_shape_is_garbage_and_never_energy()
    {
        using var rig = new PerfRig("perf-two-packages");
        foreach (var answer in new Func<ulong[], ulong[]>[] { static _ => [2, 1, 1], static words => [9, .. words[1..]], static _ => [3], static _ => [3, 1, 1, 1, 1] })
        {
            rig.Kernel.Answer = answer;
            Assert.Equal("package-0 cpu Garbage 0", rig.Read()[0]);
        }

        rig.Kernel.Answer = null;
        Assert.Equal("package-0 cpu Ok 0", rig.Read()[0]);
    }

    [Fact]
    public void One_event_that_is_refused_leaves_the_others()
    {
        using var rig = new PerfRig("perf-two-packages", rig => rig.Kernel.Refusal = (config, _) => config == PerfRig.Dram ? Invalid : 0);
        Assert.Equal(["package-0 cpu Ok 0", "package-0-core - Ok 0", "package-1 cpu Ok 0", "package-1-core - Ok 0"], rig.Read());
        Assert.Equal("package-0-dram Failed: The kernel does not open or read the counter (error 22).", rig.Messages()[2]);
        rig.Kernel.Refusal = static (_, _) => 0;
        rig.Kernel.AddMicrojoules(PerfRig.Package, 0, 7);
        rig.Sensor.Refresh();
        Assert.Equal(["package-0 cpu Ok 7", "package-0-core - Ok 0", "package-0-dram dram Ok 0"], rig.Read()[..3]);
    }

    [Theory]
    [InlineData(Denied)]
    [InlineData(NotPermitted)]
    public void Without_the_capability_there_are_no_zones_and_one_finding_with_its_fix(int error)
    {
        using var rig = new PerfRig("perf-two-packages", rig => rig.Kernel.Refusal = (_, _) => error);
        Assert.Empty(rig.Read());
        var finding = Assert.Single(rig.Sensor.Describe());
        Assert.Equal(("perf", "", ReadOutcome.Denied, null), (finding.Sensor, finding.Zone, finding.Outcome, finding.CountsAs));
        Assert.Equal(rig.Tree.PathOf("sys/bus/event_source/devices/power"), finding.Path);
        Assert.Equal(
            "The kernel refuses perf events of all processes: the exporter lacks CAP_PERFMON, and kernel.perf_event_paranoid is 2. A container's seccomp profile may refuse as well.",
            finding.Message);
        Assert.Equal(
            "give the service AmbientCapabilities=CAP_PERFMON (before Linux 5.8: CAP_SYS_ADMIN); or for everyone: sysctl kernel.perf_event_paranoid=0", finding.Fix);

        // Given later, it is noticed by the next look.
        rig.Kernel.Refusal = static (_, _) => 0;
        rig.Sensor.Refresh();
        Assert.Equal("package-0 cpu Ok 0", rig.Read()[0]);
        Assert.Equal("Information 300: Perf zone package-0 is read from power/energy-pkg/package-0", rig.Log.Lines[0]);
    }

    [Theory]
    [InlineData(38, "The kernel has no perf events (CONFIG_PERF_EVENTS), or a seccomp profile hides them.")]
    [InlineData(24, "Too many files are open.")]
    [InlineData(19, "The processors of this counter are offline; it is followed when they return.")]
    public void Other_refusals_have_their_names(int error, string message)
    {
        using var rig = new PerfRig("perf-two-packages", rig => rig.Kernel.Refusal = (_, _) => error);
        Assert.Equal(message, Assert.Single(rig.Sensor.Describe()).Message);
    }

    [Fact]
    public void A_host_without_the_PMU_is_told_what_to_load_and_a_virtual_machine_is_not()
    {
        using var bare = new PerfRig("perf-two-packages", static rig => rig.Tree.Delete("sys/bus"));
        Assert.Empty(bare.Read());
        var finding = Assert.Single(bare.Sensor.Describe());
        Assert.Equal(ReadOutcome.Absent, finding.Outcome);
        Assert.Equal(
            "There is no PMU power: the kernel module is not loaded, does not know this processor, or was not built (CONFIG_PERF_EVENTS_INTEL_RAPL).", finding.Message);
        Assert.Equal("modprobe rapl (it serves AMD too; before Linux 5.8: modprobe intel_rapl_perf)", finding.Fix);
        using var guest = new PerfRig("guest-without-powercap");
        Assert.Equal(
            ("There is no PMU power: this system runs in a virtual machine, and its hypervisor passes no energy counters on.", ""),
            (guest.Sensor.Describe()[0].Message, guest.Sensor.Describe()[0].Fix));
        using var arm = new PerfRig("hwmon-grace");
        Assert.Equal("There is no PMU power: this processor is not known to have RAPL counters (Intel, AMD and Hygon have).", arm.Sensor.Describe()[0].Message);
    }

    [Theory]
    [InlineData("type", "")]
    [InlineData("type", "-1\n")]
    [InlineData("type", "99999999999\n")]
    [InlineData("cpumask", "none\n")]
    public void A_PMU_whose_description_is_none_opens_nothing(string file, string text)
    {
        using var rig = new PerfRig("perf-two-packages", rig => rig.Tree.Write("sys/devices/power/" + file, text));
        Assert.Empty(rig.Kernel.Calls);
        Assert.Equal("The description of the PMU power cannot be read.", Assert.Single(rig.Sensor.Describe()).Message);
    }

    [Theory]
    [InlineData("energy-pkg.scale", "2,3283064365386962890625e-10\n")]
    [InlineData("energy-pkg.scale", "")]
    [InlineData("energy-pkg.unit", "Watts\n")]
    [InlineData("energy-pkg", "config=0x2\n")]
    public void An_event_without_a_number_a_scale_or_joules_is_not_used_and_said_so(string file, string text)
    {
        using var rig = new PerfRig("perf-two-packages", rig => rig.Tree.Write("sys/devices/power/events/" + file, text));
        Assert.Equal(["package-0-core - Ok 0", "package-0-dram dram Ok 0", "package-1-core - Ok 0", "package-1-dram dram Ok 0"], rig.Read());
        Assert.Equal("energy-pkg Garbage: The event's number, unit or scale is not one that energy can be read with: not used.", rig.Messages()[^1]);
    }

    [Fact]
    public void An_event_of_an_unknown_name_is_shown_and_one_of_a_hostile_name_is_not()
    {
        using var rig = new PerfRig("perf-two-packages", static rig =>
        {
            foreach (var name in new[] { "energy-new", "energy-a\"b\n" })
            {
                rig.Tree.Write($"sys/devices/power/events/{name}", "event=0x09\n");
                rig.Tree.Write($"sys/devices/power/events/{name}.unit", "Joules\n");
                rig.Tree.Write($"sys/devices/power/events/{name}.scale", "1e-6\n");
            }
        });
        Assert.Equal(["package-0-new - Ok 0", "package-1 cpu Ok 0"], rig.Read()[3..5]);
        Assert.Equal("package-0-new Ok: An energy event of a name that is not known, so that it may overlap with others: shown, not counted.", rig.Messages()[3]);
        Assert.Equal(8, rig.Kernel.Calls.Count);
    }

    [Fact]
    public void Without_the_topology_nothing_is_counted_for_nobody_knows_what_it_is()
    {
        using var rig = new PerfRig("perf-two-packages", static rig => rig.Tree.Delete("sys/devices/system"));
        Assert.Empty(rig.Kernel.Calls);
        Assert.Equal("Nobody can say which package the counters belong to: the topology of the processors cannot be read.", Assert.Single(rig.Sensor.Describe()).Message);
    }

    [Fact]
    public void Between_samples_the_counted_zones_alone_are_read()
    {
        using var rig = new PerfRig("perf-amd");
        _ = rig.Read();
        rig.Kernel.AddMicrojoules(PerfRig.Package, 0, 11);
        rig.Kernel.AddMicrojoules(PerfRig.Package, 8, 11);
        Assert.Equal(["package-0-die-0 cpu Ok 11"], rig.Between());
        rig.Kernel.Dead.Add(0);
        Assert.Equal(["package-0-die-0 cpu Absent 0"], rig.Between());
        Assert.Empty(rig.Between());
    }

    [Fact]
    public void Changes_are_logged_once()
    {
        using var rig = new PerfRig("perf-two-packages");
        Assert.Empty(rig.Log.Lines);
        rig.Kernel.Dead.Add(24);
        _ = rig.Read();
        rig.Sensor.Refresh();
        rig.Sensor.Refresh();
        rig.Kernel.Dead.Clear();
        rig.Sensor.Refresh();
        Assert.Equal(6, rig.Log.Lines.Count);
        Assert.Equal(
            "Warning 301: Perf zone package-1 cannot be read from power/energy-pkg/package-1: Absent. The processors of this counter are offline; it is followed when they return.", rig.Log.Lines[0]);
        Assert.Equal("Information 300: Perf zone package-1 is read from power/energy-pkg/package-1", rig.Log.Lines[3]);
    }

    [Fact]
    public void Every_zone_is_explained()
    {
        using var rig = new PerfRig("perf-amd");
        Assert.Equal(
            [
                "package-0-die-0 Ok: Energy counter through perf events, counted as cpu.",
                "package-0-die-1 Ok: A view of the package that package-0-die-0 stands for: shown, not counted.",
                "package-0-core-0 Ok: Energy counter of a part of the package: shown, not counted.",
            ],
            rig.Messages()[..3]);
        Assert.Equal(rig.Tree.PathOf("sys/bus/event_source/devices/power_core/events/energy-core"), rig.Sensor.Describe()[2].Path);
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        using var rig = new PerfRig("perf-two-packages");
        var readings = new Buffer<ZoneReading>();
        for (var i = 0; i < 10; i++) rig.Sensor.Read(default, readings);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                readings.Clear();
                rig.Sensor.Read(default, readings);
                rig.Sensor.ReadBetween(readings);
            }
        }));
        Assert.Equal(10, readings.Count);
    }

    private static double UnitOf(PerfRig rig, string domain) => Readings.Info(rig.Sensor, $"power/energy-{domain}/package-0").UnitMicrojoules;
}
