namespace Wattshare.Exporter.Host.Hypervisors;

/// <summary>The package that all threads have in common. A mutable value for a moment; one thread.</summary>
internal record struct PackageVote
{
    private int? _package;
    private bool _differs;

    /// <summary>How many threads there were.</summary>
    public int Count { get; private set; }

    /// <summary>The package, or null when there was no thread, or not one package for all.</summary>
    public readonly int? Package => _differs ? null : _package;

    /// <summary>Adds a thread.</summary>
    /// <param name="package">Its package, or null when it is bound to none.</param>
    public void Add(int? package)
    {
        _differs |= package is null || (Count > 0 && package != _package);
        _package = package;
        Count++;
    }
}
