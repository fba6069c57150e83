using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Wattshare.Attribution;
using Wattshare.Attribution.Idle;
using Wattshare.Attribution.Model;
using Wattshare.Exporter.State;

namespace Wattshare.Exporter.Tests.State;

public sealed class FloorTextTests
{
    private const string Host = "GenuineIntel 6 x 4";
    private const string Good = "wattshare idle floors 3\nhost GenuineIntel 6 x 4\nfloor cpu 1700000000 0123456789abcdef\nbin 9876543 1500\nbin 12000000 60000\n"
        + "floor dram 1700000001 00000000000000ff\n";

    private const string GoodWithPackages = "wattshare idle floors 3\nhost GenuineIntel 6 x 4\nfloor cpu 1700000000 0123456789abcdef\nbin 9876543 1500\n"
        + "packages 61500\npackage 0 900000000\npackage 1 300000000\npackage none 5\nfloor dram 1700000001 00000000000000ff\n";

    [Fact]
    public void What_is_written_is_read_again()
    {
        LearnedFloor[] floors =
        [
            new(Component.Cpu, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), [new IdlePowerBin(9_876_543, 1.5), new IdlePowerBin(12_000_000, 60)]) { Zones = 0x0123_4567_89ab_cdef },
            new(Component.Dram, DateTimeOffset.FromUnixTimeSeconds(1_700_000_001), []) { Zones = 255 },
        ];
        Assert.Equal(Good, FloorText.Format(Host, floors));
        Assert.True(Parse(Good, out var read));
        Assert.Equal([Component.Cpu, Component.Dram], read.Select(floor => floor.Component));
        Assert.Equal(floors.Select(floor => (floor.LastObserved, floor.Zones)), read.Select(floor => (floor.LastObserved, floor.Zones)));
        Assert.Equal(floors[0].Bins.ToArray(), read[0].Bins.ToArray());
        Assert.Empty(read[1].Bins);
    }

    [Fact]
    public void Packages_are_written_and_read_again()
    {
        LearnedFloor[] floors =
        [
            new(Component.Cpu, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), [new IdlePowerBin(9_876_543, 1.5)])
            {
                Packages = [new(0, 900_000_000), new(1, 300_000_000), new(null, 5)],
                PackageSeconds = 61.5,
                Zones = 0x0123_4567_89ab_cdef,
            },
            new(Component.Dram, DateTimeOffset.FromUnixTimeSeconds(1_700_000_001), []) { Zones = 255 },
        ];
        Assert.Equal(GoodWithPackages, FloorText.Format(Host, floors));
        Assert.True(Parse(GoodWithPackages, out var read));
        Assert.Equal(floors[0].Packages.ToArray(), read[0].Packages.ToArray());
        Assert.Equal((61.5, 0), (read[0].PackageSeconds, read[1].PackageSeconds));
        Assert.Empty(read[1].Packages);
        Assert.Equal(floors[0].Bins.ToArray(), read[0].Bins.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Files_of_other_versions_give_nothing(int version)
    {
        // Those before the third do not say which zones they are of, and may have been learned from a model.
        Assert.False(Parse(Good.Replace("floors 3", $"floors {version}", StringComparison.Ordinal), out _));
        Assert.False(Parse($"wattshare idle floors {version}\nhost {Host}\nfloor cpu 1700000000\nbin 9876543 1500\n", out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" 0")]
    [InlineData(" 0000000000000000")]
    [InlineData(" 00000000000000001")]
    [InlineData(" 123456789abcdef")]
    [InlineData(" 0123456789abcdeg")]
    [InlineData(" -123456789abcdef")]
    [InlineData(" 0x23456789abcdef")]
    [InlineData("  123456789abcdef")]
    [InlineData(" 0123456789abcdef ")]
    [InlineData(" 0123456789abcdef\r")]
    [InlineData("0123456789abcdef")]
    public void Floors_that_do_not_say_which_zones_they_are_of_give_nothing(string zones)
    {
        Assert.False(Parse($"wattshare idle floors 3\nhost {Host}\nfloor cpu 1{zones}\nbin 1 1\n", out var floors));
        Assert.Empty(floors);
    }

    [Theory]
    [InlineData("packages 1\n")]
    [InlineData("packages\n")]
    [InlineData("packages 1\npackage 0 1\n")]
    [InlineData("packages 1\npackage 0 1\npackage none 1")]
    [InlineData("packages 1\npackage none 1\npackage none 1\n")]
    [InlineData("packages 1\npackage none 1\npackage 0 1\n")]
    [InlineData("packages 1\npackage 1 1\npackage 0 1\npackage none 1\n")]
    [InlineData("packages 1\npackage 0 1\npackage 0 1\npackage none 1\n")]
    [InlineData("packages -1\npackage 0 1\npackage none 1\n")]
    [InlineData("packages 1\npackage -1 1\npackage none 1\n")]
    [InlineData("packages 1\npackage 65536 1\npackage none 1\n")]
    [InlineData("packages 1\npackage 0 1000000000000001\npackage none 1\n")]
    [InlineData("packages 1\npackage 0 99999999999999999999\npackage none 1\n")]
    [InlineData("packages 1\npackage 0 1 1\npackage none 1\n")]
    [InlineData("packages 1\npackage  1\npackage none 1\n")]
    [InlineData("package 0 1\npackage none 1\n")]
    public void Packages_that_make_no_sense_give_nothing(string lines)
    {
        Assert.False(Parse($"wattshare idle floors 3\nhost {Host}\nfloor cpu 1 0123456789abcdef\nbin 1 1\n{lines}", out var floors));
        Assert.Empty(floors);
    }

    [Fact]
    public void More_packages_than_any_host_has_give_nothing()
    {
        var lines = string.Concat(Enumerable.Range(0, 1_024).Select(package => string.Create(CultureInfo.InvariantCulture, $"package {package} 1\n")));
        Assert.False(Parse($"wattshare idle floors 3\nhost {Host}\nfloor cpu 1 0123456789abcdef\npackages 1\n{lines}package none 1\n", out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("rubbish")]
    [InlineData("wattshare idle floors 4\nhost GenuineIntel 6 x 4\n")]
    [InlineData("wattshare idle floors 3\nhost GenuineIntel 6 x 8\n")]
    [InlineData("wattshare idle floors 3\nhost GenuineIntel 6 x 4")]
    [InlineData("wattshare idle floors 3\nhost GenuineIntel 6 x 4\nfloor cpu\n")]
    [InlineData("wattshare idle floors 3\nhost GenuineIntel 6 x 4\nfloor cpu 1 \n")]
    [InlineData("wattshare idle floors 3\nhost GenuineIntel 6 x 4\nfloor cpu -1\n")]
    [InlineData("wattshare idle floors 3\nhost GenuineIntel 6 x 4\nfloor cpu 999999999999\n")]
    [InlineData("wattshare idle floors 3\nhost GenuineIntel 6 x 4\nfloor disk 1\n")]
    [InlineData("wattshare idle floors 3\nhost GenuineIntel 6 x 4\nfloor cpu 1 0123456789abcdef\nfloor cpu 1 0123456789abcdef\n")]
    [InlineData("wattshare idle floors 3\nhost GenuineIntel 6 x 4\nbin 1 1\n")]
    [InlineData("wattshare idle floors 3\nhost GenuineIntel 6 x 4\nfloor cpu 1 0123456789abcdef\nbin 1\n")]
    [InlineData("wattshare idle floors 3\nhost GenuineIntel 6 x 4\nfloor cpu 1 0123456789abcdef\nbin 1 1 1\n")]
    [InlineData("wattshare idle floors 3\nhost GenuineIntel 6 x 4\nfloor cpu 1 0123456789abcdef\nbin -1 1\n")]
    [InlineData("wattshare idle floors 3\nhost GenuineIntel 6 x 4\nfloor cpu 1 0123456789abcdef\nbin 1 NaN\n")]
    [InlineData("wattshare idle floors 3\nhost GenuineIntel 6 x 4\nfloor cpu 1 0123456789abcdef\nbin 9223372036854775807 1\n")]
    [InlineData("wattshare idle floors 3\nhost GenuineIntel 6 x 4\nfloor cpu 1 0123456789abcdef\nbin 1 99999999999999999999\n")]
    [InlineData("wattshare idle floors 3\nhost GenuineIntel 6 x 4\nfloor cpu 1 0123456789abcdef\nbin 1 1")]
    [InlineData("wattshare idle floors 3\nhost GenuineIntel 6 x 4\nfloor cpu 1 0123456789abcdef\n\n")]
    public void What_is_not_whole_or_of_other_hardware_gives_nothing(string text)
    {
        Assert.False(Parse(text, out var floors));
        Assert.Empty(floors);
    }

    [Fact]
    public void A_text_that_is_cut_anywhere_but_between_lines_gives_nothing()
    {
        for (var length = 0; length < Good.Length; length++)
            Assert.Equal(length > 0 && Good[length - 1] == '\n' && length > Good.IndexOf("floor cpu", StringComparison.Ordinal) - 1, Parse(Good[..length], out _));
    }

    [Theory]
    [InlineData(Good)]
    [InlineData(GoodWithPackages)]
    public void Any_changed_byte_does_no_harm(string good)
    {
        var changes = Gen.Choose(0, good.Length - 1).Zip(Gen.Choose(0, 255)).ToArbitrary();
        Prop.ForAll(changes, change =>
        {
            var text = Encoding.UTF8.GetBytes(good);
            text[change.Item1] = (byte)change.Item2;
            var isRead = FloorText.TryParse(text, Host, out var floors);
            var estimator = new IdleFloorEstimator();
            foreach (var floor in floors) estimator.Restore(floor.Bins.AsSpan());
            _ = new Attributor(new AttributionRules { LearnedFloors = floors });
            return isRead || floors.IsEmpty;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    private static bool Parse(string text, out ImmutableArray<LearnedFloor> floors) => FloorText.TryParse(Encoding.UTF8.GetBytes(text), Host, out floors);
}
