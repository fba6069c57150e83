using System.Buffers;
using System.Text;

namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>
/// What Kubernetes allows in names (https://kubernetes.io/docs/concepts/overview/working-with-objects/names/). Whatever else comes is not a
/// name, whoever sent it.
/// </summary>
internal static class KubernetesName
{
    private const int MaxLabel = 63;
    private const int MaxSubdomain = 253;
    private const int MaxUid = 64;
    private const int MaxVersion = 128;
    private const int IdLength = 64;

    private static readonly SearchValues<byte> LabelBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-"u8);
    private static readonly SearchValues<byte> SubdomainBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-."u8);
    private static readonly SearchValues<byte> UidBytes = SearchValues.Create("0123456789abcdefABCDEF-"u8);
    private static readonly SearchValues<byte> VersionBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."u8);
    private static readonly SearchValues<byte> IdBytes = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>The name of a namespace or container: a DNS label.</summary>
    /// <param name="text">The bytes.</param>
    /// <param name="name">The name.</param>
    /// <returns>False when it is none.</returns>
    public static bool TryParseLabel(ReadOnlySpan<byte> text, out string name) =>
        TryTake(text, text.Length <= MaxLabel && HasBorders(text), LabelBytes, out name);

    /// <summary>The name of a pod: a DNS subdomain.</summary>
    /// <param name="text">The bytes.</param>
    /// <param name="name">The name.</param>
    /// <returns>False when it is none.</returns>
    public static bool TryParseSubdomain(ReadOnlySpan<byte> text, out string name) =>
        TryTake(text, text.Length <= MaxSubdomain && HasBorders(text) && text.IndexOf(".."u8) < 0, SubdomainBytes, out name);

    /// <summary>The uid of a pod, or the hash of a static one.</summary>
    /// <param name="text">The bytes.</param>
    /// <param name="uid">The uid.</param>
    /// <returns>False when it is none.</returns>
    public static bool TryParseUid(ReadOnlySpan<byte> text, out string uid) => TryTake(text, text.Length <= MaxUid, UidBytes, out uid);

    /// <summary>The id of a container without its runtime.</summary>
    /// <param name="text">The bytes.</param>
    /// <param name="id">The id.</param>
    /// <returns>False when it is none.</returns>
    public static bool TryParseId(ReadOnlySpan<byte> text, out string id) => TryTake(text, text.Length == IdLength, IdBytes, out id);

    /// <summary>A resource version, which is opaque, but is put into addresses.</summary>
    /// <param name="text">The bytes.</param>
    /// <param name="version">The version.</param>
    /// <returns>False when it is none.</returns>
    public static bool TryParseVersion(ReadOnlySpan<byte> text, out string version) => TryTake(text, text.Length <= MaxVersion, VersionBytes, out version);

    private static bool HasBorders(ReadOnlySpan<byte> text) => !text.IsEmpty && char.IsAsciiLetterOrDigit((char)text[0]) && char.IsAsciiLetterOrDigit((char)text[^1]);

    private static bool TryTake(ReadOnlySpan<byte> text, bool hasForm, SearchValues<byte> allowed, out string name)
    {
        name = "";
        if (!hasForm || text.IsEmpty || text.ContainsAnyExcept(allowed)) return false;
        name = Encoding.ASCII.GetString(text);
        return true;
    }
}
