using Wattshare.Exporter.Exposition;

namespace Wattshare.Exporter.Tests.Exposition;

public class BuildInfoTests
{
    [Theory]
    [InlineData("0.1.0+abcdef", "wattshare 0.1.0 (revision abcdef, .NET 10.0.0)")]
    [InlineData("0.1.0", "wattshare 0.1.0 (revision unknown, .NET 10.0.0)")]
    [InlineData("0.1.0+", "wattshare 0.1.0 (revision unknown, .NET 10.0.0)")]
    [InlineData("", "wattshare unknown (revision unknown, .NET 10.0.0)")]
    public void Version_revision_and_runtime_are_one_line(string informational, string line) =>
        Assert.Equal(line, BuildInfo.Parse(informational, ".NET 10.0.0").Line());

    [Fact]
    public void The_running_build_knows_its_version() =>
        Assert.Equal(typeof(BuildInfo).Assembly.GetName().Version!.ToString(3), BuildInfo.Current.Version);
}
