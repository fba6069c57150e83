namespace Wattshare.Exporter.Terminal;

/// <summary>What a row of the table is.</summary>
internal enum TopKind
{
    /// <summary>A virtual machine.</summary>
    Vm,

    /// <summary>A container.</summary>
    Container,

    /// <summary>The processes outside of both.</summary>
    System,

    /// <summary>Idle energy that nobody carries.</summary>
    Idle,

    /// <summary>Energy that no use explains.</summary>
    Unattributed,

    /// <summary>One process.</summary>
    Process,

    /// <summary>The processes that have no row of their own.</summary>
    OtherProcesses,
}
