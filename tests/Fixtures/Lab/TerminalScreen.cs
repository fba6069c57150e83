using System.Text;

namespace Wattshare.Fixtures.Lab;

/// <summary>
/// What a terminal shows, as far as full-screen programs of this repository use one: letters, line breaks, home, erasing, the other screen
/// and the cursor. All other sequences are read over. Members may be called from any thread.
/// </summary>
/// <param name="width">Columns.</param>
/// <param name="height">Lines.</param>
public sealed class TerminalScreen(int width, int height)
{
    private readonly Lock _lock = new();
    private readonly Decoder _utf8 = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _pending = new();
    private readonly StringBuilder _all = new();
    private SortedDictionary<int, StringBuilder> _lines = [];
    private int _row;

    /// <summary>Whether the other screen is shown (mode 1049), and the cursor (mode 25).</summary>
    public (bool Other, bool Cursor) State { get; private set; } = (false, true);

    /// <summary>How often the other screen was entered and left.</summary>
    public (int Entered, int Left) Switches { get; private set; }

    /// <summary>The last frame that was drawn to its end; null before the first.</summary>
    public TerminalFrame? Frame { get; private set; }

    /// <summary>Everything that was written so far.</summary>
    public string Everything
    {
        get
        {
            lock (_lock) return _all.ToString();
        }
    }

    /// <summary>Takes what a program wrote.</summary>
    /// <param name="bytes">UTF-8 and control sequences, cut anywhere.</param>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            var letters = new char[bytes.Length + 1];
            var count = _utf8.GetChars(bytes, letters, flush: false);
            _pending.Append(letters, 0, count);
            _all.Append(letters, 0, count);
            var text = _pending.ToString();
            var used = 0;
            while (used < text.Length && Step(text, used) is > 0 and var step) used += step;
            _pending.Remove(0, used);
        }
    }

    /// <summary>Changes the size, as <see cref="PseudoTerminal.Resize"/> does; frames that were drawn before are forgotten.</summary>
    /// <param name="columns">Columns.</param>
    /// <param name="lines">Lines.</param>
    public void Resize(int columns, int lines)
    {
        lock (_lock) (width, height, Frame) = (columns, lines, null);
    }

    /// <summary>One letter or sequence; 0 when its end is not there yet.</summary>
    private int Step(string text, int at) => text[at] switch
    {
        '\e' => Sequence(text, at),
        '\r' => 1,
        '\n' => NewLine(),
        _ => Letter(text[at]),
    };

    private int NewLine()
    {
        _row++;
        return 1;
    }

    private int Letter(char letter)
    {
        if (!_lines.TryGetValue(_row, out var line)) _lines[_row] = line = new();
        line.Append(letter);
        return 1;
    }

    private int Sequence(string text, int at)
    {
        if (at + 1 >= text.Length) return 0;
        if (text[at + 1] != '[') return 2;
        var end = at + 2;
        while (end < text.Length && text[end] is < '@' or > '~') end++;
        if (end >= text.Length) return 0;
        Obey(text[(at + 2)..(end + 1)]);
        return end + 1 - at;
    }

    private void Obey(string sequence)
    {
        switch (sequence)
        {
            case "H":
                (_row, _lines) = (0, []);
                break;
            case "J":
                Frame = new([.. Enumerable.Range(0, _row + 1).Select(row => _lines.GetValueOrDefault(row)?.ToString() ?? "")], width, height);
                break;
            case "?1049h":
                (State, Switches) = ((true, State.Cursor), (Switches.Entered + 1, Switches.Left));
                break;
            case "?1049l":
                (State, Switches) = ((false, State.Cursor), (Switches.Entered, Switches.Left + 1));
                break;
            case "?25h" or "?25l":
                State = (State.Other, sequence[^1] == 'h');
                break;
            default:
                break;
        }
    }
}
