using System.Text.RegularExpressions;
using Wattshare.Exporter.Web.Access;
using Wattshare.Fixtures;
using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Access;

/// <summary>Our reading of web configuration files beside that of Prometheus' exporter toolkit, which promtool has in it.</summary>
public sealed partial class ToolkitFormatTests : IAsyncLifetime
{
    private const string Tls = "tls_server_config: {cert_file: server.crt, key_file: server.key, ";
    private const string Hash = "$mDwo.lAisC94iLAyP81MCesa29IzH37oigHC/42V2pdJlUprsJPze";

    private readonly SecuredLab _lab = new();

    public Task InitializeAsync()
    {
        _lab.WriteFiles();
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => _lab.DisposeAsync().AsTask();

    [LabFact]
    public async Task File_of_the_page_is_one_of_the_toolkit()
    {
        // Newer than the toolkit in Debian's promtool; what is around it is checked all the same.
        var text = OpenPaths().Replace(DocPage.Of("docs/web-config.md").Blocks("yaml")[0], "");
        Assert.Equal((true, true), await VerdictsAsync(text));
    }

    [LabTheory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("tls_server_config:\nbasic_auth_users: {}\n")]
    [InlineData("basic_auth_users: {alice: $2y$10" + Hash + ", bob: $2b$04" + Hash + "}")]
    [InlineData(Tls + "client_auth_type: RequestClientCert}")]
    [InlineData(Tls + "client_auth_type: RequireAnyClientCert}")]
    [InlineData(Tls + "client_auth_type: VerifyClientCertIfGiven, client_ca_file: scrapers.crt}")]
    [InlineData(Tls + "min_version: TLS12, max_version: TLS13}")]
    [InlineData(Tls + "cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256]}")]
    [InlineData(Tls + "prefer_server_cipher_suites: false}")]
    [InlineData("http_server_config: {http2: false}")]
    [InlineData("http_server_config: {headers: {X-Frame-Options: deny, X-Content-Type-Options: nosniff, Strict-Transport-Security: max-age=1}}")]
    public async Task Both_take(string text) => Assert.Equal((true, true), await VerdictsAsync(text));

    [LabTheory]
    [InlineData("tls_server_confg: {}")]
    [InlineData("tls_server_config: {cert_file: server.crt}")]
    [InlineData("tls_server_config: {key_file: server.key}")]
    [InlineData("tls_server_config: {cert_file: absent.crt, key_file: server.key}")]
    [InlineData("tls_server_config: {cert_file: prometheus.crt, key_file: server.key}")]
    [InlineData(Tls + "client_auth_type: Always}")]
    [InlineData(Tls + "client_ca_file: scrapers.crt}")]
    [InlineData(Tls + "min_version: SSL30}")]
    [InlineData(Tls + "cipher_suites: [TLS_NO]}")]
    [InlineData("http_server_config: {http2: maybe}")]
    [InlineData("http_server_config: {headers: {Server: x}}")]
    [InlineData("http_server_config: {headers: {X-Frame-Options: allow}}")]
    [InlineData("basic_auth_users: {alice: hunter22}")]
    [InlineData("basic_auth_users: [alice]")]
    [InlineData("basic_auth_users: {alice: $2y$10" + Hash + ", alice: $2y$10" + Hash + "}")]
    [InlineData("- a")]
    [InlineData("tls_server_config: {cert_file: [")]
    public async Task Both_refuse(string text) => Assert.Equal((false, false), await VerdictsAsync(text));

    /// <summary>Where docs/web-config.md says that we are stricter, and where nobody could ever come in.</summary>
    [LabTheory]
    [InlineData(Tls + "client_auth_type: RequireAndVerifyClientCert}")]
    [InlineData(Tls + "client_auth_type: RequireAndVerifyClientCert, client_ca_file: server.key}")]
    [InlineData(Tls + "min_version: TLS10}")]
    [InlineData(Tls + "min_version: TLS13, max_version: TLS12}")]
    [InlineData(Tls + "curve_preferences: [X25519]}")]
    [InlineData("basic_auth_users: {alice: $2y$17" + Hash + "}")]
    public async Task Only_the_toolkit_takes(string text) => Assert.Equal((false, true), await VerdictsAsync(text));

    private async Task<(bool Ours, bool Theirs)> VerdictsAsync(string text)
    {
        await File.WriteAllTextAsync(_lab.ConfigPath, text);
        using var access = WebAccess.Open(_lab.ConfigPath, TimeProvider.System, out _);
        return (access is not null, (await LabTool.RunAsync("promtool", ["check", "web-config", _lab.ConfigPath])).ExitCode == 0);
    }

    [GeneratedRegex(@"^auth_excluded_paths:\n(  .*\n)+", RegexOptions.Multiline)]
    private static partial Regex OpenPaths();
}
