using System.Threading.Channels;
using Wattshare.Exporter.Terminal;

namespace Wattshare.Exporter.Tests.Terminal;

/// <summary>A terminal whose keys and size the test sets, and which keeps what was written.</summary>
internal sealed class FakeTerminal(bool isInteractive) : ITerminal
{
    private readonly Channel<ConsoleKeyInfo> _keys = Channel.CreateUnbounded<ConsoleKeyInfo>();

    public bool IsInteractive => isInteractive;

    public (int Width, int Height) Size { get; set; } = (100, 20);

    public ChannelReader<ConsoleKeyInfo> Keys => _keys.Reader;

    public List<string> Written { get; } = [];

    public void Press(params ReadOnlySpan<char> keys)
    {
        foreach (var key in keys) Assert.True(_keys.Writer.TryWrite(new ConsoleKeyInfo(key, ConsoleKey.None, false, false, false)));
    }

    public void Enter() => Written.Add("<enter>");

    public void Leave() => Written.Add("<leave>");

    public bool IsGone { get; set; }

    public bool Write(string text)
    {
        Written.Add(text);
        return !IsGone;
    }
}
