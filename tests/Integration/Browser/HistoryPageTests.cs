using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Integration.Browser;

/// <summary>The minutes before the page was opened, and those in which nobody looked.</summary>
/// <param name="browser">The browser.</param>
[Collection(BrowserCollection.Name)]
public sealed class HistoryPageTests(ChromiumBrowser browser)
{
    private const string Points = "() => powerHistory.points";

    [BrowserFact]
    public async Task A_page_opened_late_shows_the_minutes_before_and_a_reload_shows_them_again()
    {
        await using var host = await MadeHost.StartAsync(MadeReports.Mixed(1));
        for (var sequence = 2; sequence <= 40; sequence++) host.Publish(MadeReports.Mixed(sequence));
        await using var page = await browser.OpenAsync(host.Address);
        await page.WaitForSequenceAsync(40);
        var points = await PointsAsync(page);
        Assert.Equal(39, points.Length);
        for (var i = 0; i < points.Length; i++) AssertIs(MadeReports.Mixed(i + 2), points[i]);
        var lowest = Enumerable.Range(2, 39).Min(sequence => MadeReports.Mixed(sequence).Host.LastInterval.Total / 1e6);
        Assert.StartsWith($"Last 7 min: lowest {lowest:F1} W,", await page.TextAsync("#summary"), StringComparison.Ordinal);
        await page.Page.ReloadAsync();
        await page.WaitForSequenceAsync(40);
        Assert.Equal(points.Select(point => point.GetRawText()), (await PointsAsync(page)).Select(point => point.GetRawText()));
        page.AssertClean();
    }

    [BrowserFact]
    public async Task The_chart_shows_components_or_who_used_them_and_both_are_as_high()
    {
        await using var host = await MadeHost.StartAsync(MadeReports.Mixed(1));
        for (var sequence = 2; sequence <= 10; sequence++) host.Publish(MadeReports.Mixed(sequence));
        await using var page = await browser.OpenAsync(host.Address);
        await page.WaitForSequenceAsync(10);
        Assert.Equal(["area cpu", "area dram"], await AreasAsync(page));
        var height = await HighestAsync(page);
        await page.Page.GetByRole(AriaRole.Radio, new() { Name = "Who uses it" }).CheckAsync();
        Assert.Equal(["area vms", "area containers", "area system", "area idle", "area unattributed"], await AreasAsync(page));
        Assert.Equal(height, await HighestAsync(page), 0.001);
        var legend = await page.Page.Locator("#legend li").AllTextContentsAsync();
        Assert.Equal(["VMs", "Containers", "System", "Idle", "Unattributed"], legend.Select(text => text.Split(' ')[0]));
        var together = legend.Sum(text => double.Parse(text.Split(' ')[1], CultureInfo.InvariantCulture));
        Assert.Equal(MadeReports.Mixed(10).Host.LastInterval.Total / 1e6, together, 0.03);
        page.AssertClean();
    }

    [BrowserFact]
    public async Task What_was_not_known_is_a_gap_and_never_zero()
    {
        await using var host = await MadeHost.StartAsync(MadeReports.Mixed(1));
        for (var sequence = 2; sequence <= 12; sequence++) host.Publish(Lose(MadeReports.Mixed(sequence)));
        await using var page = await browser.OpenAsync(host.Address);
        await page.WaitForSequenceAsync(12);
        var points = await PointsAsync(page);

        // Memory is not known in report 5, and nothing is in report 9: no point ends there, and none begins.
        Assert.Equal([2, 3, 4, 5, 6, 7, 8, 11, 12], points.Select(point => Number(point, "to")));
        Assert.Equal([5, 6], points.Where(point => point.GetProperty("parts").GetProperty("dram").ValueKind == JsonValueKind.Null).Select(point => Number(point, "to")));
        Assert.DoesNotContain(points, point => point.GetProperty("total").GetDouble() <= 0);
        Assert.Equal(["area cpu", "area dram", "area cpu", "area dram"], await AreasAsync(page));

        // Snapshots that come while the page is open are no different.
        host.Publish(MadeReports.Mixed(13) with { Live = default });
        await page.WaitForSequenceAsync(13);
        host.Publish(MadeReports.Mixed(14));
        await page.WaitForSequenceAsync(14);
        host.Publish(MadeReports.Mixed(15));
        await page.WaitForSequenceAsync(15);
        Assert.Equal([12, 15], (await PointsAsync(page)).TakeLast(2).Select(point => Number(point, "to")));
        page.AssertClean();
    }

    [BrowserFact]
    public async Task After_a_pause_the_minutes_in_between_are_there_one_by_one()
    {
        await using var host = await MadeHost.StartAsync(MadeReports.Mixed(1));
        host.Publish(MadeReports.Mixed(2));
        await using var page = await browser.OpenAsync(host.Address);
        await page.WaitForSequenceAsync(2);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        for (var sequence = 3; sequence <= 30; sequence++) host.Publish(MadeReports.Mixed(sequence));
        await page.Page.EvaluateAsync("() => { lookedAt -= 60000; }");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await page.WaitForSequenceAsync(30);
        var points = await PointsAsync(page);
        Assert.Equal(Enumerable.Range(2, 29).Select(number => (long)number), points.Select(point => Number(point, "to")));
        AssertIs(MadeReports.Mixed(17), points[15]);
        page.AssertClean();
    }

    [BrowserFact]
    public async Task After_a_restart_what_was_before_stays_and_what_is_new_comes_behind_a_gap()
    {
        WatchedPage page;
        int port;
        await using (var host = await MadeHost.StartAsync(MadeReports.Mixed(1)))
        {
            port = host.Port;
            for (var sequence = 2; sequence <= 5; sequence++) host.Publish(MadeReports.Mixed(sequence));
            page = await browser.OpenAsync(host.Address);
            await page.WaitForSequenceAsync(5);
        }

        await using var watched = page;
        await page.WaitForTextAsync("#status", "does not answer");
        await page.Page.EvaluateAsync("() => { lookedAt -= 60000; }");
        await using var again = await MadeHost.StartAsync(Restarted(1), port: port);
        for (var sequence = 2; sequence <= 4; sequence++) again.Publish(Restarted(sequence));
        await page.WaitForTextAsync("#status", "wattshare was restarted");
        var points = await PointsAsync(page);
        Assert.Equal([2, 3, 4, 5, 12, 13, 14], points.Select(point => Number(point, "to")));
        AssertIs(MadeReports.Mixed(3), points[5]);
        page.AssertClean(tolerated: "ERR_CONNECTION_REFUSED");
    }

    private static PowerReport Restarted(long sequence) => MadeReports.Mixed(sequence) with { WallTime = MadeReports.Mixed(sequence + 10).WallTime };

    private static PowerReport Lose(PowerReport report) => report.Sequence switch
    {
        5 => report with { Live = report.Live.Without(Component.Dram) },
        9 => report with { Live = default },
        _ => report,
    };

    private static void AssertIs(PowerReport report, JsonElement point)
    {
        Near(report.Host.LastInterval.Total, point.GetProperty("total"));
        Near(report.Host.LastInterval[Component.Cpu], point.GetProperty("parts").GetProperty("cpu"));
        Near(report.Host.LastInterval[Component.Dram], point.GetProperty("parts").GetProperty("dram"));
        Near(report.Vms.Sum(row => row.Active.LastInterval.Total + row.Idle.LastInterval.Total), point.GetProperty("uses").GetProperty("vms"));
        Near(report.Containers.Sum(row => row.Active.LastInterval.Total + row.Idle.LastInterval.Total), point.GetProperty("uses").GetProperty("containers"));
        Near(report.System.LastInterval.Total, point.GetProperty("uses").GetProperty("system"));
        Near(report.Idle.LastInterval.Total, point.GetProperty("uses").GetProperty("idle"));
        Near(report.Unattributed.Sum(row => row.Energy.LastInterval.Total), point.GetProperty("uses").GetProperty("unattributed"));

        static void Near(long microwatts, JsonElement watts) => Assert.Equal(microwatts / 1e6, watts.GetDouble(), 1e-9);
    }

    // Which report an end of a point is of.
    private static long Number(JsonElement point, string end) =>
        (point.GetProperty(end).GetInt64() - MadeReports.Mixed(0).WallTime.ToUnixTimeMilliseconds()) / 10_000;

    private static async Task<JsonElement[]> PointsAsync(WatchedPage page) => [.. (await page.Page.EvaluateAsync<JsonElement>(Points)).EnumerateArray()];

    private static Task<string[]> AreasAsync(WatchedPage page) =>
        page.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('#chart .area')].map(area => area.getAttribute('class'))");

    private static Task<double> HighestAsync(WatchedPage page) => page.Page.EvaluateAsync<double>(
        "() => Math.min(...[...document.querySelectorAll('#chart .area')].flatMap(area => area.getAttribute('points').split(' ').map(point => Number(point.split(',')[1]))))");
}
