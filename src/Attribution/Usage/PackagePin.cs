namespace Wattshare.Attribution.Usage;

/// <summary>
/// The package that somebody was bound to for the whole time between two readings. A mutable value inside its state; one thread.
/// </summary>
internal struct PackagePin
{
    private bool _isKnown;
    private int? _last;

    /// <summary>The package, or null when there was none, or another one at the beginning.</summary>
    public int? Package { get; private set; }

    /// <summary>Takes in a reading. Who is new was where it is found for as long as it was there.</summary>
    /// <param name="package">The package that it is bound to now, or null.</param>
    public void Advance(int? package)
    {
        Package = _isKnown && _last != package ? null : package;
        (_isKnown, _last) = (true, package);
    }
}
