// Certificates are the runtime's, which is OpenSSL: who asks for TLS has it, and OpenSslLibrary looks for it before the runtime does.
#pragma warning disable RS0030

using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Wattshare.Exporter.Web.Access;

/// <summary>A TLS configuration with its certificates loaded, as the server hands it to each new connection. Immutable.</summary>
internal sealed class TlsSettings
{
    private TlsSettings(SslServerAuthenticationOptions options, X509Certificate2 certificate) => (Options, Validity) = (options, (certificate.NotBefore, certificate.NotAfter));

    /// <summary>What a connection is set up with. One object for all of them, so that sessions can be resumed.</summary>
    public SslServerAuthenticationOptions Options { get; }

    /// <summary>From when until when the server's own certificate is valid.</summary>
    public (DateTimeOffset Begin, DateTimeOffset End) Validity { get; }

    /// <summary>Loads the certificates.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="texts">The texts of its PEM sources.</param>
    /// <param name="fault">Why they cannot be used; null when they can.</param>
    /// <returns>The settings, or null.</returns>
    public static TlsSettings? Load(TlsConfig config, TlsTexts texts, out string? fault)
    {
        var part = "cert_file, key_file";
        try
        {
#pragma warning disable CA2000 // Connections use it for as long as they please, also after it was replaced; its handle is freed with the last of them.
            var certificate = X509Certificate2.CreateFromPem(texts.Certificate, texts.Key);
#pragma warning restore CA2000
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(texts.Certificate);
            chain.RemoveAt(0);
            part = "client_ca_file";
            var check = texts.ClientAuthorities is { } authorities ? new ClientCertificateCheck(config, Import(authorities)) : new ClientCertificateCheck(config, []);
            fault = null;
            return new TlsSettings(ToOptions(config, SslStreamCertificateContext.Create(certificate, chain, offline: true), check), certificate);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            // The messages are OpenSSL's and the runtime's own; they tell what was expected and quote nothing of a key.
            fault = $"{part}: cannot be used: {failure.Message.ReplaceLineEndings(" ")}";
            return null;
        }
    }

    private static X509Certificate2Collection Import(string text)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(text);
        return authorities.Count > 0 ? authorities : throw new CryptographicException("it has no certificate in it");
    }

    private static SslServerAuthenticationOptions ToOptions(TlsConfig config, SslStreamCertificateContext certificate, ClientCertificateCheck check) => new()
    {
        ServerCertificateContext = certificate,
        EnabledSslProtocols = config.Versions,
        CipherSuitesPolicy = Suites(config),
        ClientCertificateRequired = config.Client != ClientAuthentication.NoClientCert,
        CertificateChainPolicy = check.Policy,
        RemoteCertificateValidationCallback = check.IsAccepted,
        AllowRenegotiation = false,
    };

    /// <summary>A list of suites limits those up to TLS 1.2, as in Go: those of TLS 1.3 are all good and stay.</summary>
#pragma warning disable CA1416 // The program is for Linux alone, and TLS there is OpenSSL, which has such policies.
    private static CipherSuitesPolicy? Suites(TlsConfig config) => config.Suites.IsEmpty ? null : new CipherSuitesPolicy(
    [
        TlsCipherSuite.TLS_AES_128_GCM_SHA256, TlsCipherSuite.TLS_AES_256_GCM_SHA384, TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256, .. config.Suites,
    ]);
#pragma warning restore CA1416
}
