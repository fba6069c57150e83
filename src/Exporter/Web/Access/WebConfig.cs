using System.Collections.Frozen;

namespace Wattshare.Exporter.Web.Access;

/// <summary>A web configuration file in the format of Prometheus' exporter toolkit (docs/web-configuration.md there), read and valid. Immutable.</summary>
internal sealed record WebConfig
{
    /// <summary>The section <c>tls_server_config</c>; null for plain HTTP.</summary>
    public TlsConfig? Tls { get; init; }

    /// <summary>Whether HTTP/2 is offered; only ever over TLS.</summary>
    public bool Http2 { get; init; } = true;

    /// <summary>Headers of every answer, by name.</summary>
    public FrozenDictionary<string, string> Headers { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The bcrypt hash of each user's password; empty when nobody has to say who they are.</summary>
    public FrozenDictionary<string, string> Users { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The highest cost of those hashes, by which nobody can tell from the time what names there are; 0 without users.</summary>
    public int HighestCost => Users.Count == 0 ? 0 : Users.Values.Max(static hash => BcryptHash.Cost(hash));

    /// <summary>Paths that everybody may read.</summary>
    public FrozenSet<string> OpenPaths { get; init; } = FrozenSet<string>.Empty;
}
