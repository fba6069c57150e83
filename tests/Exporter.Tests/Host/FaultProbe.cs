using Microsoft.Extensions.Logging;
using Wattshare.Exporter.Diagnostics;

namespace Wattshare.Exporter.Tests.Host;

/// <summary>A fault log whose lines can be looked at. Safe for two threads.</summary>
internal sealed class FaultProbe : ILogger<FaultLog>
{
    private readonly List<string> _lines = [];

    public FaultProbe() => Log = new FaultLog(this);

    public FaultLog Log { get; }

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines) _lines.Add($"{logLevel}: {formatter(state, exception)}");
    }
}
