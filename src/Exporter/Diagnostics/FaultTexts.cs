namespace Wattshare.Exporter.Diagnostics;

/// <summary>What a <see cref="FaultLog"/> says, kept for a report instead of a log. Safe for any number of threads.</summary>
internal sealed class FaultTexts : ILogger<FaultLog>
{
    private readonly List<string> _texts = [];

    /// <summary>The advice of each fault so far, in order.</summary>
    public IReadOnlyList<string> Texts
    {
        get
        {
            lock (_texts) return [.. _texts];
        }
    }

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => true;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> values) return;
        foreach (var (name, value) in values)
        {
            if (name != "Advice" || value is not string text) continue;
            lock (_texts) _texts.Add(text);
        }
    }
}
