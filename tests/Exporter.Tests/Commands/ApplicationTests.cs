using Wattshare.Attribution.Model;
using Wattshare.Exporter.Commands;
using Wattshare.Exporter.Exposition;
using Wattshare.Exporter.Options;
using Wattshare.Exporter.Sensors;

namespace Wattshare.Exporter.Tests.Commands;

public sealed class ApplicationTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly List<WattshareOptions> _served = [];

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task The_command_gets_its_settings_and_its_status_is_returned()
    {
        Assert.Equal(42, await RunAsync(["--sample.interval=2s"]));
        Assert.Equal(TimeSpan.FromSeconds(2), Assert.Single(_served).Sample.Interval);
        Assert.Equal(("", ""), (_output.ToString(), _error.ToString()));
    }

    [Fact]
    public async Task Faults_are_one_line_each_on_stderr_and_status_2()
    {
        Assert.Equal(2, await RunAsync(["--sample.interval=x", "--qqqqqqqqqqqqqqqqqqqqqqqq"]));
        Assert.Empty(_served);
        Assert.Equal("", _output.ToString());
        Assert.Equal(
            "wattshare: unknown flag --qqqqqqqqqqqqqqqqqqqqqqqq\nwattshare: --sample.interval: \"x\" is not a duration such as 500ms, 1s or 2m\n",
            _error.ToString());
    }

    [Fact]
    public async Task Reserved_commands_end_with_status_2()
    {
        Assert.Equal(2, await RunAsync(["run"]));
        Assert.Equal("wattshare: wattshare run is not in this version\n", _error.ToString());
    }

    [Fact]
    public async Task Help_and_version_go_to_stdout()
    {
        Assert.Equal(0, await RunAsync(["guest", "--help"]));
        Assert.Equal(0, await RunAsync(["--version"]));
        Assert.Equal(HelpText.For(CommandKind.Guest) + BuildInfo.Current.Line() + "\n", _output.ToString());
        Assert.Equal("", _error.ToString());
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task Check_says_by_its_status_whether_a_counter_is_readable(bool readable, int status)
    {
        var outcome = readable ? ReadOutcome.Ok : ReadOutcome.Denied;
        var finding = new SensorFinding("rapl", "package-0", "/x", outcome, MeasurementMethod.Counter, readable ? Component.Cpu : null, "", "");
        var input = new CheckInput([finding], []);
        var check = new CheckCommand((_, _) => Task.FromResult(input));
        Assert.Equal(status, await check.RunAsync(new WattshareOptions(), new CommandConsole(_output, _error), CancellationToken.None));
        Assert.Equal(CheckReport.Render(input), _output.ToString());
    }

    [Fact]
    public async Task Check_says_by_its_status_that_the_exporter_would_not_start()
    {
        var finding = new SensorFinding("rapl", "package-0", "/x", ReadOutcome.Ok, MeasurementMethod.Counter, Component.Cpu, "", "");
        var check = new CheckCommand((_, _) => Task.FromResult(new CheckInput([finding], [new CheckFact(CheckLevel.Error, "web", "is at fault", "mend it")])));
        Assert.Equal(2, await check.RunAsync(new WattshareOptions(), new CommandConsole(_output, _error), CancellationToken.None));
        Assert.Contains("  error  web  is at fault\n      fix: mend it\n", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_command_of_this_version_has_a_body() => Assert.Equal(
        CommandCatalog.All.Where(command => command.InThisVersion).Select(command => command.Kind).Order(), CommandRunners.All().Keys.Order());

    [Fact]
    public void The_environment_of_the_process_is_read()
    {
        var variables = EnvironmentVariables.Read();
        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), variables["PATH"]);
    }

    private Task<int> RunAsync(string[] arguments)
    {
        var runners = new Dictionary<CommandKind, ICommandRunner> { [CommandKind.Serve] = new Recorder(_served) };
        var application = new Application(new CommandConsole(_output, _error), runners);
        return application.RunAsync(arguments, new Dictionary<string, string>(), _ => ConfigText.Of(""), CancellationToken.None);
    }

    private sealed class Recorder(List<WattshareOptions> served) : ICommandRunner
    {
        public Task<int> RunAsync(WattshareOptions options, CommandConsole console, CancellationToken cancellation)
        {
            served.Add(options);
            return Task.FromResult(42);
        }
    }
}
