using System.Collections.Concurrent;

namespace Wattshare.Exporter.Diagnostics;

/// <summary>
/// Counts every fault and logs each distinct one once, with what to do about it, and once more when it is over.
/// Safe for any number of threads. Subjects come from outside, so the number that is remembered is bounded: for each kind by itself, so that
/// whoever can make up subjects of one kind silences no other.
/// </summary>
/// <param name="logger">Where the lines go.</param>
internal sealed partial class FaultLog(ILogger<FaultLog> logger)
{
    private const int MaxRememberedOfKind = 1024;

    private readonly ConcurrentDictionary<(FaultKind Kind, string Subject), bool> _open = new();
    private readonly long[] _counts = new long[Enum.GetValues<FaultKind>().Length];

    /// <summary>The number of open faults by kind. The dictionary takes all its locks to say that it is empty, which it nearly always is.</summary>
    private readonly int[] _known = new int[Enum.GetValues<FaultKind>().Length];

    /// <summary>Counts one fault, and logs it when this kind and subject are not known to be at fault already.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="subject">What is at fault, for example a path. A constant or cached text where this can happen each tick.</param>
    /// <param name="advice">What is wrong and what to do about it, as one or two sentences.</param>
    /// <param name="times">How often it happened.</param>
    public void Report(FaultKind kind, string subject, string advice, long times = 1)
    {
        Interlocked.Add(ref _counts[(int)kind], times);
        if (_open.ContainsKey((kind, subject)) || Volatile.Read(ref _known[(int)kind]) >= MaxRememberedOfKind) return;
        if (!_open.TryAdd((kind, subject), true)) return;
        Interlocked.Increment(ref _known[(int)kind]);
        LogFault(kind, subject, advice);
    }

    /// <summary>Says that a fault is over; logs it when it was known.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="subject">The subject given to <see cref="Report"/>.</param>
    public void Recovered(FaultKind kind, string subject)
    {
        if (Volatile.Read(ref _known[(int)kind]) == 0 || !_open.TryRemove((kind, subject), out _)) return;
        Interlocked.Decrement(ref _known[(int)kind]);
        LogRecovered(kind, subject);
    }

    /// <summary>How often a kind of fault happened since the start.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The count.</returns>
    public long Count(FaultKind kind) => Interlocked.Read(ref _counts[(int)kind]);

    [LoggerMessage(EventIds.Fault, LogLevel.Warning, "{Kind}: {Subject}: {Advice}")]
    private partial void LogFault(FaultKind kind, string subject, string advice);

    [LoggerMessage(EventIds.Recovered, LogLevel.Information, "{Kind}: {Subject}: recovered")]
    private partial void LogRecovered(FaultKind kind, string subject);
}
