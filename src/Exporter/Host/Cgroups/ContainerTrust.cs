namespace Wattshare.Exporter.Host.Cgroups;

/// <summary>Who can have made the group of a container, the most trusted first.</summary>
internal enum ContainerTrust
{
    /// <summary>Only root makes groups there: slices, and the folders of engines.</summary>
    Root,

    /// <summary>A unit is around it, which may be delegated to a user.</summary>
    Unit,

    /// <summary>It is in the slice of a user.</summary>
    User,
}
