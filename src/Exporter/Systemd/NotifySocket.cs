using System.Net.Sockets;
using System.Text;

namespace Wattshare.Exporter.Systemd;

/// <summary>
/// The datagram socket of sd_notify(3). Sends never block and never throw: what systemd does not hear is no reason to stop measuring.
/// Safe for any number of threads.
/// </summary>
internal sealed class NotifySocket : IDisposable
{
    private readonly Socket _socket;
    private readonly UnixDomainSocketEndPoint _address;

    private NotifySocket(UnixDomainSocketEndPoint address)
    {
        _address = address;
        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
    }

    /// <summary>Makes a socket for an address as systemd writes it.</summary>
    /// <param name="address">An absolute path, or a name in the abstract namespace after <c>@</c>.</param>
    /// <returns>The socket, or null when the address is of another kind (<c>vsock:</c>) or too long.</returns>
    public static NotifySocket? Open(string address)
    {
        if (address.Length < 2 || address[0] is not ('/' or '@')) return null;
        try
        {
            return new NotifySocket(new UnixDomainSocketEndPoint(address[0] == '@' ? '\0' + address[1..] : address));
        }
        catch (Exception failure) when (failure is ArgumentException or SocketException)
        {
            return null;
        }
    }

    /// <summary>Sends one state.</summary>
    /// <param name="state">One assignment a line.</param>
    /// <returns>Null when it was sent, else why not.</returns>
    public SocketError? Send(string state)
    {
        try
        {
            _socket.SendTo(Encoding.UTF8.GetBytes(state), SocketFlags.None, _address);
            return null;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode;
        }
        catch (ObjectDisposedException)
        {
            return SocketError.Shutdown;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
