using System.Buffers;

namespace Wattshare.Exporter.Host.Containers;

/// <summary>
/// Which container a cgroup path belongs to. A path may hold several (Docker in Docker, kind): the outermost owns it, since it is the
/// one that this host's engine made; groups inside a container (its own <c>init.scope</c>, <c>system.slice</c>) belong to it as well.
/// The table of paths and runtimes is in docs/identity.md.
/// </summary>
/// <param name="Id">The id as the runtime gives it.</param>
/// <param name="Runtime">The runtime as in <see cref="Attribution.Model.ContainerInfo.Runtime"/>.</param>
/// <param name="PodUid">The uid of the Kubernetes pod, or empty.</param>
internal readonly record struct ContainerPath(string Id, string Runtime, string PodUid)
{
    /// <summary>The runtime where an id stands without a word that tells who made it.</summary>
    public const string Unknown = "unknown";

    private const string Scope = ".scope";
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Looks for a container in a path.</summary>
    /// <param name="path">The path of a group, beginning with a slash.</param>
    /// <param name="result">The outermost container.</param>
    /// <returns>False when the path is in no container.</returns>
    public static bool TryParse(ReadOnlySpan<char> path, out ContainerPath result)
    {
        ReadOnlySpan<char> previous = default;
        ReadOnlySpan<char> pod = default;
        var kubernetes = false;
        foreach (var range in path.Split('/'))
        {
            var segment = path[range];
            kubernetes |= PodPath.IsRoot(segment);
            if (kubernetes && PodPath.TryParse(segment, out var uid)) pod = uid;
            if (TryParseSegment(segment, previous, out var id, out var runtime))
            {
                result = new ContainerPath(HostText.Clean(Unescape(id), HostText.MaxName), runtime, PodPath.Format(pod));
                return true;
            }

            previous = segment;
        }

        result = default;
        return false;
    }

    private static bool TryParseSegment(ReadOnlySpan<char> segment, ReadOnlySpan<char> previous, out ReadOnlySpan<char> id, out string runtime)
    {
        if (TryParseLxc(segment, previous, out id))
        {
            runtime = "lxc";
            return true;
        }

        // Conmon, the process that watches a container, has a group of its own with the same id; it is the host's, not the container's.
        id = StripDecoration(segment);
        if (IsHexId(id))
        {
            runtime = RuntimeOf(segment[..^(id.Length + (segment.EndsWith(Scope, StringComparison.Ordinal) ? Scope.Length : 0))], previous);
            return runtime.Length > 0;
        }

        runtime = "";
        return false;
    }

    /// <summary>What is left of <c>docker-ID.scope</c>, <c>libpod-ID</c>, <c>SLICE:cri-containerd:ID</c> and the like: the last word.</summary>
    private static ReadOnlySpan<char> StripDecoration(ReadOnlySpan<char> segment)
    {
        if (segment.EndsWith(Scope, StringComparison.Ordinal)) segment = segment[..^Scope.Length];
        return segment[(segment.LastIndexOfAny('-', ':') + 1)..];
    }

    private static string RuntimeOf(ReadOnlySpan<char> prefix, ReadOnlySpan<char> previous) => prefix switch
    {
        "docker-" => "docker",
        "cri-containerd-" or "nerdctl-" or "containerd-" => "containerd",
        "crio-" => "cri-o",
        "libpod-" => "podman",
        "" when previous is "docker" => "docker",
        "" when previous is "k8s.io" or "default" or "containerd" => "containerd",
        "" when previous is "libpod_parent" => "podman",
        "" => Unknown,
        _ when prefix.EndsWith(":cri-containerd:", StringComparison.Ordinal) => "containerd",
        _ when prefix.EndsWith(":docker:", StringComparison.Ordinal) => "docker",
        _ when prefix.EndsWith(":crio:", StringComparison.Ordinal) => "cri-o",
        _ when prefix.EndsWith(":libpod:", StringComparison.Ordinal) => "podman",
        _ => "",
    };

    private static bool TryParseLxc(ReadOnlySpan<char> segment, ReadOnlySpan<char> previous, out ReadOnlySpan<char> name)
    {
        const string Payload = "lxc.payload.";
        const string Libvirt = @"machine-lxc\x2d";
        name = segment;
        if (segment.StartsWith(Payload, StringComparison.Ordinal)) name = segment[Payload.Length..];
        else if (segment.StartsWith(Libvirt, StringComparison.Ordinal) && segment.EndsWith(Scope, StringComparison.Ordinal))
            name = segment[Libvirt.Length..^Scope.Length];
        else if (previous is not ("lxc" or "lxc.payload")) return false;
        return name.Length > 0;
    }

    /// <summary>In names of units a dash divides levels, so that systemd writes a real one as <c>\x2d</c> (systemd-escape(1)).</summary>
    private static string Unescape(ReadOnlySpan<char> id) => id.ToString().Replace(@"\x2d", "-", StringComparison.Ordinal);

    private static bool IsHexId(ReadOnlySpan<char> text) => text.Length == 64 && !text.ContainsAnyExcept(HexDigits);
}
