using System.Globalization;
using System.Text.RegularExpressions;
using Wattshare.Exporter.Sampling;
using Wattshare.Exporter.Terminal;
using Wattshare.Exporter.Tests.Exposition;

namespace Wattshare.Exporter.Tests.Terminal;

public sealed class TopLoopTests
{
    private readonly Latest _latest = new();

    [Fact]
    public async Task A_pipe_gets_one_frame_without_control_sequences()
    {
        var terminal = new FakeTerminal(isInteractive: false);
        _latest.Publish(SampleReports.Full(1));
        var run = new TopLoop(_latest, terminal, () => null).RunAsync(CancellationToken.None);
        Assert.False(run.IsCompleted);
        _latest.Publish(SampleReports.Full(2));
        await run;
        var text = Assert.Single(terminal.Written);
        Assert.DoesNotContain('\e', text);
        Assert.Contains(" alpha ", text, StringComparison.Ordinal);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_screen_is_given_back_after_q()
    {
        var terminal = new FakeTerminal(isInteractive: true);
        _latest.Publish(SampleReports.Full(2));
        terminal.Press('e', '\t', 'q');
        await new TopLoop(_latest, terminal, () => "a note").RunAsync(CancellationToken.None);
        Assert.Equal("<enter>", terminal.Written[0]);
        Assert.Contains("a note", terminal.Written[1], StringComparison.Ordinal);
        Assert.Equal("<leave>", terminal.Written[^1]);
    }

    [Fact]
    public async Task Who_scrolled_beyond_the_end_comes_back_with_one_key()
    {
        var terminal = new FakeTerminal(isInteractive: true) { Size = (100, 8) };
        _latest.Publish(SampleReports.Full(2));
        terminal.Press("          ");
        var frames = 0;
        string? Note()
        {
            if (++frames == 2) terminal.Press('k');
            if (frames == 3) terminal.Press('q');
            return null;
        }

        await new TopLoop(_latest, terminal, Note).RunAsync(CancellationToken.None);
        var (end, before) = (Shown(terminal.Written[2]), Shown(terminal.Written[3]));
        Assert.Equal(end.Rows, end.Last);
        Assert.Equal(end.Rows - 1, before.Last);
    }

    [Fact]
    public async Task It_ends_when_the_terminal_is_gone()
    {
        var terminal = new FakeTerminal(isInteractive: true) { IsGone = true };
        _latest.Publish(SampleReports.Full(2));
        await new TopLoop(_latest, terminal, () => null).RunAsync(CancellationToken.None);
        Assert.Equal(["<enter>", "<leave>"], [terminal.Written[0], terminal.Written[^1]]);
        Assert.Equal(3, terminal.Written.Count);
    }

    [Fact]
    public async Task The_screen_is_given_back_when_it_is_cancelled()
    {
        var terminal = new FakeTerminal(isInteractive: true);
        _latest.Publish(SampleReports.Full(2));
        using var stop = new CancellationTokenSource();
        var run = new TopLoop(_latest, terminal, () => null).RunAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal("<leave>", terminal.Written[^1]);
    }

    private static (int Last, int Rows) Shown(string frame)
    {
        var match = Regex.Match(frame, "to ([0-9]+) of ([0-9]+)");
        Assert.True(match.Success);
        return (int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture));
    }
}
