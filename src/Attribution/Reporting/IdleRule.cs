namespace Wattshare.Attribution.Reporting;

/// <summary>By which rule the idle energy of a component is given out.</summary>
public enum IdleRule
{
    /// <summary>By what is reserved of the hardware threads.</summary>
    ByReservation = 0,

    /// <summary>By the CPU time of the interval.</summary>
    ByUse = 1,

    /// <summary>To nobody: it stays with the host.</summary>
    Separate = 2,

    /// <summary>By the memory that is held.</summary>
    ByHeldMemory = 3,
}
