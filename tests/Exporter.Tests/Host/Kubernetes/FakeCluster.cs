using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Wattshare.Exporter.Host.Containers.Kubernetes;
using Wattshare.Exporter.Tests.Web.Access;

namespace Wattshare.Exporter.Tests.Host.Kubernetes;

/// <summary>
/// An API server, or a kubelet, on the loopback interface: TLS with a certificate of an authority of its own, one token, and replies word
/// for word in the order in which they are set. One reply a connection.
/// </summary>
internal sealed class FakeCluster : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2 _certificate;
    private readonly Queue<Func<Stream, CancellationToken, Task>> _replies = new();
    private readonly List<string> _questions = [];
    private readonly Task _serving;

    public FakeCluster()
    {
        _certificate = Folder.WriteServerCertificate();
        Folder.Write("ca.crt", Folder.Authority.ExportCertificatePem());
        Folder.Write("token", Token + "\n");
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>The token that is accepted.</summary>
    public string Token { get; set; } = "first.token";

    public AccessFolder Folder { get; } = new();

    public Uri Origin => new($"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public ServiceAccountFiles Account => new(Path.GetDirectoryName(Folder.PathOf("token"))!);

    /// <summary>The paths that were asked for with the right token.</summary>
    public IReadOnlyList<string> Questions
    {
        get
        {
            lock (_questions) return [.. _questions];
        }
    }

    public static string Http(string body, string status = "200 OK") =>
        string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}");

    /// <summary>A reply in chunks, as a watch is; without its end it was cut off.</summary>
    public static string Chunked(bool ends, params string[] chunks)
    {
        var text = new StringBuilder("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
        foreach (var chunk in chunks) text.Append(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(chunk):x}\r\n{chunk}\r\n");
        if (ends) text.Append("0\r\n\r\n");
        return text.ToString();
    }

    /// <summary>Sets the next reply.</summary>
    public FakeCluster Then(string reply) => Then((stream, stop) => SendAsync(stream, reply, stop));

    public FakeCluster Then(Func<Stream, CancellationToken, Task> reply)
    {
        lock (_replies) _replies.Enqueue(reply);
        return this;
    }

    public FakeCluster ThenList(string version, params string[] pods) => Then(Http(PodReplies.List(version, "", pods)));

    public FakeCluster ThenWatch(params string[] events) => Then(Chunked(ends: true, events));

    public static async Task SendAsync(Stream stream, string text, CancellationToken stop)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), stop);
        await stream.FlushAsync(stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _certificate.Dispose();
        Folder.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            using var connection = await _listener.AcceptTcpClientAsync(_stop.Token);
            try
            {
                await using var stream = new SslStream(connection.GetStream());
                await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
                await AnswerAsync(stream);
            }
            catch (Exception error) when (error is IOException or System.Security.Authentication.AuthenticationException)
            {
                // The client went away, or trusts somebody else.
            }
        }
    }

    private async Task AnswerAsync(SslStream stream)
    {
        var head = await ReadHeadAsync(stream);
        if (!head.Contains($"\r\nAuthorization: Bearer {Token}\r\n", StringComparison.Ordinal))
        {
            await SendAsync(stream, Http(PodReplies.Status(401, "Unauthorized"), "401 Unauthorized"), _stop.Token);
            return;
        }

        lock (_questions) _questions.Add(head.Split(' ')[1]);
        Func<Stream, CancellationToken, Task>? reply;
        lock (_replies) _ = _replies.TryDequeue(out reply);
        await (reply?.Invoke(stream, _stop.Token) ?? SendAsync(stream, Http("", "500 Internal Server Error"), _stop.Token));
    }

    private async Task<string> ReadHeadAsync(SslStream stream)
    {
        var head = new StringBuilder();
        var buffer = new byte[4096];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(buffer, _stop.Token);
            if (count == 0) throw new IOException("the question breaks off");
            head.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        return head.ToString();
    }
}
