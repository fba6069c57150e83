using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>
/// The labels of containers by their ids, and of pods by their uids. One thread writes; any thread reads, at once and without allocation.
/// What is gone is remembered for a while, since its group and its row outlive it. Bounded in number, whatever is told.
/// </summary>
/// <param name="time">The clock of what is gone.</param>
/// <param name="limits">How much is remembered, and how long.</param>
internal sealed class PodNames(TimeProvider time, PodLimits limits)
{
    private readonly ConcurrentDictionary<string, Entry> _containers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Entry> _pods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Pod> _present = new(StringComparer.Ordinal);
    private readonly Queue<(string Key, Entry Entry)> _gone = new();
    private HashSet<string>? _listed;

    /// <summary>The number of pods that are there, for tests and the log.</summary>
    public int Count => _present.Count;

    /// <summary>Looks a container up.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="labels">What is known.</param>
    /// <returns>False when it is not known.</returns>
    public bool TryGetContainer(string id, [NotNullWhen(true)] out ContainerLabels? labels) => TryGet(_containers, id, out labels);

    /// <summary>Looks a pod up.</summary>
    /// <param name="uid">The uid in the paths of its cgroups.</param>
    /// <param name="labels">Its name and namespace.</param>
    /// <returns>False when it is not known.</returns>
    public bool TryGetPod(string uid, [NotNullWhen(true)] out ContainerLabels? labels) => TryGet(_pods, uid, out labels);

    /// <summary>Says that a list begins; what it does not name until <see cref="EndList"/> is gone. One that was not ended does not count.</summary>
    public void BeginList() => _listed = new(StringComparer.Ordinal);

    /// <summary>Says that a list is complete.</summary>
    public void EndList()
    {
        foreach (var uid in _present.Keys.Where(uid => !_listed!.Contains(uid)).ToArray()) Remove(uid);
        _listed = null;
        Forget();
    }

    /// <summary>Takes over what is told of a pod.</summary>
    /// <param name="pod">The pod.</param>
    /// <returns>False when there are too many.</returns>
    public bool Apply(Pod pod)
    {
        Forget();
        var known = _present.GetValueOrDefault(pod.Uid);
        if (known is null && _present.Count >= limits.MaxPods) return false;
        var bare = new ContainerLabels { Namespace = pod.Namespace, Pod = pod.Name };
        var fits = TrySet(_pods, pod.PathUid, pod.Uid, bare, limits.MaxPods * 2);
        foreach (var container in pod.Containers)
        {
            var labels = bare with { Name = container.Name, Image = container.Image, Runtime = container.Runtime };
            fits &= TrySet(_containers, container.Id, pod.Uid, labels, limits.MaxContainers);
        }

        _present[pod.Uid] = pod;
        _listed?.Add(pod.Uid);
        if (known is not null) MarkReplaced(known, pod);
        return fits;
    }

    /// <summary>Says that a pod is gone.</summary>
    /// <param name="uid">The uid of the object.</param>
    public void Remove(string uid)
    {
        if (!_present.Remove(uid, out var pod)) return;
        MarkGone(_pods, pod.PathUid, uid);
        foreach (var container in pod.Containers) MarkGone(_containers, container.Id, uid);
    }

    private static bool TryGet(ConcurrentDictionary<string, Entry> entries, string key, [NotNullWhen(true)] out ContainerLabels? labels)
    {
        var found = entries.TryGetValue(key, out var entry);
        labels = entry?.Labels;
        return found;
    }

    private bool TrySet(ConcurrentDictionary<string, Entry> entries, string key, string owner, ContainerLabels labels, int limit)
    {
        // The same object as long as nothing changes, so that readers see at one glance that nothing did.
        if (entries.TryGetValue(key, out var entry) && entry.Labels == labels && entry.Owner == owner && entry.GoneSince is null) return true;
        if (entry is null && entries.Count >= limit && !ForgetOldest()) return false;
        entries[key] = new Entry(entries, owner, labels);
        return true;
    }

    private void MarkReplaced(Pod before, Pod now)
    {
        if (before.PathUid != now.PathUid) MarkGone(_pods, before.PathUid, now.Uid);
        if (before.Containers.Count == 0) return;
        var ids = now.Containers.Select(container => container.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var container in before.Containers)
            if (!ids.Contains(container.Id)) MarkGone(_containers, container.Id, now.Uid);
    }

    /// <summary>A mirror pod that is made again has another uid and the same paths: those are not gone with the old one.</summary>
    private void MarkGone(ConcurrentDictionary<string, Entry> entries, string key, string owner)
    {
        if (!entries.TryGetValue(key, out var entry) || entry.Owner != owner || entry.GoneSince is not null) return;
        entry.GoneSince = time.GetTimestamp();
        _gone.Enqueue((key, entry));
    }

    private void Forget()
    {
        while (_gone.TryPeek(out var oldest) && time.GetElapsedTime(oldest.Entry.GoneSince!.Value) > limits.Retention) ForgetOldest();
    }

    /// <summary>Forgets what has been gone for the longest, unless it came back.</summary>
    private bool ForgetOldest()
    {
        while (_gone.TryDequeue(out var oldest))
            if (oldest.Entry.Home.TryRemove(new(oldest.Key, oldest.Entry))) return true;
        return false;
    }

    /// <summary>One name. It is replaced when its pod comes back, and thereby no longer gone.</summary>
    private sealed class Entry(ConcurrentDictionary<string, Entry> home, string owner, ContainerLabels labels)
    {
        public ConcurrentDictionary<string, Entry> Home => home;

        /// <summary>The uid of the pod that said so last.</summary>
        public string Owner => owner;

        public ContainerLabels Labels => labels;

        /// <summary>Since when it is gone; of the writing thread.</summary>
        public long? GoneSince { get; set; }
    }
}
