using Wattshare.Fixtures;

namespace Wattshare.Integration.Access;

/// <summary>The documented scrape over TLS, with a client's certificate and a password, by the real Prometheus.</summary>
[Collection(WholeMachine.Name)]
public sealed class SecuredScrapeTests : IAsyncLifetime
{
    private readonly SecuredLab _lab = new();

    public Task InitializeAsync() => LabNeeds.Missing is null ? _lab.StartAsync() : Task.CompletedTask;

    public Task DisposeAsync() => _lab.DisposeAsync().AsTask();

    [LabFact]
    public async Task Prometheus_scrapes_as_the_pages_say_and_nobody_else_does()
    {
        foreach (var job in (string[])[SecuredLab.Documented, SecuredLab.FromScrapePage])
        {
            Assert.Equal("", (await _lab.TargetAsync(job, target => target.Health == "up")).LastError);
            Assert.Equal(1, Assert.Single(await _lab.Prometheus.QueryAsync($"up{{job=\"{job}\"}}")).Value);
            var energy = Assert.Single(await _lab.Prometheus.QueryAsync($"wattshare_host_energy_joules_total{{job=\"{job}\"}}"));
            Assert.Equal("cpu", energy.Labels["component"]);
            Assert.InRange(energy.Value, 0, double.MaxValue);
        }

        await AssertRefusedAsync(SecuredLab.WrongPassword, "server returned HTTP status 401");
        await AssertRefusedAsync(SecuredLab.OtherAuthority, "certificate signed by unknown authority");

        // .NET has no way to send an alert of its own, so which of the two it is depends on when the connection ends.
        await AssertRefusedAsync(SecuredLab.NoCertificate, "unexpected EOF", "connection reset by peer");
        Assert.DoesNotContain("battery staple", _lab.Log, StringComparison.Ordinal);
    }

    private async Task AssertRefusedAsync(string job, params string[] errors)
    {
        // On a busy machine a scrape can also be out of time: passwords are compared when nothing else has to run.
        await _lab.TargetAsync(job, target => target.Health == "down" && errors.Any(error => target.LastError.Contains(error, StringComparison.Ordinal)));
        Assert.Equal(0, Assert.Single(await _lab.Prometheus.QueryAsync($"max_over_time(up{{job=\"{job}\"}}[10m])")).Value);
        Assert.Empty(await _lab.Prometheus.QueryAsync($"last_over_time(wattshare_build_info{{job=\"{job}\"}}[10m])"));

        // What Prometheus says is what operators search the page of symptoms for.
        var page = DocPage.Of("docs/troubleshooting.md").Text;
        Assert.All(errors, error => Assert.Contains(error, page, StringComparison.Ordinal));
    }
}
