using System.Globalization;
using System.Text.RegularExpressions;
using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Deploy;

/// <summary>The units, as systemd reads them.</summary>
public sealed partial class UnitTests : IDisposable
{
    private readonly LabDirectory _directory = new("unit");

    public static TheoryData<string> Names { get; } = ["wattshare.service", "wattshare-guest.service"];

    public void Dispose() => _directory.Dispose();

    [DeployTheory]
    [MemberData(nameof(Names))]
    public async Task Systemd_understands_every_line(string name)
    {
        // What the unit starts has to exist, and is not installed here.
        var text = await File.ReadAllTextAsync(Of(name).FilePath);
        await File.WriteAllTextAsync(_directory.At(name), text.Replace("/usr/bin/wattshare ", "/usr/bin/true ", StringComparison.Ordinal));
        var result = await LabTool.RunAsync("systemd-analyze", ["verify", "--recursive-errors=no", "--man=no", _directory.At(name)]);
        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        Assert.DoesNotContain(name, result.Errors, StringComparison.Ordinal);
    }

    [DeployTheory]
    [MemberData(nameof(Names))]
    public async Task The_exposure_is_the_figure_of_the_documentation(string name)
    {
        var page = await File.ReadAllTextAsync(Path.Combine(RepositoryPaths.Root, "docs", "security.md"));
        var documented = Documented().Matches(page).ToDictionary(match => match.Groups["unit"].Value, match => match.Groups["figure"].Value);
        var result = await LabTool.RunAsync("systemd-analyze", ["security", "--offline=true", "--no-pager", Of(name).FilePath]);
        var figure = Overall().Match(result.Output);
        Assert.True(figure.Success, result.Output + result.Errors);
        Assert.Equal(documented[name], figure.Groups["figure"].Value);
    }

    [Fact]
    public void Both_units_are_hardened_the_same_way()
    {
        string[] own = ["Description", "Conflicts", "RequiresMountsFor", "ExecStart", "StateDirectory", "StateDirectoryMode", "RuntimeDirectory", "RuntimeDirectoryPreserve"];
        Assert.Equal(UnitFile.Host.Without(own), UnitFile.Guest.Without(own));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_start_that_fails_is_tried_again_until_the_address_is_there(string name)
    {
        var unit = Of(name);
        Assert.Equal(["network-online.target"], unit.All("Wants"));
        Assert.Contains("network-online.target", Assert.Single(unit.All("After")).Split(' '));
        Assert.Equal("on-failure", Assert.Single(unit.All("Restart")));
        var starts = Seconds(unit, "StartLimitIntervalSec") / Seconds(unit, "RestartSec");
        Assert.InRange(starts + 1, 2, Seconds(unit, "StartLimitBurst") - 1);
    }

    [Fact]
    public void Only_the_host_has_something_to_keep()
    {
        // What a guest would learn is never used: its sensor says that there is no idle power to take out.
        Assert.Equal(["wattshare"], UnitFile.Host.All("StateDirectory"));
        Assert.Empty(UnitFile.Guest.All("StateDirectory"));
        Assert.Equal(["strict"], UnitFile.Guest.All("ProtectSystem"));
    }

    [Fact]
    public void Every_capability_is_bounded_and_explained()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "security.md"));
        Assert.Equal(UnitFile.Host.All("AmbientCapabilities"), UnitFile.Host.All("CapabilityBoundingSet"));
        Assert.All(UnitFile.Host.Capabilities, name => Assert.Contains($"\n| `{name}` |", page, StringComparison.Ordinal));
    }

    private static int Seconds(UnitFile unit, string key) => int.Parse(Assert.Single(unit.All(key)), CultureInfo.InvariantCulture);

    private static UnitFile Of(string name) => name == "wattshare.service" ? UnitFile.Host : UnitFile.Guest;

    [GeneratedRegex(@"Overall exposure level for \S+: (?<figure>[\d.]+) ")]
    private static partial Regex Overall();

    [GeneratedRegex(@"^\| `(?<unit>wattshare\S*\.service)` \| (?<figure>[\d.]+) \|", RegexOptions.Multiline)]
    private static partial Regex Documented();
}
