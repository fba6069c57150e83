using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Sensors.Share;

public sealed class ShareSensorTests
{
    [Fact]
    public void The_zones_are_read_with_what_the_host_says_of_them()
    {
        using var share = new GuestShare();
        share.Publish("intel-rapl:0", "package-0", 1_000_000_000_000_007);
        share.Publish("intel-rapl:0:0", "dram", 1_000_000_000_000_003);
        share.Document(1);
        var readings = share.Read();
        Assert.Equal(2, readings.Length);
        Assert.Equal((Component.Cpu, ReadOutcome.Ok, 1_000_000_000_000_007), Values(readings[0]));
        Assert.Equal((Component.Dram, ReadOutcome.Ok, 1_000_000_000_000_003), Values(readings[1]));
        var expected = new ZoneInfo
        {
            Sensor = "share",
            Zone = "package-0",
            Path = "intel-rapl:0",
            Method = MeasurementMethod.Counter,
            Perimeter = "vm_share",
            MaxRangeMicrojoules = 0,
            IdleMicrowatts = 0,
            MaxPowerMicrowatts = 100_000_000_000,
            UpdateNanoseconds = 1_000_000_000,
        };
        Assert.Equal(expected, readings[0].Zone);
    }

    [Theory]
    [InlineData("counter", MeasurementMethod.Counter)]
    [InlineData("integrated", MeasurementMethod.Integrated)]
    [InlineData("model", MeasurementMethod.Model)]
    [InlineData("new", MeasurementMethod.Model)]
    public void A_model_stays_a_model(string word, MeasurementMethod method)
    {
        using var share = new GuestShare();
        share.Publish("intel-rapl:0", "package-0", 5);
        share.Document(1, word);
        Assert.Equal(method, Assert.Single(share.Read()).Zone.Method);
        var said = share.Sensor.Describe()[0].Message;
        Assert.Equal(method == MeasurementMethod.Model, said.Contains("modelled by the host, not measured", StringComparison.Ordinal));
    }

    [Fact]
    public void A_host_with_only_a_whole_machine_meter_gives_platform_energy()
    {
        using var share = new GuestShare();
        share.Publish("intel-rapl:0", "package-0", 5);
        share.Document(1, component: "platform");
        Assert.Equal(Component.Platform, Assert.Single(share.Read()).CountsAs);
    }

    [Fact]
    public void A_tree_without_a_document_is_a_counter()
    {
        using var share = new GuestShare();
        Directory.CreateDirectory(share.Path("intel-rapl:0:0"));
        Directory.CreateDirectory(share.Path("intel-rapl:0"));
        File.WriteAllText(share.Path("intel-rapl:0", "energy_uj"), "184467");
        var reading = Assert.Single(share.Read());
        Assert.Equal((Component.Cpu, ReadOutcome.Ok, 184467), Values(reading));
        Assert.Equal(("package-0", MeasurementMethod.Counter), (reading.Zone.Zone, reading.Zone.Method));
    }

    [Theory]
    [InlineData("104000", 5.004, 0.1, 5_000_000_000)]
    [InlineData("1", 0.25, 0.01, 300_000_000)]
    [InlineData("9000000000", 86_400, 1.0, 60_000_000_000)]
    [InlineData("0", 1, null, 1_000_000_000)]
    [InlineData("-5", 0, null, 1_000_000_000)]
    [InlineData("\"much\"", -1, null, 1_000_000_000)]
    public void The_host_says_how_sure_its_share_is_and_how_often_it_writes(string systematic, double interval, double? stated, long update)
    {
        using var share = new GuestShare();
        share.Publish("intel-rapl:0", "package-0", 5);
        File.WriteAllText(
            share.Path("share.json"),
            $$"""
            {"schema":1,"vm":"web","components":["cpu"],"method":"counter","interval_seconds":{{interval}},
             "split_uj":{"cpu":{"active":900000,"idle":100000} },"uncertainty_uj":{"cpu":{"systematic":{{systematic}}, "random":1} } }
            """);
        var zone = Assert.Single(share.Read()).Zone;
        Assert.Equal((stated, update), (zone.StatedUncertainty, zone.UpdateNanoseconds));
    }

    [Fact]
    public void A_plausible_range_is_kept()
    {
        using var share = new GuestShare();
        share.Publish("intel-rapl:0", "package-0", 5);
        File.WriteAllText(share.Path("intel-rapl:0", "max_energy_range_uj"), "262143328850\n");
        Assert.Equal(262143328850, Assert.Single(share.Read()).Zone.MaxRangeMicrojoules);
    }

    [Fact]
    public void Before_the_host_publishes_the_guest_waits_and_says_so()
    {
        using var share = new GuestShare();
        Directory.Delete(share.Root);
        Assert.Equal((null, ReadOutcome.Absent, 0), Values(Assert.Single(share.Read())));
        var finding = Assert.Single(share.Sensor.Describe());
        Assert.Equal((ReadOutcome.Absent, "Waiting for the host to publish.", null), (finding.Outcome, finding.Message, finding.CountsAs));
        Assert.StartsWith($"check the mount: mount -t virtiofs wattshare {share.Root}, or mount -t 9p ", finding.Fix, StringComparison.Ordinal);

        share.Publish("intel-rapl:0", "package-0", 5);
        Assert.Equal((Component.Cpu, ReadOutcome.Ok, 5), Values(Assert.Single(share.Read())));
        Assert.Equal(ReadOutcome.Ok, Assert.Single(share.Sensor.Describe()).Outcome);
    }

    [Fact]
    public void A_counter_changed_in_place_and_one_replaced_by_a_rename_are_seen_at_the_next_read()
    {
        using var share = new GuestShare();
        share.Publish("intel-rapl:0", "package-0", 5);
        share.Read();
        using (var file = File.OpenHandle(share.Path("intel-rapl:0", "energy_uj"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            RandomAccess.Write(file, "6\n"u8, 0);
        Assert.Equal(6, Assert.Single(share.Tick()).RawMicrojoules);
        File.WriteAllText(share.Path("new"), "70\n");
        File.Move(share.Path("new"), share.Path("intel-rapl:0", "energy_uj"), overwrite: true);
        Assert.Equal((Component.Cpu, ReadOutcome.Ok, 70), Values(Assert.Single(share.Tick())));
        File.Delete(share.Path("intel-rapl:0", "energy_uj"));
        Assert.Equal((Component.Cpu, ReadOutcome.Absent, 0), Values(Assert.Single(share.Tick())));
        File.WriteAllText(share.Path("intel-rapl:0", "energy_uj"), "71\n");
        Assert.Equal((Component.Cpu, ReadOutcome.Ok, 71), Values(Assert.Single(share.Tick())));
    }

    [Fact]
    public void A_directory_of_a_zone_that_was_replaced_is_followed()
    {
        using var share = new GuestShare();
        share.Publish("intel-rapl:0", "package-0", 5);
        share.Read();
        Directory.Move(share.Path("intel-rapl:0"), share.Path("old"));
        share.Publish("intel-rapl:0", "package-0", 6);
        Assert.Equal((Component.Cpu, ReadOutcome.Ok, 6), Values(Assert.Single(share.Tick())));
    }

    [Fact]
    public void What_appears_between_two_looks_is_no_energy_before_it_is_known_whether_it_is_measured()
    {
        using var share = new GuestShare();
        Assert.Equal(ReadOutcome.Absent, Assert.Single(share.Read()).Outcome);
        share.Document(1, "model");
        share.Publish("intel-rapl:0", "package-0", 5);
        Assert.Equal((null, ReadOutcome.Absent, 0), Values(Assert.Single(share.Tick())));
        var reading = Assert.Single(share.Read());
        Assert.Equal((Component.Cpu, ReadOutcome.Ok, 5), Values(reading));
        Assert.Equal(MeasurementMethod.Model, reading.Zone.Method);
    }

    [Theory]
    [InlineData("pipe", ReadOutcome.Failed)]
    [InlineData("directory", ReadOutcome.Failed)]
    [InlineData("loop", ReadOutcome.Failed)]
    [InlineData("zeros", ReadOutcome.Garbage)]
    [InlineData("dangling", ReadOutcome.Absent)]
    [InlineData("file for directory", ReadOutcome.Absent)]
    public void A_hostile_thing_in_the_place_of_the_counter_is_an_outcome_and_nothing_waits(string thing, ReadOutcome outcome)
    {
        using var share = new GuestShare();
        share.Publish("intel-rapl:0", "package-0", 5);
        share.Read();
        Replace(share.Path("intel-rapl:0", "energy_uj"), thing);
        Assert.Equal((Component.Cpu, outcome, 0), Values(Assert.Single(share.Tick())));
        Assert.Equal((Component.Cpu, outcome, 0), Values(Assert.Single(share.Read())));
    }

    [Fact]
    public void Reading_keeps_nothing_open()
    {
        using var share = new GuestShare();
        share.Publish("intel-rapl:0", "package-0", 5);
        share.Read();
        share.Tick();
        var open = Directory.GetFiles("/proc/self/fd").Select(file => new FileInfo(file).LinkTarget);
        Assert.DoesNotContain(open, target => target?.StartsWith(share.Root, StringComparison.Ordinal) == true);
    }

    [Fact]
    public void The_root_of_the_share_is_not_used_and_the_finding_says_so()
    {
        using var share = new GuestShare();
        share.Publish(Path.Join("web", "intel-rapl:0"), "package-0", 5);
        Assert.Equal(ReadOutcome.Absent, Assert.Single(share.Read()).Outcome);
        var finding = Assert.Single(share.Sensor.Describe());
        Assert.Equal(
            "The directory holds the shares of several machines, so the root of the share is mounted; it is not used, for a machine must see only its own.",
            finding.Message);
        Assert.Equal("on the host: share <vmshare.path>/<vm> with this guest instead of <vmshare.path>", finding.Fix);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x\n")]
    [InlineData("-5\n")]
    [InlineData("99999999999999999999\n")]
    public void Garbage_is_no_energy(string text)
    {
        using var share = new GuestShare();
        share.Publish("intel-rapl:0", "package-0", 5);
        share.Read();
        File.WriteAllText(share.Path("intel-rapl:0", "energy_uj"), text);
        Assert.Equal((Component.Cpu, ReadOutcome.Garbage, 0), Values(Assert.Single(share.Tick())));
    }

    [Fact]
    public void A_heartbeat_that_stands_still_is_no_energy_and_a_finding()
    {
        using var share = new GuestShare();
        share.Publish("intel-rapl:0", "package-0", 5);
        share.Document(1);
        share.Read();
        share.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(ReadOutcome.Ok, Assert.Single(share.Read()).Outcome);
        share.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((Component.Cpu, ReadOutcome.Failed, 0), Values(Assert.Single(share.Read())));
        var finding = Assert.Single(share.Sensor.Describe());
        Assert.Equal("The host's exporter is not running: share.json has not been renewed for 31 s.", finding.Message);
        share.Document(2);
        Assert.Equal(ReadOutcome.Ok, Assert.Single(share.Read()).Outcome);
    }

    [Fact]
    public void A_slow_host_is_given_ten_of_its_intervals()
    {
        using var share = new GuestShare();
        share.Publish("intel-rapl:0", "package-0", 5);
        share.Document(1, interval: 60);
        share.Read();
        share.Time.Advance(TimeSpan.FromSeconds(600));
        Assert.Equal(ReadOutcome.Ok, Assert.Single(share.Read()).Outcome);
        share.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(ReadOutcome.Failed, Assert.Single(share.Read()).Outcome);
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        using var share = new GuestShare();
        share.Publish("intel-rapl:0", "package-0", 5);
        share.Publish("intel-rapl:0:0", "dram", 5);
        share.Document(1);
        share.Read();
        var buffer = new Buffer<ZoneReading>();
        for (var i = 0; i < 100; i++) Fill(share, buffer);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 100; i++) Fill(share, buffer);
        }));
    }

    private static void Replace(string counter, string thing)
    {
        File.Delete(counter);
        if (thing == "file for directory")
        {
            Directory.Delete(Path.GetDirectoryName(counter)!, recursive: true);
            File.WriteAllText(Path.GetDirectoryName(counter)!, "5\n");
        }
        else if (thing == "pipe") Assert.Equal(0, Pipes.Make(counter, Convert.ToUInt32("666", 8)));
        else if (thing == "directory") Directory.CreateDirectory(counter);
        else File.CreateSymbolicLink(counter, thing switch { "zeros" => "/dev/zero", "loop" => counter, _ => counter + "-gone" });
    }

    private static void Fill(GuestShare share, Buffer<ZoneReading> buffer)
    {
        buffer.Clear();
        share.Sensor.Read(default, buffer);
    }

    private static (Component? CountsAs, ReadOutcome Outcome, long Value) Values(ZoneReading reading) =>
        (reading.CountsAs, reading.Outcome, reading.RawMicrojoules);
}
