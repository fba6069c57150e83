using System.Text;
using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Sampling;

namespace Wattshare.Exporter.Terminal;

/// <summary>Draws a frame for each report and each key, until somebody quits; on a pipe prints one frame and ends.</summary>
/// <param name="latest">The published reports.</param>
/// <param name="terminal">Where to draw.</param>
/// <param name="note">A line about the state of things, or null; asked for at each frame.</param>
internal sealed class TopLoop(Latest latest, ITerminal terminal, Func<string?> note)
{
    /// <summary>How often the size of the screen is looked at between two reports.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    private TopView _view = new();
    private PowerReport _shown = PowerReport.Empty;

    /// <summary>Runs until it is cancelled or somebody quits.</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The running loop.</returns>
    public async Task RunAsync(CancellationToken cancellation)
    {
        // The first report is only a baseline; there is power from the second on.
        var report = await latest.NextAsync(1, cancellation);
        if (!terminal.IsInteractive)
        {
            terminal.Write(string.Join('\n', TopFrame.Draw(report, _view, terminal.Size.Width, null, note())) + "\n");
            return;
        }

        terminal.Enter();
        try
        {
            _shown = report;
            while (!_view.Quits && Draw()) await StepAsync(cancellation);
        }
        finally
        {
            terminal.Leave();
        }
    }

    private async Task StepAsync(CancellationToken cancellation)
    {
        using var step = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var key = terminal.Keys.WaitToReadAsync(step.Token).AsTask();
        var next = latest.NextAsync(_shown.Sequence, step.Token);
        await Task.WhenAny(key, next, Task.Delay(Look, step.Token));
        cancellation.ThrowIfCancellationRequested();
        if (next.IsCompletedSuccessfully && !_view.Paused) _shown = await next;
        await step.CancelAsync();
        while (terminal.Keys.TryRead(out var pressed)) _view = _view.After(pressed, Math.Max(1, terminal.Size.Height / 2));
    }

    /// <summary>Goes over the old frame line by line, so that nothing flickers, and clears what is left of it. False when the terminal is gone.</summary>
    private bool Draw()
    {
        var (width, height) = terminal.Size;
        var screen = new StringBuilder("\e[H");
        var lines = TopFrame.Draw(_shown, _view, width, height, note(), out var first);

        // Who scrolls beyond the end comes back with the first key and not with as many.
        _view = _view with { Offset = first };
        for (var i = 0; i < lines.Count; i++) screen.Append(lines[i]).Append("\e[K").Append(i < lines.Count - 1 ? "\r\n" : "");
        return terminal.Write(screen.Append("\e[J").ToString());
    }
}
