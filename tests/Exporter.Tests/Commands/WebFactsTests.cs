using Wattshare.Exporter.Commands;
using Wattshare.Exporter.Options;
using Wattshare.Exporter.Tests.Web.Access;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Commands;

public sealed class WebFactsTests : IDisposable
{
    private const string Page = "docs/web-config.md has every key";
    private const string Hash = "$2y$10$mDwo.lAisC94iLAyP81MCesa29IzH37oigHC/42V2pdJlUprsJPze";
    private const string Server = "tls_server_config:\n  cert_file: server.crt\n  key_file: server.key\n";
    private const string Users = "basic_auth_users:\n  alice: " + Hash + "\n";

    private readonly AccessFolder _folder = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("127.0.0.1:19288")]
    [InlineData("localhost:19288")]
    [InlineData("[::1]:19288")]
    public void Without_a_file_it_is_plain_for_this_machine(string address) => Assert.Equal(
        [new CheckFact(CheckLevel.Ok, "web", $"plain HTTP without a login on {address}, which only this machine reaches")],
        WebFacts.Gather(new WebOptions { ListenAddresses = [address] }, _time));

    [Theory]
    [InlineData(":19288")]
    [InlineData("10.0.0.1:19288")]
    public void Without_a_file_others_read_it_too(string address) => Assert.Equal(
        [
            new CheckFact(
                CheckLevel.Note,
                "web",
                $"plain HTTP without a login on 127.0.0.1:19288, {address}; what a machine computes can be told from its power",
                $"--web.config.file with TLS and users; {Page}"),
        ],
        WebFacts.Gather(new WebOptions { ListenAddresses = ["127.0.0.1:19288", address] }, _time));

    [Fact]
    public void A_valid_file_is_told_with_the_last_day_of_its_certificate()
    {
        var end = Validity().End;
        var verified = Server + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: authority.crt\n";
        var facts = Of(verified + Users + "auth_excluded_paths: [/metrics, /-/healthy]\n", now: end.AddMinutes(-1));
        Assert.Equal(
            [
                new CheckFact(CheckLevel.Ok, "web", "web.yml is valid"),
                new CheckFact(CheckLevel.Ok, "TLS", $"TLS 1.2, TLS 1.3 with server.crt, valid until {end:yyyy-MM-dd}; clients need a certificate that authority.crt signed"),
                new CheckFact(CheckLevel.Ok, "logins", "1 user with a password; without one: /-/healthy, /metrics"),
            ],
            facts);
    }

    [Theory]
    [InlineData("", "TLS 1.2, TLS 1.3", "clients need no certificate")]
    [InlineData("  min_version: TLS13\n", "TLS 1.3", "clients need no certificate")]
    [InlineData("  max_version: TLS12\n", "TLS 1.2", "clients need no certificate")]
    [InlineData("  client_auth_type: RequireAnyClientCert\n", "TLS 1.2, TLS 1.3", "certificates of clients keep nobody out (RequireAnyClientCert)")]
    public void What_is_spoken_and_asked_for_is_told(string more, string versions, string clients)
    {
        var end = Validity().End;
        Assert.Equal(
            [
                new CheckFact(CheckLevel.Ok, "web", "web.yml is valid"),
                new CheckFact(CheckLevel.Ok, "TLS", $"{versions} with server.crt, valid until {end:yyyy-MM-dd}; {clients}"),
                new CheckFact(CheckLevel.Note, "logins", "nobody needs a password"),
            ],
            Of(Server + more, now: end.AddDays(-1)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_certificate_out_of_its_time_is_a_warning(bool isOver)
    {
        var (begin, end) = Validity();
        const string Renew = "renew server.crt and its key; they are taken over while the exporter runs";
        var expected = isOver
            ? new CheckFact(CheckLevel.Warning, "TLS", $"server.crt expired on {end:yyyy-MM-dd}; scrapers refuse it", Renew)
            : new CheckFact(CheckLevel.Warning, "TLS", $"server.crt is not valid before {begin:yyyy-MM-dd}; scrapers refuse it", "see whether the clock of this machine is right, and " + Renew);
        Assert.Equal(expected, Of(Server, now: isOver ? end.AddSeconds(1) : begin.AddSeconds(-1))[1]);
    }

    [Theory]
    [InlineData("127.0.0.1:1", nameof(CheckLevel.Ok), "none", "")]
    [InlineData(":1", nameof(CheckLevel.Warning), "none: passwords can be read on their way through the network", $"tls_server_config with a certificate and its key; {Page}")]
    public void Passwords_need_tls_on_a_network(string address, string level, string message, string fix) => Assert.Equal(
        [
            new CheckFact(CheckLevel.Ok, "web", "web.yml is valid"),
            new CheckFact(Enum.Parse<CheckLevel>(level), "TLS", message, fix),
            new CheckFact(CheckLevel.Ok, "logins", "2 users with a password"),
        ],
        Of(Users + "  bob: " + Hash + "\n", address: address));

    [Fact]
    public void Every_fault_is_an_error_with_its_line_and_a_fix()
    {
        var facts = Of("basic_auth_users:\n  alice: hunter22\nhttp_server_config: {http2: maybe}\n");
        Assert.Equal(new CheckFact(CheckLevel.Error, "web", "web.yml cannot be used, and the exporter does not start with it"), facts[0]);
        Assert.Equal(
            ["web.yml:3: http_server_config.http2 \"maybe\" is not one of true, false", "web.yml:2: basic_auth_users.alice needs a bcrypt hash as htpasswd -nBC 10 makes it, beginning with $2y$; passwords themselves do not belong here"],
            facts.Skip(1).Select(fact => fact.Message));
        Assert.All(facts.Skip(1), fact => Assert.Equal((CheckLevel.Error, $"mend that; {Page}"), (fact.Level, fact.Fix)));
    }

    [Fact]
    public void A_certificate_that_is_not_there_is_an_error()
    {
        var facts = Of(Server);
        Assert.Equal("web.yml: tls_server_config: server.crt does not exist", facts[1].Message);
        Assert.Equal(2, facts.Count);
    }

    [Fact]
    public void No_secret_is_in_the_report()
    {
        _folder.WriteServerCertificate().Dispose();
        var key = File.ReadAllText(_folder.PathOf("server.key"));
        foreach (var config in (string[])[Server + Users, Users + "  bob: hunter22\n", Server.Replace("server.crt", "server.key", StringComparison.Ordinal)])
        {
            var text = CheckReport.Render(new CheckInput([], Of(config)));
            Assert.DoesNotContain(Hash[20..40], text, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter22", text, StringComparison.Ordinal);
            Assert.DoesNotContain(key[40..60], text, StringComparison.Ordinal);
        }
    }

    private (DateTimeOffset Begin, DateTimeOffset End) Validity()
    {
        using var certificate = _folder.WriteServerCertificate();
        return (new DateTimeOffset(certificate.NotBefore).ToUniversalTime(), new DateTimeOffset(certificate.NotAfter).ToUniversalTime());
    }

    private List<CheckFact> Of(string config, string address = "127.0.0.1:19288", DateTimeOffset? now = null)
    {
        _folder.Write("web.yml", config);
        if (now is { } instant) _time.Wall = instant;
        string Shorten(string text) => text.Replace(Path.GetDirectoryName(_folder.ConfigPath) + "/", "", StringComparison.Ordinal);
        var facts = WebFacts.Gather(new WebOptions { ConfigFile = _folder.ConfigPath, ListenAddresses = [address] }, _time);
        return [.. facts.Select(fact => fact with { Message = Shorten(fact.Message), Fix = Shorten(fact.Fix) })];
    }
}
