namespace Wattshare.Fixtures.Lab;

/// <summary>The signals that tests send (signal(7)).</summary>
public enum Signal
{
    /// <summary>Sends nothing.</summary>
    None = 0,

    /// <summary>The terminal is gone.</summary>
    HangUp = 1,

    /// <summary>As Ctrl-C does.</summary>
    Interrupt = 2,

    /// <summary>Ends at once; cannot be handled.</summary>
    Kill = 9,

    /// <summary>Asks to end.</summary>
    Terminate = 15,

    /// <summary>Goes on after <see cref="Stop"/>.</summary>
    Continue = 18,

    /// <summary>Stands still until <see cref="Continue"/>; cannot be handled.</summary>
    Stop = 19,
}
