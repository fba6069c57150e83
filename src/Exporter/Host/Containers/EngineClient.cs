using System.Net.Sockets;
using Wattshare.Exporter.Diagnostics;

namespace Wattshare.Exporter.Host.Containers;

/// <summary>
/// Asks one engine over its socket for the containers that run. The path without a version makes each engine answer in the newest form
/// it knows, and the few fields used here are the same in all. Reply and time are bounded. Not for use by two callers at a time.
/// </summary>
internal sealed partial class EngineClient : IDisposable
{
    private static readonly Uri List = new("http://engine/containers/json?all=0");

    private readonly EngineSocket _socket;
    private readonly FaultLog _faults;
    private readonly ILogger _logger;
    private readonly SocketsHttpHandler _handler;
    private readonly HttpClient _http;
    private bool _saidAbsent;
    private string _path = "";

    /// <summary>Makes a client; nothing is connected yet.</summary>
    /// <param name="socket">Where the engine listens.</param>
    /// <param name="limits">How long and how much.</param>
    /// <param name="faults">Told when the engine does not answer as it should.</param>
    /// <param name="logger">For what is worth a line and is no fault.</param>
    public EngineClient(EngineSocket socket, EngineLimits limits, FaultLog faults, ILogger logger)
    {
        (_socket, _faults, _logger) = (socket, faults, logger);
        _handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ConnectCallback = ConnectAsync };
        _http = new HttpClient(_handler, disposeHandler: false) { Timeout = limits.Timeout, MaxResponseContentBufferSize = limits.MaxReplyBytes };
    }

    /// <summary>Asks once.</summary>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>.</param>
    /// <returns>The labels by id; none where there is no engine; null when it did not answer as it should, which has been reported.</returns>
    public async Task<IReadOnlyDictionary<string, ContainerLabels>?> AskAsync(CancellationToken cancellation)
    {
        if (_socket.Find() is not { } path) return NoteAbsent();
        _saidAbsent = false;
        _path = path;
        try
        {
            using var response = await _http.GetAsync(List, cancellation);
            if (!response.IsSuccessStatusCode) return Refuse($"it answers with HTTP status {(int)response.StatusCode}; look into the engine's own log");
            var body = await response.Content.ReadAsByteArrayAsync(cancellation);
            if (!EngineReply.TryParse(body, _socket.Runtime, out var containers)) return Refuse("its reply is not a list of containers; check what listens there");
            _faults.Recovered(FaultKind.EngineUnavailable, path);
            return containers;
        }
        catch (Exception error) when (IsExpected(error) && !cancellation.IsCancellationRequested)
        {
            return Refuse(Explain(error));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }

    private static bool IsExpected(Exception error) => error is HttpRequestException or IOException or SocketException or OperationCanceledException
        or ArgumentException;

    private static string Explain(Exception error)
    {
        if (error is OperationCanceledException) return "it does not answer in time; see whether the engine hangs";
        if (error is HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded })
            return "its reply is too large to be a list of containers; check what listens there";
        return (error as SocketException ?? error.InnerException as SocketException)?.SocketErrorCode switch
        {
            SocketError.AccessDenied => "permission denied; run as root, or as a member of the group that owns the socket",
            SocketError.ConnectionRefused => "nobody listens on it; start the engine",
            _ => "the exchange failed (" + HostText.Clean(error.Message, HostText.MaxName) + ")",
        };
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
#pragma warning disable CA2000 // The stream that is returned owns the socket, and the one path without a stream disposes it.
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
#pragma warning restore CA2000
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_path), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private Dictionary<string, ContainerLabels> NoteAbsent()
    {
        // A host without this engine is not at fault; one whose engine was stopped is not any more.
        if (!_saidAbsent) LogAbsent(_socket.Runtime);
        _saidAbsent = true;
        if (_path.Length > 0) _faults.Recovered(FaultKind.EngineUnavailable, _path);
        return [];
    }

    private IReadOnlyDictionary<string, ContainerLabels>? Refuse(string what)
    {
        _faults.Report(FaultKind.EngineUnavailable, _path, $"The container engine cannot be asked for names: {what}. Containers are shown by id.");
        return null;
    }

    [LoggerMessage(EventIds.EngineAbsent, LogLevel.Debug, "No socket of {Engine}: its containers, if any come, are shown by id until it appears")]
    private partial void LogAbsent(string engine);
}
