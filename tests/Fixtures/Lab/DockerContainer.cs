namespace Wattshare.Fixtures.Lab;

/// <summary>A running container.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">Its full id.</param>
/// <param name="Pid">The host's id of its first process.</param>
public sealed record DockerContainer(string Name, string Id, int Pid);
