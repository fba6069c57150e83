using System.Threading.Channels;

namespace Wattshare.Exporter.Terminal;

/// <summary>The terminal that the program was started from. Keys are read on a thread of their own, since reading waits.</summary>
internal sealed class SystemTerminal : ITerminal
{
    // The other screen, without a cursor (xterm control sequences, modes 1049 and 25).
    private const string EnterScreen = "\e[?1049h\e[?25l";
    private const string LeaveScreen = "\e[?25h\e[?1049l";

    private const int PipeWidth = 120;

    private readonly Channel<ConsoleKeyInfo> _keys = Channel.CreateBounded<ConsoleKeyInfo>(new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropWrite });
    private bool _entered;

    /// <inheritdoc/>
    public bool IsInteractive { get; } = !Console.IsOutputRedirected && !Console.IsInputRedirected;

    /// <inheritdoc/>
    public (int Width, int Height) Size => IsInteractive ? (Console.WindowWidth, Console.WindowHeight) : (PipeWidth, int.MaxValue);

    /// <inheritdoc/>
    public ChannelReader<ConsoleKeyInfo> Keys => _keys.Reader;

    /// <inheritdoc/>
    public void Enter()
    {
        _entered = true;
        Write(EnterScreen);
        new Thread(ReadKeys) { IsBackground = true, Name = "keys" }.Start();
    }

    /// <inheritdoc/>
    public void Leave()
    {
        if (!_entered) return;
        _entered = false;
        Write(LeaveScreen);
    }

    /// <inheritdoc/>
    public bool Write(string text)
    {
        try
        {
            Console.Out.Write(text);
            Console.Out.Flush();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void ReadKeys()
    {
        try
        {
            while (true) _keys.Writer.TryWrite(Console.ReadKey(intercept: true));
        }
        catch (Exception error) when (error is InvalidOperationException or IOException)
        {
            // The terminal went away; the signal that tells so, or the next frame, ends the program.
        }
    }
}
