using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>Why an exchange failed.</summary>
/// <param name="What">What is wrong and what mends it, without a full stop.</param>
/// <param name="IsExpired">Whether it is only that the version or the page asked for is too old (410 Gone).</param>
internal sealed record ClusterFailure(string What, bool IsExpired = false)
{
    /// <summary>The version that was asked for is not remembered any more.</summary>
    public static ClusterFailure Expired { get; } = new("what was known is too old", IsExpired: true);

    /// <summary>The reply breaks off.</summary>
    public static ClusterFailure Torn { get; } = new("its reply breaks off in the middle; it is asked again");

    /// <summary>The reply is something else.</summary>
    public static ClusterFailure Garbage { get; } = new("its reply is not a list of pods or their changes; check what listens there");

    /// <summary>The reply is too large.</summary>
    public static ClusterFailure TooLarge { get; } = new("its reply is too large to be about the pods of a node; check what listens there");

    /// <summary>It takes too long.</summary>
    public static ClusterFailure Slow { get; } = new("it does not answer in time; see whether it is overloaded, or something between drops what is sent");

    /// <summary>Tells what a piece that is no item means.</summary>
    /// <param name="piece">The piece.</param>
    /// <returns>The failure, or null at a good end.</returns>
    public static ClusterFailure? Of(JsonPiece piece) => piece switch
    {
        JsonPiece.End => null,
        JsonPiece.Torn => Torn,
        JsonPiece.TooLarge => TooLarge,
        _ => Garbage,
    };

    /// <summary>Tells what a status means.</summary>
    /// <param name="status">Not a good one.</param>
    /// <param name="right">What is to be granted to who may not, for example <c>list of pods</c>.</param>
    /// <returns>The failure.</returns>
    public static ClusterFailure Of(HttpStatusCode status, string right) => status switch
    {
        HttpStatusCode.Unauthorized => new("the token of the service account is not accepted (401); its file is read anew each time, so see whether it is kept up to date"),
        HttpStatusCode.Forbidden => new($"the service account lacks the right to {right} (403); grant it (rbac.create in the chart)"),
        HttpStatusCode.Gone => Expired,
        _ => new($"it answers with HTTP status {(int)status}; look into its log"),
    };

    /// <summary>Tells what an exception means.</summary>
    /// <param name="error">One that <see cref="IsExpected"/>.</param>
    /// <returns>The failure.</returns>
    public static ClusterFailure Of(Exception error)
    {
        if (error is OperationCanceledException) return Slow;
        if (error.InnerException is AuthenticationException)
            return new($"its certificate is not one of the cluster's authority, or not for this address ({Clean(error.InnerException)}); see whether ca.crt and the address are right");
        return (error.InnerException as SocketException ?? error as SocketException)?.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => new("nobody listens there; see whether it runs"),
            SocketError.HostNotFound => new("its name is not known; see whether it is right"),
            _ => new($"the exchange failed ({Clean(error)})"),
        };
    }

    /// <summary>Tells whether an exception is one of those that networks are known for.</summary>
    /// <param name="error">The exception.</param>
    /// <returns>False for a defect.</returns>
    public static bool IsExpected(Exception error) => error is HttpRequestException or IOException or SocketException or OperationCanceledException or AuthenticationException;

    private static string Clean(Exception error) => HostText.Clean(error.Message, HostText.MaxName);
}
