using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Wattshare.Fixtures;

/// <summary>An authority that nobody else knows, and the certificates that it signs. Certificates are good for 28 days.</summary>
public sealed class TestAuthority : IDisposable
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    /// <summary>Its own certificate.</summary>
    public X509Certificate2 Certificate { get; } =
        Make("CN=authority", null, request => request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true)));

    /// <summary>Its own certificate as PEM.</summary>
    public string Pem => Certificate.ExportCertificatePem() + "\n";

    /// <summary>Makes a server's certificate.</summary>
    /// <param name="subject">Its subject, such as <c>CN=server</c>.</param>
    /// <param name="address">Its address; 127.0.0.1 when none is given.</param>
    /// <returns>The certificate with its key.</returns>
    public X509Certificate2 SignServer(string subject = "CN=server", IPAddress? address = null) =>
        Sign(subject, names => names.AddIpAddress(address ?? IPAddress.Loopback), ServerUse);

    /// <summary>Makes a client's certificate.</summary>
    /// <param name="fill">Adds its names.</param>
    /// <returns>The certificate with its key.</returns>
    public X509Certificate2 SignClient(Action<SubjectAlternativeNameBuilder> fill) => Sign("CN=client", fill, ClientUse);

    /// <summary>Makes a certificate that nobody signed but itself.</summary>
    /// <returns>The certificate with its key.</returns>
    public static X509Certificate2 Stranger() => Make("CN=stranger", null, _ => { });

    /// <summary>The key of a certificate as PEM.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <returns>PKCS#8 without a passphrase.</returns>
    public static string KeyPem(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem() + "\n";
    }

    /// <inheritdoc/>
    public void Dispose() => Certificate.Dispose();

    private X509Certificate2 Sign(string subject, Action<SubjectAlternativeNameBuilder> fill, string use) => Make(subject, Certificate, request =>
    {
        var names = new SubjectAlternativeNameBuilder();
        fill(names);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], false));
    });

    private static X509Certificate2 Make(string subject, X509Certificate2? issuer, Action<CertificateRequest> extend)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        extend(request);
        var (begin, end) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        if (issuer is null) return request.CreateSelfSigned(begin, end);
        using var certificate = request.Create(issuer, begin.AddHours(1), end.AddDays(-1), Guid.NewGuid().ToByteArray());
        using var withKey = certificate.CopyWithPrivateKey(key);

        // A key that lives in memory alone cannot be shown by SslStream as a client; a round through PKCS#12 makes it one that can.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }
}
