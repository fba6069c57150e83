namespace Wattshare.Exporter.Host.Containers;

/// <summary>Where an engine listens.</summary>
/// <param name="Runtime">The name of the engine.</param>
/// <param name="Paths">The places to look at, best first.</param>
internal sealed record EngineSocket(string Runtime, IReadOnlyList<string> Paths)
{
    /// <summary>The engines that a host usually has.</summary>
    /// <param name="rootfs">The prefix of host files.</param>
    /// <returns>Docker and Podman.</returns>
    /// <remarks>
    /// <c>/run</c> comes first: <c>/var/run</c> is a link to it, on some distributions an absolute one, which leads out of the prefix.
    /// </remarks>
    public static IReadOnlyList<EngineSocket> Usual(string rootfs)
    {
        var root = rootfs.TrimEnd('/');
        return
        [
            new EngineSocket("docker", [root + "/run/docker.sock", root + "/var/run/docker.sock"]),
            new EngineSocket("podman", [root + "/run/podman/podman.sock", root + "/var/run/podman/podman.sock"]),
        ];
    }

    /// <summary>Looks where the socket is now.</summary>
    /// <returns>The first path that exists, or null.</returns>
    public string? Find() => Paths.FirstOrDefault(File.Exists);
}
