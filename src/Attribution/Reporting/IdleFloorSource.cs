namespace Wattshare.Attribution.Reporting;

/// <summary>Where the idle power of a component comes from.</summary>
public enum IdleFloorSource
{
    /// <summary>Not known yet: idle energy is counted as 0 and everything is active.</summary>
    Unknown = 0,

    /// <summary>Learned from intervals in which the host was nearly idle.</summary>
    Learned = 1,

    /// <summary>Given by the operator.</summary>
    Configured = 2,

    /// <summary>Stated by the source itself, as the model does.</summary>
    Stated = 3,
}
