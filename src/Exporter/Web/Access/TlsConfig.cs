using System.Collections.Immutable;
using System.Net.Security;
using System.Security.Authentication;

namespace Wattshare.Exporter.Web.Access;

/// <summary>The section <c>tls_server_config</c>, read and not yet tried.</summary>
internal sealed record TlsConfig
{
    /// <summary>The server's certificate, and those between it and the authority.</summary>
    public required PemSource Certificate { get; init; }

    /// <summary>The key of the first certificate.</summary>
    public required PemSource Key { get; init; }

    /// <summary>What clients have to show.</summary>
    public ClientAuthentication Client { get; init; }

    /// <summary>The authorities that sign the certificates of clients.</summary>
    public PemSource ClientAuthorities { get; init; }

    /// <summary>The names of which a client's certificate must have one; empty when any will do.</summary>
    public ImmutableArray<string> ClientNames { get; init; } = [];

    /// <summary>The versions that are spoken.</summary>
    public required SslProtocols Versions { get; init; }

    /// <summary>The suites up to TLS 1.2 that are spoken; empty for those that OpenSSL is set up for.</summary>
    public ImmutableArray<TlsCipherSuite> Suites { get; init; } = [];
}
