namespace Wattshare.Exporter.Sensors.Rapl;

/// <summary>Why a zone is counted or only shown.</summary>
internal enum RaplRole
{
    /// <summary>Its name is not known, so nobody can say what it overlaps with.</summary>
    UnknownName = 0,

    /// <summary>Counted: the one zone that stands for its energy.</summary>
    Counted,

    /// <summary>Inside the package, which is counted.</summary>
    PartOfPackage,

    /// <summary>The same counter through another interface, or of the same name.</summary>
    Duplicate,

    /// <summary>A further die that mirrors its package's counter.</summary>
    MirroredDie,

    /// <summary>A platform zone that does not move while packages do: it is not wired on this machine.</summary>
    Motionless,
}
