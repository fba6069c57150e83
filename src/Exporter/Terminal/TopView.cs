namespace Wattshare.Exporter.Terminal;

/// <summary>What the person at the terminal chose to see. Immutable.</summary>
internal sealed record TopView
{
    /// <summary>What the table is ordered by.</summary>
    public TopSort Sort { get; init; }

    /// <summary>Processes, or machines, containers and the rest.</summary>
    public bool ShowsProcesses { get; init; }

    /// <summary>The number of rows that are scrolled away.</summary>
    public int Offset { get; init; }

    /// <summary>True while the figures stand still.</summary>
    public bool Paused { get; init; }

    /// <summary>True when the program is to end.</summary>
    public bool Quits { get; init; }

    /// <summary>The view after a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="page">How many rows a page has.</param>
    /// <returns>The same view for a key without a meaning.</returns>
    public TopView After(ConsoleKeyInfo key, int page) => key switch
    {
        { Key: ConsoleKey.UpArrow } or { KeyChar: 'k' } => Scroll(-1),
        { Key: ConsoleKey.DownArrow } or { KeyChar: 'j' } => Scroll(1),
        { Key: ConsoleKey.PageUp } => Scroll(-page),
        { Key: ConsoleKey.PageDown } or { KeyChar: ' ' } => Scroll(page),
        { Key: ConsoleKey.Home } or { KeyChar: 'g' } => this with { Offset = 0 },
        { Key: ConsoleKey.Escape } or { KeyChar: 'q' or 'Q' } => this with { Quits = true },
        { Key: ConsoleKey.Tab } => this with { ShowsProcesses = !ShowsProcesses, Offset = 0 },
        { KeyChar: 'w' or 'W' } => this with { Sort = TopSort.Power, Offset = 0 },
        { KeyChar: 'e' or 'E' } => this with { Sort = TopSort.Energy, Offset = 0 },
        { KeyChar: 'n' or 'N' } => this with { Sort = TopSort.Name, Offset = 0 },
        { KeyChar: 'p' or 'P' } => this with { Paused = !Paused },
        _ => this,
    };

    private TopView Scroll(int rows) => this with { Offset = Math.Max(0, Offset + rows) };
}
