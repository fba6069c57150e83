using Wattshare.Attribution.Counters;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Sensors;
using Wattshare.Exporter.Sensors.Hwmon;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Sensors.Hwmon;

public sealed class HwmonSensorTests
{
    private const string Meter = "hwmon0/power1_average";

    [Fact]
    public void A_Grace_host_counts_its_socket_as_the_platform_and_its_processor_as_cpu()
    {
        using var rig = new HwmonRig("hwmon-grace");
        _ = rig.ReadAt(0);
        rig.Tree.Write("sys/devices/ACPI000D:00/power1_average", "200000000\n");
        rig.Tree.Write("sys/devices/ACPI000D:01/power1_average", "110000001\n");
        Assert.Equal(
            [
                "power_meter-Grace Power Socket 0 platform Ok 190000000",
                "power_meter-CPU Power Socket 0 cpu Ok 110000000",
                "power_meter-SysIO Power Socket 0 - Ok 30000000",
            ],
            rig.ReadAt(1_000));
        var cpu = Readings.Info(rig.Sensor, "ACPI000D:01/power_meter/power1");
        Assert.Equal((MeasurementMethod.Integrated, "cpu_package", 0, false), (cpu.Method, cpu.Perimeter, cpu.Package, cpu.IsEstimated));
    }

    [Fact]
    public void A_module_contains_its_socket_and_another_socket_is_beside_it()
    {
        using var rig = new HwmonRig("hwmon-grace", static tree =>
        {
            tree.Write("sys/devices/ACPI000D:01/power1_oem_info", "Module Power Socket 0\n");
            tree.Write("sys/devices/ACPI000D:02/power1_oem_info", "Grace Power Socket 1\n");
        });
        Assert.Equal(
            [
                "power_meter-Grace Power Socket 0 - Ok 0",
                "power_meter-Module Power Socket 0 platform Ok 0",
                "power_meter-Grace Power Socket 1 platform Ok 0",
            ],
            rig.ReadAt(0));
        Assert.Equal("power_meter-Grace Power Socket 0 Ok: Inside what another meter measures, which is counted: shown, not counted.", rig.Messages()[0]);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("4294967295000")]
    [InlineData("")]
    public void A_meter_of_the_machine_that_never_gave_a_value_hides_no_socket(string text)
    {
        using var rig = new HwmonRig("hwmon-grace", tree =>
        {
            tree.Write("sys/devices/ACPI000D:01/power1_oem_info", "Grace Power Socket 1\n");
            tree.Write("sys/devices/ACPI000D:02/power1_oem_info", "\n");
            tree.Write("sys/devices/ACPI000D:02/power1_average", text + "\n");
        });
        _ = rig.ReadAt(0);
        Assert.Equal(
            ["power_meter-Grace Power Socket 0 platform Ok 180000000", "power_meter-Grace Power Socket 1 platform Ok 110000000", "power_meter-power1 - Garbage 0"],
            rig.ReadAt(1_000));

        // It gives one after all: from the next look on it is the machine, and stays it.
        rig.Tree.Write("sys/devices/ACPI000D:02/power1_average", "400000000\n");
        Assert.Equal("power_meter-power1 - Ok 0", rig.ReadAt(2_000)[2]);
        rig.Sensor.Refresh();
        Assert.Equal("power_meter-power1 platform Ok 400000000", rig.ReadAt(3_000)[2]);
        rig.Tree.Write("sys/devices/ACPI000D:02/power1_average", text + "\n");
        _ = rig.ReadAt(4_000);
        rig.Sensor.Refresh();
        Assert.Equal("power_meter-Grace Power Socket 0 - Ok 900000000", rig.ReadAt(5_000)[0]);
    }

    [Fact]
    public void A_module_that_never_gave_a_value_does_not_hide_its_socket_and_where_nothing_did_it_stands_for_it()
    {
        using var rig = new HwmonRig("hwmon-grace", static tree =>
        {
            tree.Write("sys/devices/ACPI000D:01/power1_oem_info", "Module Power Socket 0\n");
            tree.Write("sys/devices/ACPI000D:01/power1_average", "0\n");
        });
        Assert.Equal(["power_meter-Grace Power Socket 0 platform Ok 0", "power_meter-Module Power Socket 0 - Garbage 0"], rig.ReadAt(0)[..2]);
        using var dead = new HwmonRig("hwmon-grace", static tree =>
        {
            tree.Write("sys/devices/ACPI000D:00/power1_average", "0\n");
            tree.Write("sys/devices/ACPI000D:01/power1_oem_info", "Module Power Socket 0\n");
            tree.Write("sys/devices/ACPI000D:01/power1_average", "0\n");
        });
        Assert.Equal(["power_meter-Grace Power Socket 0 - Garbage 0", "power_meter-Module Power Socket 0 platform Garbage 0"], dead.ReadAt(0)[..2]);
    }

    [Fact]
    public void A_server_counts_one_meter_shows_the_rest_and_leaves_batteries_and_what_is_off_alone()
    {
        using var rig = new HwmonRig("hwmon-server");
        Assert.Equal(
            ["amdgpu-energy1 - Ok 5000000", "amdgpu-PPT - Ok 0", "power_meter-power1 platform Ok 0", "power_meter-power1@ACPI000D:01/power_meter/power1 - Ok 0"],
            rig.ReadAt(0));
        rig.Set("hwmon2/power1_input", "11000000");
        Assert.Equal(
            ["amdgpu-energy1 - Ok 5000000", "amdgpu-PPT - Ok 20000000", "power_meter-power1 platform Ok 500000000"], rig.ReadAt(2_000)[..3]);
        Assert.Equal(
            [
                "amdgpu-energy1 Ok: Nobody can say what else measures this: shown, not counted.",
                "amdgpu-PPT Ok: Nobody can say what else measures this: shown, not counted.",
                "power_meter-power1 Ok: Power meter, integrated over the measured time, counted as platform.",
                "power_meter-power1@ACPI000D:01/power_meter/power1 Ok: A further meter that may measure the same machine: shown, not counted.",
            ],
            rig.Messages());
    }

    [Fact]
    public void The_meter_that_counts_goes_on_when_a_better_one_returns()
    {
        using var rig = new HwmonRig("hwmon-server");
        _ = rig.ReadAt(0);
        rig.Set(Meter, "x");
        Assert.Equal("power_meter-power1 platform Garbage 0", rig.ReadAt(1_000)[2]);
        rig.Sensor.Refresh();
        Assert.Equal(["power_meter-power1 - Garbage 0", "power_meter-power1@ACPI000D:01/power_meter/power1 platform Ok 502000000"], rig.ReadAt(2_000)[2..]);
        rig.Set(Meter, "250000000");
        rig.Sensor.Refresh();
        Assert.Equal("power_meter-power1 - Ok 750000000", rig.ReadAt(3_000)[2]);
    }

    [Theory]
    [InlineData("4294967295000")] // 0xFFFFFFFF mW: Kepler took it for 4.3 GW.
    [InlineData("4294967295")]
    [InlineData("-1")]
    [InlineData("-250000000")]
    [InlineData("100000000001")]
    [InlineData("9223372036854775807")]
    [InlineData("99999999999999999999")]
    [InlineData("")]
    [InlineData("250 W")]
    public void What_stands_for_no_value_is_refused_and_the_time_is_bridged_by_the_next(string text)
    {
        using var rig = new HwmonRig("hwmon-server");
        _ = rig.ReadAt(0);
        rig.Set(Meter, text);
        Assert.Equal("power_meter-power1 platform Garbage 0", rig.ReadAt(1_000)[2]);
        rig.Set(Meter, "270000000");
        Assert.Equal("power_meter-power1 platform Ok 520000000", rig.ReadAt(2_000)[2]);
    }

    [Fact]
    public void Refused_values_are_counted_with_the_zone()
    {
        using var rig = new HwmonRig("hwmon-server");
        var counter = new ZoneCounter(Readings.Info(rig.Sensor, "ACPI000D:00/power_meter/power1"));
        foreach (var (second, text) in new[] { (1, "250000000"), (2, "4294967295000"), (3, "-5"), (4, "250000000") })
        {
            rig.Set(Meter, text);
            rig.Buffer.Clear();
            rig.Sensor.Read(new SensorContext(second * 1_000_000_000L, null, 1), rig.Buffer);
            _ = counter.Advance(rig.Buffer.Items[2], second * 1_000_000_000L);
        }

        Assert.Equal((2L, 0L, 0L, 750_000_000L), (counter.ToRow().GarbageReads, counter.Refused, counter.Resets, counter.TotalMicrojoules));
    }

    [Fact]
    public void Zero_is_a_power_only_of_a_sensor_that_has_shown_another()
    {
        using var rig = new HwmonRig("hwmon-server", static tree => tree.Write("sys/class/hwmon/hwmon0/power1_average", "0\n"));
        Assert.Equal("power_meter-power1 - Garbage 0", rig.ReadAt(0)[2]);
        rig.Set(Meter, "100000000");
        Assert.Equal("power_meter-power1 - Ok 0", rig.ReadAt(1_000)[2]);
        rig.Set(Meter, "0");
        Assert.Equal("power_meter-power1 - Ok 50000000", rig.ReadAt(2_000)[2]);
    }

    [Fact]
    public void A_frozen_meter_goes_on_with_its_power_and_a_frozen_counter_adds_nothing()
    {
        using var rig = new HwmonRig("hwmon-server");
        for (var second = 0; second < 100; second++)
        {
            var readings = rig.ReadAt(second * 1_000);
            Assert.Equal(("amdgpu-energy1 - Ok 5000000", $"power_meter-power1 platform Ok {second * 250_000_000L}"), (readings[0], readings[2]));
        }
    }

    [Theory]
    [InlineData(10_000, 2_500_000_000, 0, false)]
    [InlineData(10_001, 2_500_250_000, 2_500_250_000, false)]
    [InlineData(60_000, 15_000_000_000, 15_000_000_000, false)]
    [InlineData(60_001, 0, 0, true)]
    public void A_gap_of_more_than_ten_seconds_is_told_apart_and_one_of_more_than_a_minute_is_a_new_beginning(long gap, long energy, long unseen, bool isBaseline)
    {
        using var rig = new HwmonRig("hwmon-server");
        _ = rig.ReadAt(0);
        var reading = Gap(rig, gap);
        Assert.Equal((ReadOutcome.Ok, energy, unseen, isBaseline), (reading.Outcome, reading.RawMicrojoules, reading.UnseenMicrojoules, reading.IsBaseline));
        reading = Gap(rig, gap + 1_000);
        Assert.Equal((energy + 250_000_000, 0L, false), (reading.RawMicrojoules, reading.UnseenMicrojoules, reading.IsBaseline));
    }

    [Fact]
    public void A_long_interval_that_was_asked_for_is_no_gap()
    {
        using var rig = new HwmonRig("hwmon-server", intervalSeconds: 60);
        _ = rig.ReadAt(0);
        Assert.Equal((15_000_000_000, 0), (Gap(rig, 60_000).RawMicrojoules, Gap(rig, 60_000).UnseenMicrojoules));
        Assert.True(Gap(rig, 180_001).IsBaseline);
    }

    [Fact]
    public void A_chip_that_is_numbered_anew_is_the_same_zone()
    {
        using var rig = new HwmonRig("hwmon-grace");
        _ = rig.ReadAt(0);
        var before = Readings.Info(rig.Sensor, "ACPI000D:00/power_meter/power1");
        rig.Tree.Delete("sys/class/hwmon/hwmon0");
        Directory.Move(rig.Tree.PathOf("sys/devices/ACPI000D:00/hwmon/hwmon0"), rig.Tree.PathOf("sys/devices/ACPI000D:00/hwmon/hwmon7"));
        rig.Sensor.Refresh();
        Assert.Equal("power_meter-Grace Power Socket 0 platform Absent 0", rig.ReadAt(1_000)[0]);
        Directory.CreateSymbolicLink(rig.Tree.PathOf("sys/class/hwmon/hwmon7"), "../../devices/ACPI000D:00/hwmon/hwmon7");
        rig.Sensor.Refresh();
        Assert.Equal("power_meter-Grace Power Socket 0 platform Ok 360000000", rig.ReadAt(2_000)[0]);
        Assert.Same(before, Readings.Info(rig.Sensor, "ACPI000D:00/power_meter/power1"));
        Assert.Equal(
            [
                $"Warning 301: Sensor power_meter-Grace Power Socket 0 cannot be read from {rig.Tree.PathOf("sys/class/hwmon/hwmon0/device/power1_average")}: Absent. The sensor is not there, or not any more; it is followed when it returns.",
                $"Information 300: Sensor power_meter-Grace Power Socket 0 is read from {rig.Tree.PathOf("sys/class/hwmon/hwmon7/device/power1_average")}",
            ],
            rig.Log.Lines);
    }

    [Fact]
    public void Sockets_of_the_AMD_driver_count_and_their_cores_do_not()
    {
        using var rig = new HwmonRig("hwmon-amd-energy");
        Assert.Equal(
            ["amd_energy-Ecore000 - Ok 1000000", "amd_energy-Ecore001 - Ok 2000000", "amd_energy-Esocket0 cpu Ok 30000000", "amd_energy-Esocket1 cpu Ok 40000000"],
            rig.ReadAt(0));
        Assert.Equal("amd_energy-Esocket0 Ok: Energy counter, counted as cpu.", rig.Messages()[2]);

        // Of a processor that estimates, as the same counter by RAPL says.
        Assert.True(Readings.Info(rig.Sensor, "amd_energy.0/amd_energy/energy3").IsEstimated);
    }

    [Fact]
    public void A_counter_that_wraps_at_an_unknown_range_is_a_reset_and_its_fall_is_no_energy()
    {
        using var rig = new HwmonRig("hwmon-amd-energy");
        var counter = new ZoneCounter(Readings.Info(rig.Sensor, "amd_energy.0/amd_energy/energy3"));
        foreach (var (second, value) in new[] { (1, 65_536_000_000L), (2, 65_536_100_000), (3, 40_000), (4, 240_000) })
        {
            rig.Set("hwmon0/energy3_input", $"{value}");
            rig.Buffer.Clear();
            rig.Sensor.Read(new SensorContext(second * 1_000_000_000L, null, 1), rig.Buffer);
            _ = counter.Advance(rig.Buffer.Items[2], second * 1_000_000_000L);
        }

        // 0.1 W before and 0.2 W after it: the second in between had 0.15 J.
        Assert.Equal((450_000L, 1L, 0L), (counter.TotalMicrojoules, counter.Resets, counter.Wraps));
    }

    [Fact]
    public void Names_with_hostile_bytes_cannot_leave_their_labels()
    {
        using var rig = new HwmonRig("hwmon-hostile");
        var zones = rig.ReadAt(0);
        Assert.Equal(2, zones.Length);
        Assert.Equal("evil\"\\n\uFFFD?[31mchip-a?\"b\uFFFD - Ok 7000000", zones[0]);
        Assert.Equal($"evil\"\\n\uFFFD?[31mchip-{new string('x', 64)} - Ok 8000000", zones[1]);
    }

    [Fact]
    public void Links_that_lead_nowhere_are_told_with_what_mends_them()
    {
        using var rig = new HwmonRig("hwmon-hostile", static tree => tree.Delete("sys/class/hwmon/hwmon0"));
        var finding = Assert.Single(rig.Sensor.Describe());
        Assert.Equal((ReadOutcome.Absent, "The chips are links that lead nowhere: this container's runtime hides /sys/devices."), (finding.Outcome, finding.Message));
        Assert.Equal("mount the host's /sys into the container, for example -v /sys:/host/sys:ro, and give --path.sysfs=/host/sys", finding.Fix);
    }

    [Theory]
    [InlineData("no-powercap", "No chip shows power or energy. Where the firmware has an ACPI power meter, its driver may not be loaded.", "modprobe acpi_power_meter (on NVIDIA Grace boot with acpi_power_meter.force_cap_on=y)")]
    [InlineData("guest-without-powercap", "No chip shows power or energy: this system runs in a virtual machine.", "")]
    public void A_host_without_sensors_has_no_zones_and_is_told_so(string archive, string message, string fix)
    {
        using var rig = new HwmonRig(archive);
        Assert.Empty(rig.ReadAt(0));
        var finding = Assert.Single(rig.Sensor.Describe());
        Assert.Equal((ReadOutcome.Absent, message, fix), (finding.Outcome, finding.Message, finding.Fix));
    }

    [Fact]
    public void A_sensor_for_root_only_comes_with_the_commands_that_mend_it()
    {
        using var rig = new HwmonRig("hwmon-amd-energy", static tree => tree.SetMode("sys/class/hwmon/hwmon0/energy3_input", 0));
        rig.Sensor.Refresh();
        PowercapOrdinaryUser.Run(rig.Sensor.Refresh);
        Assert.Equal("amd_energy-Esocket0 cpu Denied 0", rig.ReadAt(0)[2]);
        var path = rig.Tree.PathOf("sys/class/hwmon/hwmon0/energy3_input");
        Assert.Equal(
            $"now: chgrp wattshare {path} && chmod g+r {path}; at every boot: the same in a udev rule (docs/sensors.md)", rig.Sensor.Describe()[2].Fix);
    }

    [Fact]
    public void A_chip_of_more_channels_than_are_read_loses_what_would_not_count()
    {
        using var rig = new HwmonRig("hwmon-amd-energy", static tree =>
        {
            for (var core = 5; core < 400; core++) tree.Write($"sys/class/hwmon/hwmon0/energy{core}_input", "5\n");
        });
        Assert.Equal(HwmonSensor.MostZones, rig.ReadAt(0).Length);
        Assert.Equal(2, rig.ReadAt(0).Count(static line => line.Contains(" cpu Ok ", StringComparison.Ordinal)));
        Assert.Equal("143 further channels are not read: there are more than 256.", rig.Sensor.Describe()[^1].Message);
    }

    private static ZoneReading Gap(HwmonRig rig, long milliseconds)
    {
        rig.Buffer.Clear();
        rig.Sensor.Read(new SensorContext(milliseconds * 1_000_000, null, 1), rig.Buffer);
        return rig.Buffer.Items[2];
    }

    [Fact]
    public void Nothing_is_read_between_samples_and_reading_allocates_nothing()
    {
        using var rig = new HwmonRig("hwmon-server");
        ISensor sensor = rig.Sensor;
        _ = rig.ReadAt(0);
        var readings = new Buffer<ZoneReading>();
        sensor.ReadBetween(readings);
        Assert.Equal(0, readings.Count);
        var at = 0L;
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                readings.Clear();
                sensor.Read(new SensorContext(at += 1_000_000, null, 1), readings);
            }
        }));
        Assert.Equal(4, readings.Count);
    }
}
