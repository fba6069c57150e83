namespace Wattshare.Exporter.Host.Cgroups;

/// <summary>
/// Groups in which somebody else than the host's administrator may make groups: the slice of a user, and units of systemd, whose subtree may be
/// delegated (https://systemd.io/CGROUP_DELEGATION/). What is outside of them was made by root: slices, and the groups of most engines.
/// </summary>
internal static class TenantPath
{
    /// <summary>Services that are engines, below which groups of containers are with some settings; no other user makes groups there.</summary>
    private static readonly string[] Engines =
    [
        "containerd.service", "docker.service", "crio.service", "kubelet.service", "k3s.service", "k3s-agent.service", "rke2-server.service", "rke2-agent.service",
    ];

    /// <summary>Tells whether a group is somebody's.</summary>
    /// <param name="path">Its path, beginning with a slash.</param>
    /// <returns>True when who it belongs to may make groups in it.</returns>
    public static bool IsTenant(ReadOnlySpan<char> path)
    {
        var name = NameOf(path);
        if (IsUser(path) || name.EndsWith(".scope", StringComparison.Ordinal)) return true;
        if (!name.EndsWith(".service", StringComparison.Ordinal)) return false;
        foreach (var engine in Engines)
            if (name.SequenceEqual(engine)) return false;
        return true;
    }

    /// <summary>Tells whether a group is all that a user has (<c>user.slice/user-1000.slice</c>, with <c>user@1000.service</c> in it).</summary>
    /// <param name="path">Its path, beginning with a slash.</param>
    /// <returns>True when it is a user's.</returns>
    public static bool IsUser(ReadOnlySpan<char> path)
    {
        var name = NameOf(path);
        return (name.StartsWith("user-", StringComparison.Ordinal) && name.EndsWith(".slice", StringComparison.Ordinal))
            || (name.StartsWith("user@", StringComparison.Ordinal) && name.EndsWith(".service", StringComparison.Ordinal));
    }

    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> path) => path[(path.LastIndexOf('/') + 1)..];
}
