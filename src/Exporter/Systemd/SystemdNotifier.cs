using System.Net.Sockets;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Systemd;

/// <summary>
/// Tells systemd how the program is, by the protocol of sd_notify(3). Does nothing when systemd did not ask for it. No member throws for
/// a socket that is gone; that is logged once. Safe for any number of threads.
/// </summary>
internal sealed partial class SystemdNotifier : IDisposable
{
    private readonly NotifySocket? _socket;
    private readonly ILogger<SystemdNotifier> _logger;
    private int _failed;

    /// <summary>Makes a notifier from what systemd put into the environment.</summary>
    /// <param name="environment">All environment variables; <c>NOTIFY_SOCKET</c> is the one that counts.</param>
    /// <param name="logger">Where a fault goes.</param>
    public SystemdNotifier(IReadOnlyDictionary<string, string> environment, ILogger<SystemdNotifier> logger)
    {
        _logger = logger;
        if (environment.GetValueOrDefault("NOTIFY_SOCKET") is not { Length: > 0 } address) return;
        _socket = NotifySocket.Open(address);
        if (_socket is null) LogUnusable(Printable.Clean(address));
    }

    /// <summary>True when systemd listens.</summary>
    public bool IsActive => _socket is not null;

    /// <summary>The program does what it is for: <c>READY=1</c>.</summary>
    /// <param name="status">One line for <c>systemctl status</c>.</param>
    public void Ready(string status) => Send($"READY=1\nSTATUS={OneLine(status)}");

    /// <summary>What the program does at the moment: <c>STATUS=</c>.</summary>
    /// <param name="status">One line for <c>systemctl status</c>.</param>
    public void Status(string status) => Send($"STATUS={OneLine(status)}");

    /// <summary>The program ends: <c>STOPPING=1</c>.</summary>
    public void Stopping() => Send("STOPPING=1");

    /// <summary>The program is alive: <c>WATCHDOG=1</c>.</summary>
    public void Ping() => Send("WATCHDOG=1");

    /// <inheritdoc/>
    public void Dispose() => _socket?.Dispose();

    private void Send(string state)
    {
        if (_socket is null) return;
        if (_socket.Send(state) is not { } error) Volatile.Write(ref _failed, 0);
        else if (Interlocked.Exchange(ref _failed, 1) == 0) LogFailed(error);
    }

    /// <summary>Each line is an assignment of its own, so that a line feed in a status could say anything.</summary>
    private static string OneLine(string status) => Printable.Clean(status.ReplaceLineEndings(" "));

    [LoggerMessage(EventIds.NotifyUnusable, LogLevel.Warning, "NOTIFY_SOCKET is {Address}, which is neither a path nor an abstract socket; systemd is not told anything")]
    private partial void LogUnusable(string address);

    [LoggerMessage(EventIds.NotifyFailed, LogLevel.Warning, "systemd could not be told how the program is ({Error}); it is tried again each time")]
    private partial void LogFailed(SocketError error);
}
