using Wattshare.Exporter.Commands;
using Wattshare.Exporter.Commands.Explain;
using Wattshare.Exporter.Host.Bpf;
using Wattshare.Exporter.Options;
using Wattshare.Exporter.Tests.Options;

namespace Wattshare.Exporter.Tests.Commands.Explain;

public sealed class ExplainCommandTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly ExplainInput _input = new ExplainHost().With(1, used: 5_000).With(2, vm: ExplainHost.Vm("1", "", 2)).Measure();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Theory]
    [InlineData("pid:1", 0, "")]
    [InlineData("3", 1, "wattshare: --explain: \"3\" is no VM, container or process id here; there are: VM \"1\" (process 2)\n")]
    [InlineData("1", 2, "wattshare: --explain: \"1\" is not one thing: VM \"1\" (process 2), process \"worker\" (pid:1); say which with vm:, uuid:, container:, id: or pid: before it\n")]
    public async Task The_status_says_whether_there_was_one_target(string target, int status, string error)
    {
        Assert.Equal(status, await RunAsync(_input, "check", "--explain", target));
        Assert.Equal(error, _error.ToString());
        Assert.Equal(status == 0, _output.ToString().StartsWith("Target\n  process \"worker\" (pid:1), matched by its process id\n", StringComparison.Ordinal));
        Assert.Equal(status != 0, _output.ToString().Length == 0);
    }

    [Fact]
    public async Task A_usage_source_that_was_asked_for_and_cannot_be_used_is_an_error()
    {
        var input = _input with { UsageObstacle = new BpfObstacle("no luck", "Try again.") };
        Assert.Equal(2, await RunAsync(input, "check", "--explain=1", "--usage.source=bpf"));
        Assert.Equal("wattshare: --usage.source=bpf cannot be used: no luck. Try again.\n", _error.ToString());
        Assert.Equal(0, await RunAsync(input, "check", "--explain=pid:1"));
        Assert.Contains("  CPU time from procfs, in steps of 10 ms; bpf cannot be used: no luck\n", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_target_check_is_what_it_was()
    {
        var check = new CheckCommand((_, _) => Task.FromResult(new CheckInput([], [])), new ExplainCommand((_, _) => throw new InvalidOperationException("nobody asked")));
        Assert.Equal(1, await check.RunAsync(Loading.Flags("check").Options, new CommandConsole(_output, _error), CancellationToken.None));
    }

    [Theory]
    [InlineData("--explain=1", "--explain: is an option of wattshare check, not of wattshare serve")]
    [InlineData("guest --explain=1", "--explain: is an option of wattshare check, not of wattshare guest")]
    [InlineData("check --explain=pid:x", "--explain: \"x\" is not a process id")]
    [InlineData("check --explain", "--explain: needs a value")]
    [InlineData("check --explain a --explain b", "--explain: is given more than once; it takes one value")]
    public void The_option_belongs_to_check_and_takes_one_target(string line, string fault) => Assert.Equal([fault], Loading.Flags(line.Split(' ')).Faults);

    [Fact]
    public void The_environment_can_name_a_target_for_check_alone()
    {
        var environment = new Dictionary<string, string> { ["WATTSHARE_EXPLAIN"] = "web" };
        Assert.Equal("web", OptionsLoader.Load(["check"], environment, Loading.NoFile).Options.Check.Explain?.Text);
        Assert.Equal(["WATTSHARE_EXPLAIN: is an option of wattshare check, not of wattshare serve"], OptionsLoader.Load([], environment, Loading.NoFile).Faults);
    }

    private Task<int> RunAsync(ExplainInput input, params string[] arguments)
    {
        var options = Loading.Flags(arguments);
        Assert.Empty(options.Faults);
        var check = new CheckCommand((_, _) => throw new InvalidOperationException("nobody asked"), new ExplainCommand((_, _) => Task.FromResult(input)));
        return check.RunAsync(options.Options, new CommandConsole(_output, _error), CancellationToken.None);
    }
}
