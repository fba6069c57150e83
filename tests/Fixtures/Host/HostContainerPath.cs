namespace Wattshare.Fixtures.Host;

/// <summary>One row of <see cref="HostContainerPaths"/>; runtime "-" is a path of no container.</summary>
public sealed record HostContainerPath(string Path, string Runtime, string Id, string PodUid);
