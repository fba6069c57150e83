using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Wattshare.Exporter.Web;

/// <summary>Puts the errors of listening into words. Call it with what starting the application threw.</summary>
internal static class BindFailure
{
    /// <summary>Describes an error of listening.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="options">The options the application was built with.</param>
    /// <returns>One line for the operator, or null when the error is another one.</returns>
    public static string? Describe(Exception exception, WebOptions options)
    {
        var addresses = string.Join(", ", options.ListenAddresses);
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            var why = cause switch
            {
                AddressInUseException => "the port is in use by another program; stop that program or choose another port",
                SocketException socket => Describe(socket.SocketErrorCode),
                _ => null,
            };
            if (why is not null) return $"cannot listen on {addresses} (--web.listen-address): {why}";
        }

        return null;
    }

    private static string? Describe(SocketError error) => error switch
    {
        SocketError.AddressAlreadyInUse => "the port is in use by another program; stop that program or choose another port",
        SocketError.AccessDenied => "permission denied; ports below 1024 need CAP_NET_BIND_SERVICE, choose a higher one",
        SocketError.AddressNotAvailable => "this machine has no such address; use one of its own, or leave the address out for all interfaces",
        SocketError.AddressFamilyNotSupported => "this machine does not have that address family (IPv6 is switched off)",
        _ => null,
    };
}
