using System.Security.Cryptography.X509Certificates;
using Wattshare.Exporter.Web.Access;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Web.Access;

/// <summary>A folder with a web configuration file and certificates of an authority that nobody else knows. Deleted when disposed of.</summary>
internal sealed class AccessFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wattshare-web-");
    private readonly TestAuthority _authority = new();

    public X509Certificate2 Authority => _authority.Certificate;

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
        var certificate = _authority.SignServer(subject);
        Write("server.crt", certificate.ExportCertificatePem() + "\n" + _authority.Pem);
        Write("server.key", TestAuthority.KeyPem(certificate));
        Write("authority.crt", _authority.Pem);
        return certificate;
    }

    public X509Certificate2 ClientCertificate(Action<SubjectAlternativeNameBuilder> names) => _authority.SignClient(names);

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }
}
