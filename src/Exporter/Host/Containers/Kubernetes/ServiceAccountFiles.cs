namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>
/// The files of a service account, which the kubelet mounts into a pod and keeps up to date.
/// https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/
/// </summary>
/// <param name="Folder">Where they are.</param>
internal sealed record ServiceAccountFiles(string Folder)
{
    private const int MaxToken = 64 * 1024;
    private const int MaxAuthorities = 1024 * 1024;

    /// <summary>Where a pod has them.</summary>
    public static ServiceAccountFiles Usual { get; } = new("/var/run/secrets/kubernetes.io/serviceaccount");

    /// <summary>The file of the token.</summary>
    public string TokenPath => Path.Combine(Folder, "token");

    /// <summary>The file of the cluster's authorities.</summary>
    public string AuthoritiesPath => Path.Combine(Folder, "ca.crt");

    /// <summary>Reads the token. It is never logged, nor is anything of it.</summary>
    /// <returns>The token; null when there is none that could stand in a header.</returns>
    public string? ReadToken()
    {
        var token = Read(TokenPath, MaxToken)?.Trim();
        return token is { Length: > 0 } && !token.AsSpan().ContainsAnyExceptInRange('!', '~') ? token : null;
    }

    /// <summary>Reads the certificates of the cluster's authorities.</summary>
    /// <returns>PEM; null when there is none.</returns>
    public string? ReadAuthorities() => Read(AuthoritiesPath, MaxAuthorities);

    private static string? Read(string path, int limit)
    {
        try
        {
            return new FileInfo(path) is { Exists: true } file && file.Length <= limit ? File.ReadAllText(path) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
