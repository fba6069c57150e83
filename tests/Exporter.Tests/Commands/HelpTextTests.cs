using Wattshare.Exporter.Commands;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Tests.Commands;

public class HelpTextTests
{
    [Theory]
    [InlineData("Serve")]
    [InlineData("Guest")]
    [InlineData("Check")]
    public void Help_is_one_screen_with_every_option_and_its_default(string command)
    {
        var kind = Enum.Parse<CommandKind>(command);
        var lines = HelpText.For(kind).Split('\n');
        Assert.InRange(lines.Length, 20, 45);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 115));
        foreach (var option in OptionCatalog.All.Where(option => option.InThisVersion))
        {
            var line = Assert.Single(lines, line => line.StartsWith($"  {option.Flag} {option.Placeholder} ", StringComparison.Ordinal));
            Assert.EndsWith($" [{option.DefaultFor(kind) ?? option.DefaultNote}]", line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Reserved_options_are_not_offered()
    {
        var help = HelpText.For(CommandKind.Serve);
        Assert.All(OptionCatalog.All.Where(option => !option.InThisVersion), option => Assert.DoesNotContain(option.Flag, help, StringComparison.Ordinal));
        Assert.Contains("  run, estimate, calibrate          reserved, not in this version\n", help, StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_of_a_guest_are_its_own()
    {
        var help = HelpText.For(CommandKind.Guest);
        Assert.Contains("Usage: wattshare guest [FLAGS]\n", help, StringComparison.Ordinal);
        Assert.Contains(" [share]\n", help, StringComparison.Ordinal);
        Assert.Contains(" [/var/lib/wattshare]\n", help, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_flag_leaves_a_space_before_its_meaning() => Assert.All(
        OptionCatalog.All.Where(option => option.InThisVersion), option => Assert.True($"{option.Flag} {option.Placeholder}".Length < 34));
}
