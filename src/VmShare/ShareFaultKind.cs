namespace Wattshare.VmShare;

/// <summary>What can be wrong with the share.</summary>
public enum ShareFaultKind
{
    /// <summary>The root cannot be used at all: no machine is published, and their energy waits in memory.</summary>
    RootUnusable = 0,

    /// <summary>Something of one machine could not be written; it is tried again with the next report.</summary>
    Unwritable = 1,

    /// <summary>Something else is where a directory has to be, and is not ours to remove.</summary>
    Obstructed = 2,

    /// <summary>Somebody changed, truncated, replaced or removed what was published; it was put right again.</summary>
    Damaged = 3,

    /// <summary>The value of an earlier run is lost: neither the counter nor <c>share.json</c> held a credible one.</summary>
    ValueLost = 4,
}
