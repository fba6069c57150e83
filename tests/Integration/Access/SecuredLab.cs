using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Wattshare.Exporter.Web.Access;
using Wattshare.Fixtures;
using Wattshare.Fixtures.Lab;
using Wattshare.Fixtures.Simulator;

namespace Wattshare.Integration.Access;

/// <summary>
/// The exporter with the web configuration of docs/web-config.md, word for word but for the hash, and Prometheus with the scrape
/// configurations of that page and of docs/scrape.md, word for word but for the address and, where they are absolute, the paths.
/// </summary>
internal sealed partial class SecuredLab : IAsyncDisposable
{
    public const string Documented = "wattshare";
    public const string FromScrapePage = "wattshare-scrape-page";
    public const string WrongPassword = "wattshare-wrong-password";
    public const string NoCertificate = "wattshare-no-certificate";
    public const string OtherAuthority = "wattshare-other-authority";

    private const string Password = "correct horse";

    private readonly LabDirectory _directory = new("tls");
    private readonly PowerSimulator _simulator;
    private readonly TestAuthority _other = new();
    private ExporterProcess? _exporter;

    public SecuredLab() => _simulator = new(_directory.Make("sys"), new());

    public TestAuthority Authority { get; } = new();

    public PrometheusLab Prometheus { get; private set; } = null!;

    public string ConfigPath => _directory.At("web.yml");

    public Uri Address => new($"https://127.0.0.1:{_exporter!.Port}");

    public string Log => _exporter!.Log;

    /// <summary>Writes all files of both sides.</summary>
    public void WriteFiles()
    {
        WriteServer("CN=first");
        using var scraper = Authority.SignClient(names => names.AddDnsName("prometheus"));
        Write("scrapers.crt", Authority.Pem);
        Write("web.yml", BcryptOfPage().Replace(DocPage.Of("docs/web-config.md").Blocks("yaml")[0], _ => Hash(Password)));
        WriteAuthorities();
        Write("prometheus.crt", scraper.ExportCertificatePem());
        Write("prometheus.key", TestAuthority.KeyPem(scraper));
        Write("wattshare.password", Password + "\n");
        Write("password", Password + "\n");
        Write("wrong.password", "battery staple\n");
        Write("other.crt", _other.Pem);
    }

    public async Task StartAsync()
    {
        WriteFiles();
        _exporter = ExporterProcess.Start($"--web.config.file={ConfigPath}", $"--path.sysfs={_simulator.SysfsPath}", "--sample.interval=100ms");
        var documented = DocPage.Of("docs/web-config.md").Blocks("yaml")[1];
        var fromScrapePage = DocPage.Of("docs/scrape.md").Blocks("yaml").Single(block => block.Contains("password_file", StringComparison.Ordinal));
        Write("prometheus.yml", "global: {scrape_interval: 2s, scrape_timeout: 2s}\n" + Job(documented, Documented, "scrape_configs:\n")
            + Job(fromScrapePage.Replace("/etc/prometheus/wattshare/", _directory.FullPath + "/", StringComparison.Ordinal), FromScrapePage)
            + Job(documented.Replace("wattshare.password", "wrong.password", StringComparison.Ordinal), WrongPassword)
            + Job(OwnCertificate().Replace(documented, ""), NoCertificate)
            + Job(documented.Replace("authority.crt", "other.crt", StringComparison.Ordinal), OtherAuthority));
        Prometheus = await PrometheusLab.StartConfiguredAsync(_directory.At("prometheus.yml"));
    }

    /// <summary>Gives the exporter another certificate of the same authority, as a renewal does: one file after the other.</summary>
    public X509Certificate2 WriteServer(string subject, IPAddress? address = null)
    {
        var certificate = Authority.SignServer(subject, address);
        Write("server.crt", certificate.ExportCertificatePem() + "\n" + Authority.Pem);
        Write("server.key", TestAuthority.KeyPem(certificate));
        return certificate;
    }

    /// <summary>Writes the file of authorities with a remark, which makes Prometheus connect anew: it compares the file's content.</summary>
    public void WriteAuthorities(string remark = "") => Write("authority.crt", Authority.Pem + remark);

    public Task<PrometheusTarget> TargetAsync(string job, Func<PrometheusTarget, bool> condition) => Poll.ForAsync(
        async () => (await Prometheus.TargetsAsync()).SingleOrDefault(target => target.Job == job && condition(target)),
        TimeSpan.FromSeconds(60),
        () => $"a scrape of the job {job}: {string.Join('\n', Prometheus.TargetsAsync().GetAwaiter().GetResult())}\n{Log}");

    public async ValueTask DisposeAsync()
    {
        if (Prometheus is not null) await Prometheus.DisposeAsync();
        if (_exporter is not null) await _exporter.DisposeAsync();
        Authority.Dispose();
        _other.Dispose();
        _simulator.Dispose();
        _directory.Dispose();
    }

    private void Write(string name, string text) => File.WriteAllText(_directory.At(name), text);

    private string Job(string block, string name, string begin = "") => begin + block["scrape_configs:\n".Length..]
        .Replace("job_name: wattshare", $"job_name: {name}", StringComparison.Ordinal)
        .Replace("hypervisor1:19288", $"127.0.0.1:{_exporter!.Port}", StringComparison.Ordinal);

    private static string Hash(string password)
    {
        using var crypt = Crypt.TryOpen()!;
        return crypt.Hash(System.Text.Encoding.UTF8.GetBytes(password), "$2y$10$mDwo.lAisC94iLAyP81MCe")!;
    }

    [GeneratedRegex(@"\$2y\$\S{56}")]
    private static partial Regex BcryptOfPage();

    [GeneratedRegex(@"^      (cert|key)_file: .*\n", RegexOptions.Multiline)]
    private static partial Regex OwnCertificate();
}
