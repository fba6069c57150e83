namespace Wattshare.Attribution.Idle;

/// <summary>Who carries idle energy. What nobody carries stays with the host (<see cref="Reporting.PowerReport.Idle"/>).</summary>
public enum IdlePolicy
{
    /// <summary>
    /// By what is reserved: a virtual machine carries the share of the hardware threads that its virtual processors are, a container that
    /// of its CPU request or limit. Where more is reserved than there is, every share is scaled down so that they make up the whole.
    /// </summary>
    ByReservation = 0,

    /// <summary>By use: who used CPU time in the interval carries that share of it.</summary>
    ByUse = 1,

    /// <summary>Nobody: all idle energy stays with the host.</summary>
    Separate = 2,
}
