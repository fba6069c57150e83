namespace Wattshare.Attribution.Reporting;

/// <summary>By which rule the idle energy of a component is given out.</summary>
public enum IdleRule
{
    /// <summary>By the hardware threads that are reserved.</summary>
    ByReservation = 0,

    /// <summary>By CPU time.</summary>
    ByUse = 1,

    /// <summary>Nobody carries any.</summary>
    Separate = 2,

    /// <summary>By the memory that is held.</summary>
    ByHeldMemory = 3,
}
