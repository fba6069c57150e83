using System.Diagnostics.CodeAnalysis;
using Wattshare.Exporter.Diagnostics;

namespace Wattshare.Exporter.Host.Containers;

/// <summary>
/// The names of containers from Docker and Podman. <see cref="TryGet"/> is for the sampling thread and answers from memory;
/// <see cref="RunAsync"/> runs beside it, asks the engines and publishes what they say as one immutable table.
/// </summary>
internal sealed class DockerDirectory : IDisposable
{
    private readonly EngineClient[] _clients;
    private readonly IReadOnlyDictionary<string, ContainerLabels>[] _replies;
    private readonly EngineLimits _limits;
    private readonly TimeProvider _time;
    private readonly Newcomers _newcomers = new();
    private volatile Dictionary<string, ContainerLabels> _known = [];

    /// <summary>Makes a directory of the engines that a host usually has.</summary>
    /// <param name="rootfs">The prefix of host files.</param>
    /// <param name="time">The clock of the beat.</param>
    /// <param name="faults">Told when an engine does not answer as it should.</param>
    /// <param name="logger">For what is worth a line and is no fault.</param>
    public DockerDirectory(string rootfs, TimeProvider time, FaultLog faults, ILogger<DockerDirectory> logger)
        : this(EngineSocket.Usual(rootfs), new EngineLimits(), time, faults, logger)
    {
    }

    /// <summary>Makes a directory of the given engines.</summary>
    /// <param name="sockets">Where they listen.</param>
    /// <param name="limits">How often they are asked and how far they are trusted.</param>
    /// <param name="time">The clock of the beat.</param>
    /// <param name="faults">Told when an engine does not answer as it should.</param>
    /// <param name="logger">For what is worth a line and is no fault.</param>
    internal DockerDirectory(IReadOnlyList<EngineSocket> sockets, EngineLimits limits, TimeProvider time, FaultLog faults, ILogger logger)
    {
        (_limits, _time) = (limits, time);
        _clients = [.. sockets.Select(socket => new EngineClient(socket, limits, faults, logger))];
        _replies = new IReadOnlyDictionary<string, ContainerLabels>[_clients.Length];
        Array.Fill(_replies, _known);
    }

    /// <summary>Looks a container up. Sampling thread only.</summary>
    /// <param name="id">The full id from the cgroup path.</param>
    /// <param name="labels">What is known of it.</param>
    /// <returns>False when nothing is known, now.</returns>
    public bool TryGet(string id, [NotNullWhen(true)] out ContainerLabels? labels)
    {
        if (_known.TryGetValue(id, out labels)) return true;
        _newcomers.Note(id);
        return false;
    }

    /// <summary>Asks the engines now and then, and soon after a new container was seen, until it is cancelled.</summary>
    /// <param name="cancellation">Ends the task, normally.</param>
    /// <returns>A task that ends without exception.</returns>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            using var beat = new PeriodicTimer(_limits.Beat, _time);
            var beats = 0;
            do
            {
                if (beats++ % _limits.BeatsPerQuestion != 0 && !_newcomers.Any) continue;
                beats = 1;
                await AskAsync(cancellation);
            }
            while (await beat.WaitForNextTickAsync(cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The end that was asked for.
        }
    }

    /// <summary>Asks every engine once and publishes the answers. One that does not answer keeps its last answer.</summary>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>.</param>
    /// <returns>When the table is published.</returns>
    internal async Task AskAsync(CancellationToken cancellation)
    {
        _newcomers.Clear();
        for (var i = 0; i < _clients.Length; i++)
            if (await _clients[i].AskAsync(cancellation) is { } reply) _replies[i] = reply;

        var merged = new Dictionary<string, ContainerLabels>(StringComparer.Ordinal);
        foreach (var reply in _replies)
            foreach (var (id, labels) in reply) merged.TryAdd(id, labels);
        _known = merged;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var client in _clients) client.Dispose();
    }
}
