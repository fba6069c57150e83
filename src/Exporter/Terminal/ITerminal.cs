using System.Threading.Channels;

namespace Wattshare.Exporter.Terminal;

/// <summary>Where a live table is drawn, or a pipe where it is printed once.</summary>
internal interface ITerminal
{
    /// <summary>True when a person sits there: keys come in, and the screen can be drawn anew.</summary>
    bool IsInteractive { get; }

    /// <summary>Columns and lines, asked for again at each frame.</summary>
    (int Width, int Height) Size { get; }

    /// <summary>The keys that were pressed. Nothing comes when it is not interactive.</summary>
    ChannelReader<ConsoleKeyInfo> Keys { get; }

    /// <summary>Takes the whole screen; what was there comes back with <see cref="Leave"/>.</summary>
    void Enter();

    /// <summary>Gives the screen back. Does nothing when it was not taken.</summary>
    void Leave();

    /// <summary>Writes text with its control sequences.</summary>
    /// <param name="text">The text.</param>
    /// <returns>False when the terminal is gone: its window was closed, or the connection broke off.</returns>
    bool Write(string text);
}
