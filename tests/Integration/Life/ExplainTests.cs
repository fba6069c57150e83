using System.Globalization;
using System.Text.RegularExpressions;
using Wattshare.Fixtures.Lab;
using Wattshare.Fixtures.Simulator;

namespace Wattshare.Integration.Life;

/// <summary>The built program explains a busy child of the test on this host, with the simulated meter.</summary>
[Collection(WholeMachine.Name)]
public sealed partial class ExplainTests : IDisposable
{
    private readonly LabDirectory _directory = new("explain");
    private readonly PowerSimulator _simulator;

    public ExplainTests() => _simulator = new(_directory.Make("sys"), new());

    public void Dispose()
    {
        _simulator.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("procfs")]
    [InlineData("auto")]
    public async Task A_busy_process_is_explained_to_the_last_microjoule(string source)
    {
        await using var busy = LabProcess.Start("sh", ["-c", "while :; do :; done"]);
        await using var check = ExporterProcess.StartProgram(
            null, "check", $"--explain=pid:{busy.Id}", $"--path.sysfs={_simulator.SysfsPath}", $"--usage.source={source}", "--attribution.idle-watts=1");
        Assert.True(await check.WaitForExitAsync(TimeSpan.FromSeconds(60)) == 0, check.OutputText);

        var text = check.OutputText;
        Assert.StartsWith($"Target\n  process \"sh\" (pid:{busy.Id}), matched by its process id\n", text, StringComparison.Ordinal);
        Assert.Contains("1000000 uW, configured (--attribution.idle-watts)", text, StringComparison.Ordinal);
        Assert.Single(check.Output, line => line.Contains("!=", StringComparison.Ordinal));
        var active = ActivePattern().Match(text);
        Assert.True(active.Success, text);

        // A loop that never waits has CPU time in a second, however busy the machine is.
        Assert.True(long.Parse(active.Groups["energy"].Value, CultureInfo.InvariantCulture) > 0, text);
    }

    [Fact]
    public async Task A_process_that_is_not_there_is_one_line_and_status_1()
    {
        // Larger than any process id: PID_MAX_LIMIT is 2^22 (proc_sys_kernel(5)).
        await using var check = ExporterProcess.StartProgram(null, "check", "--explain=pid:9999999", $"--path.sysfs={_simulator.SysfsPath}", "--sample.interval=10ms");
        Assert.Equal(1, await check.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        Assert.StartsWith("wattshare: --explain: \"9999999\" is no process's id here; ", Assert.Single(check.Output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_target_is_one_line_and_status_2()
    {
        await using var check = ExporterProcess.StartProgram(null, "check", "--explain=pid:x");
        Assert.Equal(2, await check.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal("wattshare: --explain: \"x\" is not a process id", Assert.Single(check.Output));
    }

    [GeneratedRegex(@"target active (?<energy>\d+) == \k<energy> \(\d+\)")]
    private static partial Regex ActivePattern();
}
