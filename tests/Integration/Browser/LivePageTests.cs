using System.Globalization;
using System.Text.Json;
using Wattshare.Fixtures.Lab;
using Wattshare.Fixtures.Simulator;

namespace Wattshare.Integration.Browser;

/// <summary>The page of the program as it is built, over real processes and the simulated meter.</summary>
/// <param name="browser">The browser.</param>
[Collection(BrowserCollection.Name)]
public sealed class LivePageTests(ChromiumBrowser browser) : IAsyncLifetime
{
    private readonly LabDirectory _directory = new("page");
    private PowerSimulator _simulator = null!;
    private LabProcess _burner = null!;

    public Task InitializeAsync()
    {
        _simulator = new(_directory.Make("sys"), new() { Dram = true });
        _burner = LabProcess.Start("sh", ["-c", "while :; do :; done"]);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _burner.DisposeAsync();
        _simulator.Dispose();
        _directory.Dispose();
    }

    [BrowserFact]
    public async Task The_page_shows_the_numbers_of_the_metrics()
    {
        await using var exporter = Start("4s");
        await using var page = await OpenAsync(exporter);
        var (metrics, texts) = await AtOneInstantAsync(exporter, page);
        Assert.Equal(Text(metrics.Sum("wattshare_host_power_watts"), 1), texts["total"]);
        Assert.Equal($"CPU {Text(metrics.Sum("wattshare_host_power_watts", ("component", "cpu")), 2)} W", texts["cpu"]);
        Assert.Equal($"Memory {Text(metrics.Sum("wattshare_host_power_watts", ("component", "dram")), 2)} W", texts["dram"]);
        Assert.Equal(Joules(metrics.Sum("wattshare_system_energy_joules_total")), texts["system"]);
        Assert.Equal(Joules(metrics.Sum("wattshare_idle_energy_joules_total")), texts["idle"]);
        page.AssertClean();
    }

    [BrowserFact]
    public async Task The_rows_of_everything_add_up_to_the_host()
    {
        await using var exporter = Start("1s");
        await using var page = await OpenAsync(exporter);
        await page.WaitForTextAsync("#shown", "together");
        var (shown, total) = await page.Page.EvaluateAsync<JsonElement>("() => [document.getElementById('shown').textContent, document.getElementById('total').textContent]")
            is var both ? (both[0].GetString()!, both[1].GetString()!) : default;
        var together = double.Parse(shown[(shown.IndexOf("together ", StringComparison.Ordinal) + 9)..^3], CultureInfo.InvariantCulture);
        Assert.Equal(double.Parse(total, CultureInfo.InvariantCulture), together, 0.051);
        page.AssertClean();
    }

    [BrowserFact]
    public async Task A_busy_process_is_found_by_the_filter()
    {
        await using var exporter = Start("1s");
        await using var page = await OpenAsync(exporter);
        await page.Page.GetByLabel("Processes").CheckAsync();
        await page.Page.GetByLabel("Filter").FillAsync($"pid {_burner.Id},");
        await Poll.UntilAsync(async () => (await page.ColumnAsync(6)).SequenceEqual([$"PID {_burner.Id}, host"]), TimeSpan.FromSeconds(60), () => "the row of the process");
        Assert.Equal(["sh"], await page.ColumnAsync(1));
    }

    [BrowserFact]
    public async Task Behind_basic_auth_the_page_reads_the_snapshot_with_the_same_name_and_password()
    {
        // "U*U", a test vector of crypt_blowfish.
        await File.WriteAllTextAsync(
            _directory.At("web.yml"),
            "basic_auth_users:\n  alice: $2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\nauth_excluded_paths:\n  - /-/ready\n");
        await using var exporter = ExporterProcess.Start($"--path.sysfs={_simulator.SysfsPath}", $"--web.config.file={_directory.At("web.yml")}");
        await exporter.WaitReadyAsync();
        await using var page = await browser.OpenAsync(
            new Uri($"http://127.0.0.1:{exporter.Port}/"), new() { HttpCredentials = new() { Username = "alice", Password = "U*U" } });
        await page.WaitForSequenceAsync(2);
        await page.WaitForTextAsync("#status", "Live");
        page.AssertClean();
    }

    [BrowserFact]
    public async Task An_exporter_that_stops_is_told_and_its_last_figures_stay_and_one_that_starts_again_goes_on_without_negative_power()
    {
        var port = FreePort.Find();
        WatchedPage page;
        string total;
        await using (var exporter = Start("1s", port))
        {
            page = await OpenAsync(exporter);
            await page.WaitForSequenceAsync(4);
            total = await page.TextAsync("#total");
            await exporter.TerminateAsync();
        }

        await using var watched = page;
        await page.WaitForTextAsync("#status", "does not answer");
        await page.WaitForTextAsync("#age", "These figures are ");
        Assert.Matches("[0-9]+\\.[0-9]", await page.TextAsync("#total"));
        Assert.Contains("stale", await page.Page.Locator("body").GetAttributeAsync("class"), StringComparison.Ordinal);
        await page.PhotographAsync("stopped");

        await using var again = Start("1s", port);
        await page.WaitForTextAsync("#status", "wattshare was restarted");
        Assert.DoesNotContain("stale", await page.Page.Locator("body").GetAttributeAsync("class") ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("-", string.Concat(await page.Page.Locator("#legend, #summary, #rows .n").AllTextContentsAsync()), StringComparison.Ordinal);
        page.AssertClean(tolerated: "ERR_CONNECTION_REFUSED");
    }

    private ExporterProcess Start(string interval, int? port = null) =>
        ExporterProcess.Start(port ?? FreePort.Find(), null, $"--path.sysfs={_simulator.SysfsPath}", $"--sample.interval={interval}", "--metrics.processes=all");

    private async Task<WatchedPage> OpenAsync(ExporterProcess exporter)
    {
        await exporter.WaitReadyAsync();
        var page = await browser.OpenAsync(new Uri($"http://127.0.0.1:{exporter.Port}/"));
        await page.WaitForSequenceAsync(1);
        return page;
    }

    // The page and the metrics are asked one after the other, so a sample may come between: then both are asked again.
    private static async Task<(MetricsText Metrics, Dictionary<string, string> Texts)> AtOneInstantAsync(ExporterProcess exporter, WatchedPage page)
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var before = await exporter.ScrapeAsync();
            await page.WaitForSequenceAsync(await page.SequenceAsync() + 1);
            var metrics = await exporter.ScrapeAsync();
            var texts = await TextsAsync(page);
            var after = await exporter.ScrapeAsync();
            if (HostEnergy(metrics) != HostEnergy(before) && HostEnergy(metrics) == HostEnergy(after)) return (metrics, texts);
        }

        throw new TimeoutException("The page never showed the report that the metrics had.");
    }

    private static decimal HostEnergy(MetricsText metrics) => metrics.Sum("wattshare_host_energy_joules_total");

    private static async Task<Dictionary<string, string>> TextsAsync(WatchedPage page) => new()
    {
        ["total"] = await page.TextAsync("#total"),
        ["cpu"] = await page.TextAsync("#legend .cpu"),
        ["dram"] = await page.TextAsync("#legend .dram"),
        ["system"] = await page.TextAsync("#rows tr:has(td:text-is('system')) > :nth-child(4)"),
        ["idle"] = await page.TextAsync("#rows tr:has(td:text-is('idle')) > :nth-child(5)"),
    };

    private static string Text(decimal value, int digits) => Math.Round(value, digits, MidpointRounding.AwayFromZero).ToString($"N{digits}", CultureInfo.InvariantCulture);

    private static string Joules(decimal value) => value >= 10_000 ? Text(value / 1000, 2) + " kJ" : Text(value, 2) + " J";
}
