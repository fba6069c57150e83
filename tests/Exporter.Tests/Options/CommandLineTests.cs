namespace Wattshare.Exporter.Tests.Options;

public class CommandLineTests
{
    [Theory]
    [InlineData("", "Serve")]
    [InlineData("serve", "Serve")]
    [InlineData("guest", "Guest")]
    [InlineData("check", "Check")]
    [InlineData("--vmshare.path /x guest", "Guest")]
    [InlineData("guest --vmshare.path /x", "Guest")]
    [InlineData("--vmshare.path=guest check", "Check")]
    public void Flags_stand_before_or_after_the_command(string line, string command)
    {
        var result = Loading.Flags(Split(line));
        Assert.Empty(result.Faults);
        Assert.Equal(command, result.Command.ToString());
        Assert.Equal(result.Command, result.Options.Command);
    }

    [Theory]
    [InlineData("run -- ls -l --web.listen-address")]
    [InlineData("run ls")]
    [InlineData("estimate --cpu=x")]
    [InlineData("calibrate")]
    public void Reserved_commands_say_that_they_are_not_in_this_version(string line) =>
        Assert.Equal([$"wattshare {line.Split(' ')[0]} is not in this version"], Loading.Flags(Split(line)).Faults);

    [Theory]
    [InlineData("--help", true, false)]
    [InlineData("-h", true, false)]
    [InlineData("guest --help", true, false)]
    [InlineData("run --help", true, false)]
    [InlineData("--version", false, true)]
    [InlineData("check --version", false, true)]
    [InlineData("--nonsense --sample.interval=x --help", true, false)]
    public void Help_and_version_are_everywhere_and_come_first(string line, bool help, bool version)
    {
        var result = Loading.Flags(Split(line));
        Assert.Equal((help, version), (result.Help, result.Version));
        Assert.Empty(result.Faults);
    }

    [Theory]
    [InlineData("chek", "unknown command \"chek\"; did you mean check?")]
    [InlineData("completely-other", "unknown command \"completely-other\"")]
    [InlineData("guest check", "unknown command \"check\"; did you mean check?")]
    [InlineData("--web.listen-adress :1", "unknown flag --web.listen-adress; did you mean --web.listen-address?")]
    [InlineData("--web.listen-adress=:1", "unknown flag --web.listen-adress; did you mean --web.listen-address?")]
    [InlineData("--qqqqqqqqqqqqqqqqqqqqqqqqqqqqqq", "unknown flag --qqqqqqqqqqqqqqqqqqqqqqqqqqqqqq")]
    [InlineData("-x", "unknown flag -x")]
    [InlineData("--hepl", "unknown flag --hepl; did you mean --help?")]
    [InlineData("--vmshare.path", "--vmshare.path: needs a value")]
    [InlineData("--vmshare.path=", "--vmshare.path: needs a value")]
    [InlineData("--vmshare.path guest", "--vmshare.path: needs a value")]
    [InlineData("--vmshare.path --foo", "--vmshare.path: needs a value, and \"--foo\" looks like a flag")]
    [InlineData("--vmshare.path /a --vmshare.path /b", "--vmshare.path: is given more than once; it takes one value")]
    [InlineData("--vmshare.path /a /b", "unknown command \"/b\"")]
    [InlineData("[diagram]", "unknown command \"[diagram]\"")]
    [InlineData("@file", "unknown command \"@file\"")]
    public void A_slip_is_one_fault_that_names_it(string line, string fault) => Assert.Equal([fault], Loading.Flags(Split(line)).Faults);

    [Fact]
    public void An_empty_value_is_a_fault() =>
        Assert.Equal(["--vmshare.path: the value is empty"], Loading.Flags("--vmshare.path", "").Faults);

    [Fact]
    public void All_faults_are_reported_and_none_spans_two_lines()
    {
        var result = Loading.Flags("--foo\nbar", "--sample.interval=0s", "--sensors", "x,y", "--log.level", "loud\u001b[2J");
        Assert.Equal(
            [
                "unknown flag --foo\\u000abar",
                "--log.level: \"loud\\u001b[2J\" is not one of trace, debug, info, warn, error",
                "--sample.interval: 0s is not between 1ms and 60s",
                "--sensors: \"x\" is not one of auto, rapl, perf, hwmon, model, share",
                "--sensors: \"y\" is not one of auto, rapl, perf, hwmon, model, share",
            ],
            result.Faults);
    }

    private static string[] Split(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
