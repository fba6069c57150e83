using System.Buffers;

namespace Wattshare.Exporter.Host.Containers;

/// <summary>
/// The parts of a cgroup path that the kubelet makes: <c>kubepods/burstable/podUID</c> with the cgroupfs driver,
/// <c>kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podUID.slice</c> with systemd, where dashes of the uid are
/// underscores because a dash divides the levels of a slice. Static pods have a hash without dashes in place of a uid.
/// </summary>
internal static class PodPath
{
    private static readonly SearchValues<char> UidCharacters = SearchValues.Create("0123456789abcdef-_");

    /// <summary>Tells whether a part of the path is the kubelet's root or below it (kind and k3s put a prefix in front).</summary>
    /// <param name="segment">One part.</param>
    /// <returns>True when pods may follow.</returns>
    public static bool IsRoot(ReadOnlySpan<char> segment) => segment is "kubepods" || segment.Contains("kubepods-", StringComparison.Ordinal)
        || segment.EndsWith("kubepods.slice", StringComparison.Ordinal);

    /// <summary>Looks for the uid of a pod.</summary>
    /// <param name="segment">One part of the path.</param>
    /// <param name="uid">The uid as it stands there.</param>
    /// <returns>False when the part is no pod.</returns>
    public static bool TryParse(ReadOnlySpan<char> segment, out ReadOnlySpan<char> uid)
    {
        uid = segment;
        var name = segment;

        // A runtime that was given systemd's form with the cgroupfs driver makes one directory SLICE:cri-containerd:ID of it.
        if (name.IndexOf(".slice", StringComparison.Ordinal) is var slice and >= 0)
        {
            name = name[..slice];
            if (name.IndexOf("-pod", StringComparison.Ordinal) is not (var dash and >= 0)) return false;
            name = name[(dash + 1)..];
        }

        if (!name.StartsWith("pod", StringComparison.Ordinal)) return false;
        uid = name["pod".Length..];
        return uid.Length is >= 32 and <= 36 && !uid.ContainsAnyExcept(UidCharacters);
    }

    /// <summary>The uid as Kubernetes writes it.</summary>
    /// <param name="uid">The uid from a path, or nothing.</param>
    /// <returns>The uid with dashes, or empty.</returns>
    public static string Format(ReadOnlySpan<char> uid) => uid.IsEmpty ? "" : uid.ToString().Replace('_', '-');
}
