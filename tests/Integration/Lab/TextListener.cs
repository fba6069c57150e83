using System.Net;
using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Lab;

/// <summary>Answers every request with the same text, on a free port of the loopback address.</summary>
internal sealed class TextListener : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _text;
    private readonly Task _serving;

    public TextListener(string text)
    {
        _text = text;
        Port = FreePort.Find();
        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                context.Response.ContentType = "text/plain; version=0.0.4";
                await using var writer = new StreamWriter(context.Response.OutputStream);
                await writer.WriteAsync(_text);
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The listener was closed.
        }
    }
}
