namespace Wattshare.VmShare.Counters;

/// <summary>What came of storing a counter.</summary>
/// <param name="Damaged">True when the file does not hold what was last written to it: somebody else wrote, truncated or replaced it.</param>
/// <param name="Error">An error number, 0 when the value is stored.</param>
internal readonly record struct StoreResult(bool Damaged, int Error)
{
    /// <summary>The value is in the file.</summary>
    public static StoreResult Stored => default;

    /// <summary>The file has been tampered with; nothing was stored.</summary>
    public static StoreResult WasDamaged => new(true, 0);

    /// <summary>True when the value is in the file.</summary>
    public bool Ok => !Damaged && Error == 0;
}
