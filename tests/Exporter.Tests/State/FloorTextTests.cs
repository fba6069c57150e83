using System.Collections.Immutable;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Wattshare.Attribution.Idle;
using Wattshare.Attribution.Model;
using Wattshare.Exporter.State;

namespace Wattshare.Exporter.Tests.State;

public sealed class FloorTextTests
{
    private const string Host = "GenuineIntel 6 x 4";
    private const string Good = "wattshare idle floors 1\nhost GenuineIntel 6 x 4\nfloor cpu 1700000000\nbin 9876543 1500\nbin 12000000 60000\nfloor dram 1700000001\n";

    [Fact]
    public void What_is_written_is_read_again()
    {
        LearnedFloor[] floors =
        [
            new(Component.Cpu, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), [new IdlePowerBin(9_876_543, 1.5), new IdlePowerBin(12_000_000, 60)]),
            new(Component.Dram, DateTimeOffset.FromUnixTimeSeconds(1_700_000_001), []),
        ];
        Assert.Equal(Good, FloorText.Format(Host, floors));
        Assert.True(Parse(Good, out var read));
        Assert.Equal([Component.Cpu, Component.Dram], read.Select(floor => floor.Component));
        Assert.Equal(floors.Select(floor => floor.LastObserved), read.Select(floor => floor.LastObserved));
        Assert.Equal(floors[0].Bins.ToArray(), read[0].Bins.ToArray());
        Assert.Empty(read[1].Bins);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("rubbish")]
    [InlineData("wattshare idle floors 2\nhost GenuineIntel 6 x 4\n")]
    [InlineData("wattshare idle floors 1\nhost GenuineIntel 6 x 8\n")]
    [InlineData("wattshare idle floors 1\nhost GenuineIntel 6 x 4")]
    [InlineData("wattshare idle floors 1\nhost GenuineIntel 6 x 4\nfloor cpu\n")]
    [InlineData("wattshare idle floors 1\nhost GenuineIntel 6 x 4\nfloor cpu 1 \n")]
    [InlineData("wattshare idle floors 1\nhost GenuineIntel 6 x 4\nfloor cpu -1\n")]
    [InlineData("wattshare idle floors 1\nhost GenuineIntel 6 x 4\nfloor cpu 999999999999\n")]
    [InlineData("wattshare idle floors 1\nhost GenuineIntel 6 x 4\nfloor disk 1\n")]
    [InlineData("wattshare idle floors 1\nhost GenuineIntel 6 x 4\nfloor cpu 1\nfloor cpu 1\n")]
    [InlineData("wattshare idle floors 1\nhost GenuineIntel 6 x 4\nbin 1 1\n")]
    [InlineData("wattshare idle floors 1\nhost GenuineIntel 6 x 4\nfloor cpu 1\nbin 1\n")]
    [InlineData("wattshare idle floors 1\nhost GenuineIntel 6 x 4\nfloor cpu 1\nbin 1 1 1\n")]
    [InlineData("wattshare idle floors 1\nhost GenuineIntel 6 x 4\nfloor cpu 1\nbin -1 1\n")]
    [InlineData("wattshare idle floors 1\nhost GenuineIntel 6 x 4\nfloor cpu 1\nbin 1 NaN\n")]
    [InlineData("wattshare idle floors 1\nhost GenuineIntel 6 x 4\nfloor cpu 1\nbin 9223372036854775807 1\n")]
    [InlineData("wattshare idle floors 1\nhost GenuineIntel 6 x 4\nfloor cpu 1\nbin 1 99999999999999999999\n")]
    [InlineData("wattshare idle floors 1\nhost GenuineIntel 6 x 4\nfloor cpu 1\nbin 1 1")]
    [InlineData("wattshare idle floors 1\nhost GenuineIntel 6 x 4\nfloor cpu 1\n\n")]
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

    [Fact]
    public void Any_changed_byte_does_no_harm()
    {
        var changes = Gen.Choose(0, Good.Length - 1).Zip(Gen.Choose(0, 255)).ToArbitrary();
        Prop.ForAll(changes, change =>
        {
            var text = Encoding.UTF8.GetBytes(Good);
            text[change.Item1] = (byte)change.Item2;
            var isRead = FloorText.TryParse(text, Host, out var floors);
            var estimator = new IdleFloorEstimator();
            foreach (var floor in floors) estimator.Restore(floor.Bins.AsSpan());
            return isRead || floors.IsEmpty;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    private static bool Parse(string text, out ImmutableArray<LearnedFloor> floors) => FloorText.TryParse(Encoding.UTF8.GetBytes(text), Host, out floors);
}
