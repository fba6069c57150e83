namespace Wattshare.Exporter.Terminal;

/// <summary>What the table is ordered by.</summary>
internal enum TopSort
{
    /// <summary>Power, the highest first.</summary>
    Power,

    /// <summary>Energy, the highest first.</summary>
    Energy,

    /// <summary>Names.</summary>
    Name,
}
