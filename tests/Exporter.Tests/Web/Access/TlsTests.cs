#pragma warning disable CA5398 // A test of a version has to name it.

using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Web.Access;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Web.Access;

public sealed class TlsTests : IDisposable
{
    private const string Server = "tls_server_config:\n  cert_file: server.crt\n  key_file: server.key\n";
    private const string Verified = Server + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: authority.crt\n";

    private readonly AccessFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "1.1", "1.1")]
    [InlineData("", "2.0", "2.0")]
    [InlineData("http_server_config: {http2: false}\n", "2.0", "1.1")]
    public async Task It_serves_over_tls(string more, string asked, string spoken)
    {
        _folder.WriteServerCertificate().Dispose();
        using var access = _folder.Open(Server + more);
        await using var server = await RunningServer.StartAsync(access: access, tls: Client());
        Assert.Equal("https", server.Address.Scheme);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/-/healthy") { Version = Version.Parse(asked) };
        using var answer = await server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Version.Parse(spoken), answer.Version);
    }

    [Theory]
    [InlineData("1.1", true)]
    [InlineData("2.0", false)]
    public async Task A_body_that_nobody_reads_ends_the_connection_of_HTTP_1_and_is_no_line_in_the_log(string version, bool closes)
    {
        _folder.WriteServerCertificate().Dispose();
        using var access = _folder.Open(Server);
        using var log = new ServerLog();
        await using var server = await RunningServer.StartAsync(access: access, tls: Client(), log: log);
        for (var i = 0; i < 3; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/metrics") { Version = Version.Parse(version), Content = new StringContent("x") };
            using var answer = await server.Client.SendAsync(request);
            Assert.Equal((HttpStatusCode.MethodNotAllowed, Version.Parse(version)), (answer.StatusCode, answer.Version));
            Assert.Equal(closes, answer.Headers.ConnectionClose ?? false);
        }

        Assert.Empty(log.Lines);
    }

    [Fact]
    public async Task An_older_version_than_the_file_allows_is_refused()
    {
        _folder.WriteServerCertificate().Dispose();
        using var access = _folder.Open(Server + "  min_version: TLS13\n");
        await using var server = await RunningServer.StartAsync(access: access, tls: Client(SslProtocols.Tls12));
        await Assert.ThrowsAsync<HttpRequestException>(() => server.Client.GetAsync("/-/healthy"));
    }

    [Theory]
    [InlineData("scraper.example", true)]
    [InlineData("ops@example.org", true)]
    [InlineData("10.0.0.9", true)]
    [InlineData("https://example.org/scraper", true)]
    [InlineData("other.example", false)]
    [InlineData("example.org", false)]
    public async Task A_client_needs_a_name_of_the_list(string allowed, bool passes)
    {
        _folder.WriteServerCertificate().Dispose();
        using var access = _folder.Open(Verified + $"  client_allowed_sans: ['{allowed}']\n");
        using var certificate = _folder.ClientCertificate(names =>
        {
            names.AddDnsName("scraper.example");
            names.AddEmailAddress("ops@example.org");
            names.AddIpAddress(IPAddress.Parse("10.0.0.9"));
            names.AddUri(new Uri("https://example.org/scraper"));
        });
        Assert.Equal(passes, await PassesAsync(access, certificate));
    }

    [Theory]
    [InlineData("NoClientCert", true, true, true)]
    [InlineData("RequestClientCert", true, true, true)]
    [InlineData("RequireAnyClientCert", false, true, true)]
    [InlineData("VerifyClientCertIfGiven", true, false, true)]
    [InlineData("RequireAndVerifyClientCert", false, false, true)]
    public async Task What_a_client_has_to_show_is_as_in_go(string type, bool withNone, bool withStrange, bool withSigned)
    {
        _folder.WriteServerCertificate().Dispose();
        var verifies = type.Contains("Verify", StringComparison.Ordinal) ? "  client_ca_file: authority.crt\n" : "";
        using var access = _folder.Open($"{Server}  client_auth_type: {type}\n{verifies}");
        using var stranger = TestAuthority.Stranger();
        using var signed = _folder.ClientCertificate(names => names.AddDnsName("scraper"));
        Assert.Equal(withNone, await PassesAsync(access, null));
        Assert.Equal(withStrange, await PassesAsync(access, stranger));
        Assert.Equal(withSigned, await PassesAsync(access, signed));
    }

    [Fact]
    public async Task A_certificate_that_is_not_for_clients_is_refused()
    {
        using var ofServer = _folder.WriteServerCertificate();
        using var access = _folder.Open(Verified);
        Assert.False(await PassesAsync(access, ofServer));
    }

    [Fact]
    public async Task A_renewed_certificate_is_shown_to_the_next_connection()
    {
        _folder.WriteServerCertificate("CN=old").Dispose();
        using var access = _folder.Open(Server);
        Assert.Equal("CN=old", await SubjectAsync(access));
        _folder.WriteServerCertificate("CN=new").Dispose();
        _folder.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("CN=new", await SubjectAsync(access));
    }

    [Fact]
    public async Task A_renewal_that_is_half_done_leaves_the_old_certificate_in_force()
    {
        _folder.WriteServerCertificate("CN=old").Dispose();
        var (certificate, key) = (File.ReadAllText(_folder.PathOf("server.crt")), File.ReadAllText(_folder.PathOf("server.key")));
        using var access = _folder.Open(Server);
        await using var server = await RunningServer.StartAsync(access: access, tls: Client());
        access.Faults = server.Metrics.Faults;
        _folder.WriteServerCertificate("CN=new").Dispose();
        _folder.Write("server.key", key);
        _folder.Time.Advance(TimeSpan.FromSeconds(2));
        using (var answer = await server.Client.GetAsync("/-/healthy")) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(1, server.Metrics.Faults.Count(FaultKind.WebConfigUnusable));
        _folder.Write("server.crt", certificate);
        _folder.Time.Advance(TimeSpan.FromSeconds(2));
        access.Current();
        Assert.Equal(1, server.Metrics.Faults.Count(FaultKind.WebConfigUnusable));
    }

    [Fact]
    public void What_cannot_be_used_is_told_at_the_start_without_the_key()
    {
        Assert.Equal(["web.yml: tls_server_config: server.crt does not exist"], _folder.FaultsOf(Server));
        _folder.WriteServerCertificate().Dispose();
        var key = File.ReadAllText(_folder.PathOf("server.key"));
        _folder.Write("server.crt", "nothing");
        Assert.StartsWith("web.yml: tls_server_config: cert_file, key_file: cannot be used: ", Assert.Single(_folder.FaultsOf(Server)), StringComparison.Ordinal);
        _folder.WriteServerCertificate().Dispose();
        _folder.Write("server.key", key);
        var mismatch = Assert.Single(_folder.FaultsOf(Server));
        Assert.StartsWith("web.yml: tls_server_config: cert_file, key_file: cannot be used: ", mismatch, StringComparison.Ordinal);
        Assert.DoesNotContain(key[40..60], mismatch, StringComparison.Ordinal);
        _folder.WriteServerCertificate().Dispose();
        _folder.Write("authority.crt", "nothing");
        Assert.Equal(["web.yml: tls_server_config: client_ca_file: cannot be used: it has no certificate in it"], _folder.FaultsOf(Verified));
    }

    [Fact]
    public async Task Tls_cannot_be_taken_away_while_it_runs()
    {
        _folder.WriteServerCertificate().Dispose();
        using var access = _folder.Open(Server);
        await using var server = await RunningServer.StartAsync(access: access, tls: Client());
        access.Faults = server.Metrics.Faults;
        _folder.Write("web.yml", "");
        _folder.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.NotNull(access.Current().Tls);
        Assert.Equal(1, server.Metrics.Faults.Count(FaultKind.WebConfigUnusable));
    }

    [Fact]
    public void Names_of_a_malformed_certificate_are_none()
    {
        Assert.Empty(SubjectNames.Of([]));
        Assert.Empty(SubjectNames.Of([0x30, 0x7f, 1]));
        Assert.Empty(SubjectNames.Of([0x30, 0x03, 0x82, 0x7f, 0x61]));
        Assert.Equal(["a"], SubjectNames.Of([0x30, 0x03, 0x82, 0x01, 0x61]));
    }

    private async Task<bool> PassesAsync(WebAccess access, X509Certificate2? certificate)
    {
        await using var server = await RunningServer.StartAsync(access: access, tls: Client(certificate: certificate));
        try
        {
            using var answer = await server.Client.GetAsync("/-/healthy");
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<string> SubjectAsync(WebAccess access)
    {
        var subject = "";
        var tls = Client();
        tls.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
        {
            subject = certificate!.Subject;
            return errors == SslPolicyErrors.None;
        };
        await using var server = await RunningServer.StartAsync(access: access, tls: tls);
        (await server.Client.GetAsync("/-/healthy")).Dispose();
        return subject;
    }

    private SslClientAuthenticationOptions Client(SslProtocols versions = SslProtocols.None, X509Certificate2? certificate = null)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(_folder.Authority);
        return new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = versions,
            CertificateChainPolicy = trust,
            ClientCertificates = certificate is null ? null : [certificate],
            LocalCertificateSelectionCallback = certificate is null ? null : (_, _, _, _, _) => certificate,
        };
    }
}
