namespace Wattshare.Attribution.Reporting;

/// <summary>Why energy belongs to nobody.</summary>
public enum UnattributedReason
{
    /// <summary>Interrupt time that the kernel charges to no task.</summary>
    Interrupt = 0,

    /// <summary>Busy time of the host that no group and no process explains: skew between the readings, tasks that left no trace.</summary>
    Skew = 1,

    /// <summary>Energy of an interval in which no CPU time was seen at all, or none could be read.</summary>
    NoUsage = 2,

    /// <summary>Energy of an interval that could not be divided to its end, because of a defect of this program.</summary>
    Fault = 3,
}
