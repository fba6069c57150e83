using System.Net;
using System.Net.Sockets;

namespace Wattshare.Fixtures.Lab;

/// <summary>Finds TCP ports on the loopback address.</summary>
public static class FreePort
{
    /// <summary>A port that nobody listens on now. The kernel gives these out in turn, so that nobody is likely to take it soon.</summary>
    /// <returns>The port.</returns>
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
