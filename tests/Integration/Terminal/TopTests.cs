using Wattshare.Fixtures.Lab;
using Wattshare.Fixtures.Simulator;

namespace Wattshare.Integration.Terminal;

/// <summary><c>wattshare top</c> as a person has it: the built program on a terminal.</summary>
[Collection(WholeMachine.Name)]
public sealed class TopTests : IDisposable
{
    private readonly LabDirectory _directory = new("top");
    private readonly PowerSimulator _simulator;
    private readonly PseudoTerminal _terminal = new(100, 30);

    public TopTests() => _simulator = new(_directory.Make("sys"), new());

    public void Dispose()
    {
        _terminal.Dispose();
        _simulator.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Keys_choose_what_is_shown()
    {
        await using var top = await StartAsync();
        Assert.Equal((true, false), _terminal.Screen.State);
        Assert.Contains("WATTS*", Columns(), StringComparison.Ordinal);
        await PressAsync("n", frame => ColumnsOf(frame).Contains("NAME*", StringComparison.Ordinal));
        Assert.DoesNotContain("WATTS*", Columns(), StringComparison.Ordinal);
        await PressAsync("e", frame => ColumnsOf(frame).Contains("JOULES*", StringComparison.Ordinal));
        await PressAsync("\t", frame => frame.Lines.Any(line => line.StartsWith("  process ", StringComparison.Ordinal)));
        await PressAsync("p", frame => frame.Lines[0].EndsWith("PAUSED", StringComparison.Ordinal));
        await PressAsync("p", frame => !frame.Lines[0].EndsWith("PAUSED", StringComparison.Ordinal));

        // A quiet machine has few processes, and there is nothing to scroll where all fit.
        _terminal.Resize(100, 8);
        await _terminal.UntilAsync(screen => screen.Frame is { Fits: true, Lines: [.., var keys] } && keys.Contains(" of ", StringComparison.Ordinal), "a table that does not fit");
        await PressAsync("\e[B", frame => frame.Lines[^1].StartsWith("2 to ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(60, 15)]
    [InlineData(200, 50)]
    [InlineData(46, 8)]
    public async Task Table_takes_the_whole_width_of_the_new_size_and_not_more(int width, int height)
    {
        await using var top = await StartAsync();
        _terminal.Resize(width, height);
        await _terminal.UntilAsync(screen => screen.Frame is { Fits: true } frame && ColumnsOf(frame).Length == width, $"a frame of {width} x {height}");
    }

    [Theory]
    [InlineData(45, 6)]
    [InlineData(39, 5)]
    [InlineData(20, 3)]
    [InlineData(2, 1)]
    public async Task Screen_that_is_too_small_shows_a_part_and_is_not_broken(int width, int height)
    {
        await using var top = await StartAsync();
        _terminal.Resize(width, height);
        await _terminal.UntilAsync(screen => screen.Frame is { Fits: true }, $"a frame of {width} x {height}");
        Assert.StartsWith("wattshare top"[..Math.Min(13, width - 1)], _terminal.Screen.Frame!.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_stay_in_line_below_a_wide_name()
    {
        // The name of a process has 15 bytes, which are five of these.
        var program = _directory.At("仮想機械");
        File.Copy("/usr/bin/yes", program);
        await using var wide = LabProcess.Start("sh", ["-c", "exec \"$0\" >/dev/null", program]);
        await using var top = await StartAsync();
        await PressAsync("\t", frame => frame.Lines.Any(line => line.Contains("仮想機械", StringComparison.Ordinal)));
        var frame = _terminal.Screen.Frame!;
        Assert.Equal(100, TerminalFrame.ColumnsOf(frame.Lines.Single(line => line.Contains("仮想機械", StringComparison.Ordinal))));
        Assert.True(frame.Fits, frame.ToString());
    }

    [Theory]
    [InlineData("q", Signal.None)]
    [InlineData("Q", Signal.None)]
    [InlineData("\e", Signal.None)]
    [InlineData("\u0003", Signal.None)]
    [InlineData("", Signal.Interrupt)]
    [InlineData("", Signal.Terminate)]
    [InlineData("", Signal.HangUp)]
    public async Task However_it_ends_the_terminal_is_as_it_was(string keys, Signal signal)
    {
        var before = _terminal.Modes();
        await using var top = await StartAsync();
        Assert.NotEqual(before, _terminal.Modes());
        if (keys.Length > 0) _terminal.Press(keys);
        top.Send(signal);
        Assert.Equal(0, await top.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        await _terminal.UntilAsync(screen => screen.State == (false, true), "the screen to be given back");
        Assert.Equal((1, 1), _terminal.Screen.Switches);
        Assert.Equal(before, _terminal.Modes());
        Assert.DoesNotContain("   at ", _terminal.Screen.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_window_is_closed_it_ends()
    {
        await using var top = await StartAsync();
        _terminal.HangUp();
        Assert.Equal(0, await top.WaitForExitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task A_pipe_gets_one_frame_and_the_end()
    {
        await using var top = ExporterProcess.StartProgram(null, "top", $"--path.sysfs={_simulator.SysfsPath}", "--sample.interval=100ms");
        Assert.Equal(0, await top.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        Assert.DoesNotContain('\e', top.OutputText);
        Assert.Single(top.Output, line => line.Contains("WATTS*", StringComparison.Ordinal));
        Assert.Contains(top.Output, line => line.StartsWith("cpu ", StringComparison.Ordinal) && line.EndsWith("measured: rapl package-0", StringComparison.Ordinal));
    }

    private static string ColumnsOf(TerminalFrame frame) => frame.Lines.SingleOrDefault(line => line.StartsWith("  KIND", StringComparison.Ordinal)) ?? "";

    private string Columns() => ColumnsOf(_terminal.Screen.Frame!);

    private async Task<LabProcess> StartAsync()
    {
        var top = _terminal.Start("top", $"--path.sysfs={_simulator.SysfsPath}", "--sample.interval=100ms");
        await _terminal.UntilAsync(screen => screen.Frame is not null, $"the first frame\n{top.OutputText}");
        return top;
    }

    private Task PressAsync(string keys, Func<TerminalFrame, bool> condition)
    {
        _terminal.Press(keys);
        return _terminal.UntilAsync(screen => screen.Frame is { } frame && condition(frame), $"what the key {keys.Replace('\e', '^')} is for");
    }
}
