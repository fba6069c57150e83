#pragma warning disable CA5398 // A test of a version has to name it.

using System.Net.Security;
using System.Security.Authentication;
using Wattshare.Exporter.Web.Access;

namespace Wattshare.Exporter.Tests.Web.Access;

public sealed class WebConfigReaderTests
{
    private const string Hash = "$2y$10$mDwo.lAisC94iLAyP81MCesa29IzH37oigHC/42V2pdJlUprsJPze";

    [Fact]
    public void Every_key_of_the_format_is_read()
    {
        var read = WebConfigReader.Read("/etc/wattshare/web.yml", $$"""
            tls_server_config:
              cert_file: server.crt
              key_file: /keys/server.key
              client_auth_type: RequireAndVerifyClientCert
              client_ca_file: ca.crt
              client_allowed_sans: [scraper.example, 10.0.0.1]
              min_version: TLS13
              max_version: TLS13
              cipher_suites:
                - TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
                - TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305
              prefer_server_cipher_suites: true
            http_server_config:
              http2: false
              headers:
                X-Frame-Options: sameorigin
                Strict-Transport-Security: max-age=31536000
            basic_auth_users:
              alice: {{Hash}}
            auth_excluded_paths:
              - /-/healthy
            """);
        Assert.Empty(read.Faults);
        var tls = read.Config!.Tls!;
        Assert.Equal(new PemSource("/etc/wattshare/server.crt", null), tls.Certificate);
        Assert.Equal(new PemSource("/keys/server.key", null), tls.Key);
        Assert.Equal(new PemSource("/etc/wattshare/ca.crt", null), tls.ClientAuthorities);
        Assert.Equal(ClientAuthentication.RequireAndVerifyClientCert, tls.Client);
        Assert.Equal(["scraper.example", "10.0.0.1"], tls.ClientNames.AsEnumerable());
        Assert.Equal(SslProtocols.Tls13, tls.Versions);
        Assert.Equal([TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256], tls.Suites.AsEnumerable());
        Assert.False(read.Config.Http2);
        Assert.Equal("sameorigin", read.Config.Headers["x-frame-options"]);
        Assert.Equal(Hash, read.Config.Users["alice"]);
        Assert.Equal(["/-/healthy"], read.Config.OpenPaths);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("---\n")]
    [InlineData("tls_server_config:\nbasic_auth_users: {}\n")]
    public void An_empty_file_is_plain_http_for_everybody(string text)
    {
        var read = WebConfigReader.Read("web.yml", text);
        Assert.Empty(read.Faults);
        Assert.Null(read.Config!.Tls);
        Assert.Empty(read.Config.Users);
        Assert.True(read.Config.Http2);
    }

    [Theory]
    [InlineData("tls_server_confg: {}", "web.yml:1: unknown key tls_server_confg; did you mean tls_server_config?")]
    [InlineData("tls_server_config: {cert_file: a}", "web.yml:1: tls_server_config.key_file is missing: TLS needs the key of the certificate")]
    [InlineData("tls_server_config: {key_file: a}", "web.yml:1: tls_server_config.cert_file is missing: TLS needs a certificate")]
    [InlineData("tls_server_config: {cert_file: a, cert: b, key_file: c}", "web.yml:1: tls_server_config.cert and cert_file are both given; one of them is enough")]
    [InlineData("tls_server_config: {cert_file: a, key_file: b, min_version: TLS10}", "web.yml:1: tls_server_config.min_version \"TLS10\" is not one of TLS12, TLS13")]
    [InlineData("tls_server_config: {cert_file: a, key_file: b, min_version: TLS13, max_version: TLS12}", "web.yml:1: tls_server_config.max_version is lower than min_version")]
    [InlineData("tls_server_config: {cert_file: a, key_file: b, client_auth_type: RequireAndVerifyClientCert}", "web.yml:1: tls_server_config.client_auth_type needs client_ca_file, to verify the certificates of clients with")]
    [InlineData("tls_server_config: {cert_file: a, key_file: b, client_ca_file: c}", "web.yml:1: tls_server_config.client_ca_file needs client_auth_type: RequireAndVerifyClientCert, else nobody is verified")]
    [InlineData("tls_server_config: {cert_file: a, key_file: b, client_allowed_sans: [c]}", "web.yml:1: tls_server_config.client_allowed_sans needs client_auth_type: RequireAndVerifyClientCert")]
    [InlineData("tls_server_config: {cert_file: a, key_file: b, cipher_suites: [TLS_NO]}", "web.yml:1: tls_server_config.cipher_suites has no suite \"TLS_NO\"; the names are those of Go's crypto/tls, such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")]
    [InlineData("tls_server_config: {cert_file: a, key_file: b, cipher_suites: ['4865']}", "web.yml:1: tls_server_config.cipher_suites has no suite \"4865\"; the names are those of Go's crypto/tls, such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")]
    [InlineData("tls_server_config: {cert_file: a, key_file: b, curve_preferences: [X25519]}", "web.yml:1: tls_server_config.curve_preferences is not supported: the curves are those of the system's OpenSSL (openssl.cnf)")]
    [InlineData("tls_server_config: {cert_file: [a], key_file: b}", "web.yml:1: tls_server_config.cert_file needs a single value", "web.yml:1: tls_server_config.cert_file is missing: TLS needs a certificate")]
    [InlineData("http_server_config: {http2: maybe}", "web.yml:1: http_server_config.http2 \"maybe\" is not one of true, false")]
    [InlineData("http_server_config: {headers: {Server: x}}", "web.yml:1: unknown key http_server_config.headers.Server")]
    [InlineData("http_server_config: {headers: {X-Frame-Options: allow}}", "web.yml:1: http_server_config.headers.X-Frame-Options \"allow\" is not one of deny, sameorigin")]
    [InlineData("http_server_config: {headers: {X-XSS-Protection: \"1\\nSet-Cookie: a\"}}", "web.yml:1: http_server_config.headers.X-XSS-Protection has a character that a header cannot have")]
    [InlineData("http_server_config: {http2: [true]}", "web.yml:1: http_server_config.http2 needs a single value")]
    [InlineData("http_server_config: yes", "web.yml:1: http_server_config is a section and needs keys below it")]
    [InlineData("auth_excluded_paths: /metrics", "web.yml:1: auth_excluded_paths needs a list of plain values")]
    [InlineData("[1]: 2", "web.yml:1: a key must be a plain word")]
    [InlineData("- a", "web.yml:1: the file must be one YAML document of keys such as tls_server_config: or basic_auth_users:")]
    [InlineData("a: b\n---\nc: d", "web.yml:1: the file must be one YAML document of keys such as tls_server_config: or basic_auth_users:")]
    public void What_does_not_fit_is_told_with_its_line(string text, params string[] faults)
    {
        var read = WebConfigReader.Read("web.yml", text);
        Assert.Null(read.Config);
        Assert.Equal(faults, read.Faults);
    }

    [Theory]
    [InlineData("basic_auth_users: {alice: hunter22}")]
    [InlineData("basic_auth_users: {alice: [hunter22]}")]
    [InlineData("basic_auth_users: {'a:b': hunter22}")]
    [InlineData("basic_auth_users: {alice: 'hunter22' 'hunter22'}")]
    [InlineData("basic_auth_users: {alice: hunter22, alice: hunter22}")]
    [InlineData("basic_auth_users: {alice: *hunter22}")]
    [InlineData("tls_server_config: {key: {hunter22: 1}}")]
    public void A_secret_is_in_no_message(string text)
    {
        var read = WebConfigReader.Read("web.yml", text);
        Assert.Null(read.Config);
        Assert.NotEmpty(read.Faults);
        Assert.DoesNotContain("hunter22", string.Join('\n', read.Faults), StringComparison.Ordinal);
    }
}
