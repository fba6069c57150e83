using System.Net;
using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Lab;

/// <summary>Answers requests with texts, one request at a time, on a free port of the loopback address.</summary>
internal sealed class TextListener : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<HttpListenerRequest, string?> _answer;
    private readonly string _contentType;
    private readonly Task _serving;

    /// <summary>Answers every request with the same metrics.</summary>
    /// <param name="text">The metrics.</param>
    public TextListener(string text)
        : this(_ => text, "text/plain; version=0.0.4")
    {
    }

    /// <summary>Answers each request with a text of its own.</summary>
    /// <param name="answer">The text; null is a 404.</param>
    /// <param name="contentType">What all texts are.</param>
    public TextListener(Func<HttpListenerRequest, string?> answer, string contentType)
    {
        _answer = answer;
        _contentType = contentType;
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
                var text = _answer(context.Request);
                if (text is null) context.Response.StatusCode = (int)HttpStatusCode.NotFound;
                context.Response.ContentType = _contentType;
                await using var writer = new StreamWriter(context.Response.OutputStream);
                await writer.WriteAsync(text);
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The listener was closed.
        }
    }
}
