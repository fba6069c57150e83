using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Wattshare.Exporter.Web.Access;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Web.Access;

/// <summary>A folder with a web configuration file and certificates of an authority that nobody else knows. Deleted when disposed of.</summary>
internal sealed class AccessFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wattshare-web-");

    public AccessFolder() => Authority = Make("CN=authority", null, request => request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true)));

    public X509Certificate2 Authority { get; }

    public ManualTime Time { get; } = new();

    public string ConfigPath => PathOf("web.yml");

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public void Write(string name, string text) => File.WriteAllText(PathOf(name), text);

    public WebAccess Open(string config)
    {
        Write("web.yml", config);
        var access = WebAccess.Open(ConfigPath, Time, out var faults);
        Assert.Empty(faults);
        return access!;
    }

    public IReadOnlyList<string> FaultsOf(string config)
    {
        Write("web.yml", config);
        using var access = WebAccess.Open(ConfigPath, Time, out var faults);
        Assert.Null(access);
        return [.. faults.Select(fault => fault.Replace(_folder.FullName + "/", "", StringComparison.Ordinal))];
    }

    /// <summary>Writes a server's certificate for 127.0.0.1 and its key to files.</summary>
    public X509Certificate2 WriteServerCertificate(string subject = "CN=server")
    {
        var certificate = Signed(subject, names => names.AddIpAddress(IPAddress.Loopback), "1.3.6.1.5.5.7.3.1");
        Write("server.crt", certificate.ExportCertificatePem() + "\n" + Authority.ExportCertificatePem());
        using var key = certificate.GetECDsaPrivateKey()!;
        Write("server.key", key.ExportPkcs8PrivateKeyPem());
        Write("authority.crt", Authority.ExportCertificatePem());
        return certificate;
    }

    public X509Certificate2 ClientCertificate(Action<SubjectAlternativeNameBuilder> names, string use = "1.3.6.1.5.5.7.3.2") => Signed("CN=client", names, use);

    public static X509Certificate2 Stranger() => Make("CN=stranger", null, _ => { });

    public void Dispose()
    {
        Authority.Dispose();
        _folder.Delete(recursive: true);
    }

    private X509Certificate2 Signed(string subject, Action<SubjectAlternativeNameBuilder> fill, string use) => Make(subject, Authority, request =>
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
