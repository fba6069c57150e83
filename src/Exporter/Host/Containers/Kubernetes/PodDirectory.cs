using System.Diagnostics.CodeAnalysis;

namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>
/// The names of pods and of their containers. The looks are for the sampling thread and answer from memory; <see cref="RunAsync"/> runs
/// beside it, asks the source again and again, and more and more seldom while that fails. What was known stays known meanwhile.
/// </summary>
internal sealed class PodDirectory : IDisposable
{
    private readonly IPodSource _source;
    private readonly PodLimits _limits;
    private readonly TimeProvider _time;
    private readonly PodNames _names;
    private readonly Backoff _backoff;
    private readonly Newcomers _newcomers = new();

    /// <summary>Makes a directory; nothing is asked yet.</summary>
    /// <param name="source">Who knows. It is disposed of with the directory.</param>
    /// <param name="limits">How often it is asked and how far it is trusted.</param>
    /// <param name="time">The clock.</param>
    public PodDirectory(IPodSource source, PodLimits limits, TimeProvider time)
    {
        (_source, _limits, _time) = (source, limits, time);
        _names = new PodNames(time, limits);
        _backoff = new Backoff(limits.FirstPause, limits.LongestPause, time);
    }

    /// <summary>Looks a container up.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="labels">What is known.</param>
    /// <returns>False when it is not known yet, or never will be: the container that holds a pod's namespaces is in no list.</returns>
    public bool TryGetContainer(string id, [NotNullWhen(true)] out ContainerLabels? labels)
    {
        if (_names.TryGetContainer(id, out labels)) return true;
        _newcomers.Note(id);
        return false;
    }

    /// <summary>Looks a pod up.</summary>
    /// <param name="uid">The uid in the path of the container.</param>
    /// <param name="labels">Its name and namespace.</param>
    /// <returns>False when it is not known.</returns>
    public bool TryGetPod(string uid, [NotNullWhen(true)] out ContainerLabels? labels) => _names.TryGetPod(uid, out labels);

    /// <summary>Asks until it is cancelled.</summary>
    /// <param name="cancellation">Ends the task, normally.</param>
    /// <returns>A task that ends without exception.</returns>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (true) await PauseAsync(await AskAsync(cancellation), cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The end that was asked for.
        }
    }

    /// <summary>Asks once, or follows one watch. Not while <see cref="RunAsync"/> runs.</summary>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>.</param>
    /// <returns>How it ended.</returns>
    internal Task<PodStep> AskAsync(CancellationToken cancellation)
    {
        _newcomers.Clear();
        return _source.StepAsync(_names, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private async Task PauseAsync(PodStep step, CancellationToken cancellation)
    {
        if (step == PodStep.Continue) return;
        if (step == PodStep.Failed)
        {
            await Task.Delay(_backoff.Next(), _time, cancellation);
            return;
        }

        _backoff.Reset();
        var beats = step == PodStep.Again ? 1 : _limits.BeatsPerQuestion;
        do
        {
            await Task.Delay(_limits.Beat, _time, cancellation);
        }
        while (--beats > 0 && !_newcomers.Any);
    }
}
