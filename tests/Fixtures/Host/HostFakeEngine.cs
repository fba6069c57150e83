using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Wattshare.Fixtures.Host;

/// <summary>
/// A container engine on a real unix socket that answers whatever a test wants, byte by byte. Every connection gets one answer.
/// </summary>
public sealed class HostFakeEngine : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Task _serving;
    private int _questions;

    public HostFakeEngine(string path)
    {
        Path = path;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(16);
        _serving = ServeAsync();
    }

    public string Path { get; }

    /// <summary>What is sent after the question was read, until the connection is closed.</summary>
    public Func<Stream, CancellationToken, Task> Answer { get; set; } = (stream, stop) => SendAsync(stream, Http("[]"), stop);

    /// <summary>How many questions came.</summary>
    public int Questions => Volatile.Read(ref _questions);

    /// <summary>The head of the last question.</summary>
    public string LastQuestion { get; private set; } = "";

    public void AnswerWith(string text) => Answer = (stream, stop) => SendAsync(stream, text, stop);

    public static string Http(string body, string status = "200 OK") => string.Create(
        CultureInfo.InvariantCulture,
        $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _serving;
        _stop.Dispose();
        File.Delete(Path);
    }

    public static async Task SendAsync(Stream stream, string text, CancellationToken stop) => await stream.WriteAsync(Encoding.UTF8.GetBytes(text), stop);

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var connection = await _listener.AcceptAsync(_stop.Token);
                await AnswerOneAsync(connection);
            }
            catch (Exception error) when (error is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The client hung up, as it should with most of these answers, or the test is over.
            }
        }
    }

    private async Task AnswerOneAsync(Socket connection)
    {
        await using var stream = new NetworkStream(connection);
        var head = new StringBuilder();
        var buffer = new byte[4096];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var length = await stream.ReadAsync(buffer, _stop.Token);
            if (length == 0) return;
            head.Append(Encoding.ASCII.GetString(buffer, 0, length));
        }

        LastQuestion = head.ToString();
        Interlocked.Increment(ref _questions);
        await Answer(stream, _stop.Token);
    }
}
