using System.Net.Sockets;
using System.Text;

namespace Wattshare.Exporter.Tests.Systemd;

/// <summary>The side of systemd: a real datagram socket.</summary>
internal sealed class NotifyReceiver : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wattshare-test-").FullName;
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    public NotifyReceiver(bool isAbstract = false)
    {
        var name = isAbstract ? "wattshare-test-" + Guid.NewGuid() : Path.Combine(_folder, "notify");
        Address = isAbstract ? "@" + name : name;
        _socket.Bind(new UnixDomainSocketEndPoint(isAbstract ? "\0" + name : name));
        _socket.ReceiveTimeout = 10_000;
    }

    public string Address { get; }

    /// <summary>True when nothing waits to be received. Datagrams to a local socket are there as soon as they are sent.</summary>
    public bool IsSilent => _socket.Available == 0;

    public Dictionary<string, string> Environment => new() { ["NOTIFY_SOCKET"] = Address };

    public string Receive()
    {
        var buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, _socket.Receive(buffer));
    }

    public void Dispose()
    {
        _socket.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
