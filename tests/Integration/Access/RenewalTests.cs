using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Access;

/// <summary>Certificates are renewed while the exporter runs and Prometheus scrapes.</summary>
[Collection(WholeMachine.Name)]
public sealed class RenewalTests : IAsyncLifetime
{
    private readonly SecuredLab _lab = new();

    public Task InitializeAsync() => LabNeeds.Missing is null ? _lab.StartAsync() : Task.CompletedTask;

    public Task DisposeAsync() => _lab.DisposeAsync().AsTask();

    [LabFact]
    public async Task Scraping_goes_on_over_a_renewal_and_comes_back_after_a_bad_one()
    {
        await IsAsync("up");

        // Prometheus keeps its connection as long as it can. The remark makes it connect anew, so that it sees the new certificate.
        await ReplaceAsync("CN=second", IPAddress.Loopback);
        await CountsFurtherAsync();

        // That it does is shown by a certificate that it cannot like.
        await ReplaceAsync("CN=third", IPAddress.Parse("127.0.0.9"));
        var target = await IsAsync("down");
        Assert.Contains("certificate is valid for 127.0.0.9, not 127.0.0.1", target.LastError, StringComparison.Ordinal);
        await ReplaceAsync("CN=fourth", IPAddress.Loopback);
        Assert.Equal("", (await IsAsync("up")).LastError);
        await CountsFurtherAsync();
    }

    private Task<PrometheusTarget> IsAsync(string health) => _lab.TargetAsync(SecuredLab.Documented, target => target.Health == health);

    private async Task ReplaceAsync(string subject, IPAddress address)
    {
        using var certificate = _lab.WriteServer(subject, address);
        await Poll.UntilAsync(async () => await ShownAsync() == subject, TimeSpan.FromSeconds(60), () => $"{subject} to be shown:\n{_lab.Log}");
        _lab.WriteAuthorities($"# {subject}\n");
    }

    /// <summary>Three more scrapes than there were, all of them successful.</summary>
    private async Task CountsFurtherAsync()
    {
        var before = await CountAsync();
        await Poll.UntilAsync(async () => await CountAsync() >= before + 3, TimeSpan.FromSeconds(60), () => "three more scrapes");
    }

    private async Task<double> CountAsync() =>
        Assert.Single(await _lab.Prometheus.QueryAsync($"count_over_time(wattshare_build_info{{job=\"{SecuredLab.Documented}\"}}[10m])")).Value;

    /// <summary>The subject of the certificate that a new connection is shown.</summary>
    private async Task<string> ShownAsync()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _lab.Address.Port);
        var subject = "";
        await using var stream = new SslStream(client.GetStream());
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(_lab.Authority.Certificate);
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = trust,
            TargetHost = "127.0.0.1",
            RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
            {
                subject = certificate!.Subject;
                return (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None;
            },
        });
        return subject;
    }
}
