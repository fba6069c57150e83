using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Tests.Options;

public class NearestNameTests
{
    private static readonly string[] Known = ["web", "sensors", "sample"];

    [Theory]
    [InlineData("wbe", "web")]
    [InlineData("sensor", "sensors")]
    [InlineData("samples", "sample")]
    [InlineData("sen", "sensors")]
    [InlineData("xyz", "", true)]
    [InlineData("", "", true)]
    [InlineData("we", "", true)]
    [InlineData("completely-different", "", true)]
    public void The_name_with_the_fewest_edits_is_found(string name, string expected, bool none = false) =>
        Assert.Equal(none ? null : expected, NearestName.Of(name, Known));

    [Fact]
    public void A_very_long_name_costs_nothing() => Assert.Null(NearestName.Of(new string('w', 1_000_000), Known));

    [Fact]
    public void The_hint_is_a_question() => Assert.Equal("; did you mean web?", NearestName.Hint("wab", Known));

    [Fact]
    public void What_all_names_begin_with_does_not_make_them_near()
    {
        Assert.Equal("", NearestName.Hint("xyz", Known, "--"));
        Assert.Equal("; did you mean --sensors?", NearestName.Hint("sensor", Known, "--"));
    }
}
