using System.Net.Sockets;
using System.Text;

namespace Wattshare.Fixtures.Lab;

/// <summary>The socket that a service manager listens on (sd_notify(3)).</summary>
public sealed class NotifySocket : IDisposable
{
    private readonly LabDirectory _directory = new("notify");
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    /// <summary>Begins to listen.</summary>
    public NotifySocket()
    {
        FullPath = _directory.At("notify");
        _socket.Bind(new UnixDomainSocketEndPoint(FullPath));
    }

    /// <summary>The value of <c>NOTIFY_SOCKET</c>.</summary>
    public string FullPath { get; }

    /// <summary>Waits for a line, passing over others.</summary>
    /// <param name="line">For example <c>READY=1</c>.</param>
    /// <returns>The lines that came, this one last.</returns>
    public async Task<IReadOnlyList<string>> WaitForAsync(string line)
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var buffer = new byte[4096];
        var lines = new List<string>();
        while (!lines.Contains(line))
        {
            var length = await _socket.ReceiveAsync(buffer, cancellation.Token);
            lines.AddRange(Encoding.UTF8.GetString(buffer, 0, length).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }

        return lines;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        _directory.Dispose();
    }
}
