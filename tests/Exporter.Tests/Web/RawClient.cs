using System.Net.Sockets;
using System.Text;

namespace Wattshare.Exporter.Tests.Web;

/// <summary>A client that sends whatever bytes it likes. Every wait ends after a while, so a server that hangs fails the test.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
        ReceiveTimeout = 60_000,
        SendTimeout = 60_000,
    };

    public RawClient(RunningServer server, int? receiveBuffer = null)
    {
        if (receiveBuffer is { } size) _socket.ReceiveBufferSize = size;
        _socket.Connect(server.Address.Host, server.Address.Port);
    }

    public void Send(string text) => Send(Encoding.Latin1.GetBytes(text));

    public void Send(byte[] bytes)
    {
        for (var sent = 0; sent < bytes.Length;) sent += _socket.Send(bytes.AsSpan(sent));
    }

    /// <summary>Sends for as long as the server takes it, at most the given number of times.</summary>
    /// <returns>How many times it was taken.</returns>
    public int SendUntilRefused(byte[] bytes, int times)
    {
        for (var i = 0; i < times; i++)
        {
            try
            {
                Send(bytes);
            }
            catch (SocketException)
            {
                return i;
            }
        }

        return times;
    }

    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Reads so many bytes, or fewer when the server ends the connection before, by whatever means.</summary>
    public string Read(int count)
    {
        var text = new StringBuilder();
        var bytes = new byte[Math.Min(count, 64 * 1024)];
        try
        {
            while (text.Length < count)
            {
                var got = _socket.Receive(bytes.AsSpan(0, Math.Min(bytes.Length, count - text.Length)));
                if (got == 0) break;
                text.Append(Encoding.Latin1.GetString(bytes, 0, got));
            }
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            // That is an end as well.
        }

        return text.ToString();
    }

    public string ReadToEnd() => Read(int.MaxValue);

    public void Dispose() => _socket.Dispose();
}
