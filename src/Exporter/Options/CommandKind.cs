namespace Wattshare.Exporter.Options;

/// <summary>What the program is asked to do.</summary>
internal enum CommandKind
{
    /// <summary>The exporter on a host; the default.</summary>
    Serve,

    /// <summary>The exporter inside a virtual machine, fed by the VM share.</summary>
    Guest,

    /// <summary>Says what can be measured on this host.</summary>
    Check,

    /// <summary>A live table in the terminal.</summary>
    Top,

    /// <summary>Measures one command; reserved.</summary>
    Run,

    /// <summary>An estimate without measuring; reserved.</summary>
    Estimate,

    /// <summary>Fits wall power to the counters; reserved.</summary>
    Calibrate,
}
