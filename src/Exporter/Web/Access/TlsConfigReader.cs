using System.Collections.Immutable;
using System.Net.Security;
using System.Security.Authentication;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Web.Access;

/// <summary>Reads the section <c>tls_server_config</c>.</summary>
internal static class TlsConfigReader
{
    /// <summary>TLS 1.0 and 1.1 are prohibited (RFC 8996), and no scraper needs them.</summary>
    private static readonly string[] Versions = ["TLS12", "TLS13"];

    /// <summary>Reads the section.</summary>
    /// <param name="section">The section.</param>
    /// <param name="folder">Where relative file names begin.</param>
    /// <returns>What is in it; of no use when faults were added.</returns>
    public static TlsConfig Read(WebConfigSection section, string folder)
    {
        var client = Enum.TryParse<ClientAuthentication>(section.Name("client_auth_type", Enum.GetNames<ClientAuthentication>()), out var type) ? type : default;
        var authorities = Pem(section, folder, "client_ca", "client_ca_file");
        var config = new TlsConfig
        {
            Certificate = Pem(section, folder, "cert", "cert_file"),
            Key = Pem(section, folder, "key", "key_file"),
            Client = client,
            ClientAuthorities = authorities,
            ClientNames = [.. section.List("client_allowed_sans")],
            Versions = ReadVersions(section),
            Suites = ReadSuites(section),
        };

        // OpenSSL keeps to the client's order or its own; .NET has no say in it, and what is spoken is the same.
        section.Flag("prefer_server_cipher_suites");
        if (section.List("curve_preferences").Count > 0) section.Fault("curve_preferences", "is not supported: the curves are those of the system's OpenSSL (openssl.cnf)");
        Check(section, config);
        section.End();
        return config;
    }

    private static void Check(WebConfigSection section, TlsConfig config)
    {
        if (!config.Certificate.IsGiven) section.Fault("cert_file", "is missing: TLS needs a certificate");
        if (!config.Key.IsGiven) section.Fault("key_file", "is missing: TLS needs the key of the certificate");
        var verifies = config.Client is ClientAuthentication.VerifyClientCertIfGiven or ClientAuthentication.RequireAndVerifyClientCert;
        if (verifies && !config.ClientAuthorities.IsGiven) section.Fault("client_auth_type", "needs client_ca_file, to verify the certificates of clients with");
        if (!verifies && config.ClientAuthorities.IsGiven) section.Fault("client_ca_file", "needs client_auth_type: RequireAndVerifyClientCert, else nobody is verified");
        if (config.ClientNames.Length > 0 && config.Client != ClientAuthentication.RequireAndVerifyClientCert)
            section.Fault("client_allowed_sans", "needs client_auth_type: RequireAndVerifyClientCert");
    }

    private static PemSource Pem(WebConfigSection section, string folder, string inline, string file)
    {
        var text = section.Text(inline);
        var path = section.Text(file);
        if (text is not null && path is not null) section.Fault(inline, $"and {file} are both given; one of them is enough");
        return new PemSource(path is null ? null : Path.Combine(folder, path), text);
    }

    private static SslProtocols ReadVersions(WebConfigSection section)
    {
        var least = section.Name("min_version", Versions) ?? Versions[0];
        var most = section.Name("max_version", Versions) ?? Versions[^1];
        if (string.CompareOrdinal(least, most) > 0) section.Fault("max_version", "is lower than min_version");
#pragma warning disable CA5398 // The versions are not chosen here: the operator writes them, in the words of the file format.
        return (least == "TLS12" ? SslProtocols.Tls12 : 0) | (most == "TLS13" ? SslProtocols.Tls13 : 0);
#pragma warning restore CA5398
    }

    private static ImmutableArray<TlsCipherSuite> ReadSuites(WebConfigSection section)
    {
        var suites = ImmutableArray.CreateBuilder<TlsCipherSuite>();
        foreach (var name in section.List("cipher_suites"))
        {
            // Two of Go's constants have a name without the hash beside the one that everybody writes.
            var full = name.EndsWith("CHACHA20_POLY1305", StringComparison.Ordinal) ? $"{name}_SHA256" : name;
            if (Enum.TryParse<TlsCipherSuite>(full, out var suite) && !char.IsAsciiDigit(full[0])) suites.Add(suite);
            else section.Fault("cipher_suites", $"has no suite {Printable.Quote(name)}; the names are those of Go's crypto/tls, such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        }

        return suites.DrainToImmutable();
    }
}
