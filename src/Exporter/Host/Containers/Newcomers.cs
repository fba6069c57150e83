namespace Wattshare.Exporter.Host.Containers;

/// <summary>
/// Tells who finds names in the background that the sampling thread met a container without one. Only the first question about a container
/// counts: most that stay unknown belong to a runtime that nobody is asked about. One thread notes, another looks.
/// </summary>
internal sealed class Newcomers
{
    private const int MaxAsked = 4096;

    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private volatile bool _any;

    /// <summary>Whether there was one since <see cref="Clear"/>.</summary>
    public bool Any => _any;

    /// <summary>Says that nothing is known of a container. Sampling thread only.</summary>
    /// <param name="id">Its id.</param>
    public void Note(string id)
    {
        if (_asked.Count >= MaxAsked) _asked.Clear();
        if (_asked.Add(id)) _any = true;
    }

    /// <summary>Begins anew. Before a question, so that a container that is met while it is under way hurries the next one.</summary>
    public void Clear() => _any = false;
}
