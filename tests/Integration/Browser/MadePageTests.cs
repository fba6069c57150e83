using Microsoft.Playwright;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Sensors;
using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Browser;

/// <summary>The page over hosts that tests make up: crowded ones, hostile ones, ones without sensors.</summary>
/// <param name="browser">The browser.</param>
[Collection(BrowserCollection.Name)]
public sealed class MadePageTests(ChromiumBrowser browser)
{
    [BrowserFact]
    public async Task Ten_thousand_machines_and_processes_are_a_hundred_rows_and_a_filter_finds_any()
    {
        await using var host = await MadeHost.StartAsync(MadeReports.Crowded(10_000));
        await using var page = await browser.OpenAsync(host.Address);
        await page.WaitForTextAsync("#shown", "The first 100 of 10,003 rows");
        Assert.EndsWith(" W. 9,903 are not shown; the filter looks at all.", await page.TextAsync("#shown"), StringComparison.Ordinal);
        Assert.Equal(100, (await page.ColumnAsync(1)).Count);

        // The one that uses least, found by a part of its description.
        await page.Page.GetByLabel("Filter").FillAsync("QEMU 6f1c2d3e-0000-4000-8000-000000000000");
        await page.WaitForTextAsync("#shown", "1 row,");
        Assert.Equal(["guest-00000"], await page.ColumnAsync(1));
        await page.Page.GetByLabel("Filter").FillAsync("guest-01234");
        await page.WaitForTextAsync("#shown", "1 row");
        Assert.Equal(["guest-01234"], await page.ColumnAsync(1));
        await page.Page.GetByLabel("Filter").FillAsync("");
        await page.Page.GetByLabel("Processes").CheckAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Show more" }).ClickAsync();
        await page.WaitForTextAsync("#shown", "The first 300 of 10,001 rows");
        for (var rows = 500; rows <= 1000; rows += 200) await page.Page.GetByRole(AriaRole.Button, new() { Name = "Show more" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Show more" }).ClickAsync();
        Assert.StartsWith("The first 1,000 of 10,001 rows,", await page.TextAsync("#shown"), StringComparison.Ordinal);
        Assert.EndsWith(" W. 9,001 are not shown; the filter looks at all.", await page.TextAsync("#shown"), StringComparison.Ordinal);
        Assert.False(await page.Page.Locator("#more").IsVisibleAsync());
        await page.Page.GetByLabel("Filter").FillAsync("task-00000");
        await page.WaitForTextAsync("#shown", "1 row,");
        Assert.Equal(["task-00000"], await page.ColumnAsync(1));
        await page.Page.GetByLabel("Filter").FillAsync("");

        // It goes on with the next report, all of it changed.
        host.Publish(MadeReports.Crowded(9_999) with { Sequence = 3 });
        await page.WaitForSequenceAsync(3);
        await page.WaitForTextAsync("#shown", "of 10,000 rows");
        page.AssertClean();
    }

    [BrowserFact]
    public async Task Names_with_markup_are_text()
    {
        const string Name = "<img src=x onerror=alert(1)><script>alert(1)</script>";
        await using var host = await MadeHost.StartAsync(MadeReports.Whole(2, [MadeReports.Vm(Name, 1, 2, 50_000_000, 0)], [], [MadeReports.Process(7, "<b>x</b>", 2, 9)]), [
            new("rapl", "<i>zone</i>", "/x", ReadOutcome.Denied, MeasurementMethod.Counter, null, "<u>why</u>", "<s>fix</s>")]);
        await using var page = await browser.OpenAsync(host.Address);
        await page.WaitForSequenceAsync(2);
        Assert.Equal(Name, (await page.ColumnAsync(1))[0]);
        Assert.Contains("Fix: <s>fix</s>", await page.TextAsync("#trouble"), StringComparison.Ordinal);
        await page.Page.GetByLabel("Processes").CheckAsync();
        Assert.Contains("<b>x</b>", await page.ColumnAsync(1));
        Assert.Equal(0, await page.Page.Locator("main :is(img, script, b, i, u, s)").CountAsync());
        page.AssertClean();
    }

    [BrowserFact]
    public async Task The_keyboard_alone_sorts_filters_and_pauses()
    {
        await using var host = await MadeHost.StartAsync(MadeReports.Mixed(2));
        await using var page = await browser.OpenAsync(host.Address);
        await page.WaitForSequenceAsync(2);
        Assert.Equal("build-runner-07", (await page.ColumnAsync(1))[0]);
        var keyboard = page.Page.Keyboard;
        await keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the table", await FocusedAsync(page));
        await keyboard.PressAsync("Tab");
        Assert.Equal("Pause", await FocusedAsync(page));
        await keyboard.PressAsync("Space");
        Assert.Equal("Paused.", await page.TextAsync("#status"));
        await keyboard.PressAsync("Space");
        await page.WaitForTextAsync("#status", "Live");
        await keyboard.PressAsync("Tab");
        await keyboard.PressAsync("ArrowRight");
        Assert.StartsWith("VMs ", await page.TextAsync("#legend li:first-child"), StringComparison.Ordinal);
        await keyboard.PressAsync("Tab");
        await keyboard.PressAsync("ArrowRight");
        Assert.Equal(["VM"], (await page.ColumnAsync(2)).Distinct());
        await keyboard.PressAsync("Tab");
        await keyboard.TypeAsync("db");
        Assert.Equal(["db-primary"], await page.ColumnAsync(1));
        Assert.Equal("Filtered: 1 row", await page.TextAsync("#announce"));
        foreach (var _ in "db") await keyboard.PressAsync("Backspace");
        await keyboard.PressAsync("Tab");
        await keyboard.PressAsync("Tab");
        Assert.Equal("Name", await FocusedAsync(page));
        await keyboard.PressAsync("Enter");
        Assert.Equal(["build-runner-07", "db-primary", "mail", "windows-vdi"], await page.ColumnAsync(1));
        Assert.Equal("ascending", await page.Page.Locator("th[data-key=name]").GetAttributeAsync("aria-sort"));
        await keyboard.PressAsync("Enter");
        Assert.Equal(["windows-vdi", "mail", "db-primary", "build-runner-07"], await page.ColumnAsync(1));
        Assert.Equal(1, await page.Page.Locator("[aria-sort]").CountAsync());
        page.AssertClean();
    }

    [BrowserFact]
    public async Task Widths_of_the_bands_are_the_watts_and_both_ends_carry_all_of_them()
    {
        await using var host = await MadeHost.StartAsync(MadeReports.Mixed(2));
        await using var page = await browser.OpenAsync(host.Address);
        await page.WaitForSequenceAsync(2);
        Assert.Equal(240, await SumAsync(page, "#flow .band", "stroke-width"), 0.01);
        Assert.Equal(240, await SumAsync(page, "#flow .bar.cpu, #flow .bar.dram", "height"), 0.01);
        Assert.Equal(240, await SumAsync(page, "#flow .bar:not(.cpu):not(.dram)", "height"), 0.01);
        Assert.Equal(213.33, await SumAsync(page, "#flow .bar.cpu", "height"), 0.01);
        Assert.Contains("idle", await page.TextAsync("#flow"), StringComparison.Ordinal);
        Assert.Contains("unattributed", await page.TextAsync("#flow"), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task A_model_is_called_one_and_a_missing_counter_has_its_fix()
    {
        var report = MadeReports.Mixed(2);
        var sensor = report.Sensors[0];
        report = report with { Sensors = [sensor with { Zone = sensor.Zone with { Sensor = "model", Zone = "cpu", Method = MeasurementMethod.Model } }, report.Sensors[1] with { Outcome = ReadOutcome.Failed }] };
        await using var host = await MadeHost.StartAsync(report, [
            new("rapl", "package-0", "/sys/x", ReadOutcome.Denied, MeasurementMethod.Counter, null, "Only root may read it.", "chmod a+r one")]);
        await using var page = await browser.OpenAsync(host.Address);
        await page.WaitForSequenceAsync(2);
        Assert.Contains("CPU: MODEL, not a measurement", await page.TextAsync("#methods"), StringComparison.Ordinal);
        Assert.Contains("Measured: Memory.", await page.TextAsync("#methods"), StringComparison.Ordinal);
        Assert.Equal(["rapl package-0: Only root may read it.Fix: chmod a+r one"], await page.Page.Locator("#trouble li:first-child").AllTextContentsAsync());
        Assert.Equal("rapl dram-0: It is down: failed.Fix: wattshare check", await page.TextAsync("#trouble li:last-child"));
        page.AssertClean();
    }

    [BrowserFact]
    public async Task A_sensor_that_fails_is_told_with_the_fix_of_its_outcome_and_goes_when_it_is_mended()
    {
        await using var host = await MadeHost.StartAsync(MadeReports.Mixed(2));
        await using var page = await browser.OpenAsync(host.Address);
        await page.WaitForSequenceAsync(2);
        Assert.Empty(await page.Page.Locator("#trouble li").AllTextContentsAsync());
        host.Findings = [Finding(ReadOutcome.Denied, "Refused.", "chmod it"), Finding(ReadOutcome.Ok, "Counted.", "") with { Zone = "dram-0" }];
        host.Publish(Failing(3, ReadOutcome.Denied));
        await page.WaitForSequenceAsync(3);
        Assert.Equal(["rapl package-0: Refused.Fix: chmod it"], await page.Page.Locator("#trouble li").AllTextContentsAsync());

        // The words of the outcome before are not those of this one.
        host.Publish(Failing(4, ReadOutcome.Garbage));
        await page.WaitForSequenceAsync(4);
        Assert.Equal(["rapl package-0: It is down: garbage.Fix: wattshare check"], await page.Page.Locator("#trouble li").AllTextContentsAsync());
        host.Findings = [Finding(ReadOutcome.Garbage, "No number.", "cat it")];
        host.Publish(Failing(5, ReadOutcome.Garbage));
        await page.WaitForSequenceAsync(5);
        Assert.Equal(["rapl package-0: No number.Fix: cat it"], await page.Page.Locator("#trouble li").AllTextContentsAsync());
        host.Publish(Failing(6, ReadOutcome.Ok));
        await page.WaitForSequenceAsync(6);
        Assert.Empty(await page.Page.Locator("#trouble li").AllTextContentsAsync());
        page.AssertClean();
    }

    [BrowserFact]
    public async Task A_hundred_faults_are_fifty_and_the_number_of_the_others()
    {
        await using var host = await MadeHost.StartAsync(
            MadeReports.Mixed(2), [.. Enumerable.Range(0, 100).Select(i => Finding(ReadOutcome.Denied, "Refused.", "chmod it") with { Zone = $"zone-{i}" })]);
        await using var page = await browser.OpenAsync(host.Address);
        await page.WaitForSequenceAsync(2);
        Assert.Equal(51, await page.Page.Locator("#trouble li").CountAsync());
        Assert.Equal("50 more: They are in the table below; wattshare check has them all.", await page.TextAsync("#trouble li:last-child"));
        page.AssertClean();
    }

    [BrowserFact]
    public async Task Counters_that_fall_make_a_gap_and_no_negative_power()
    {
        await using var host = await MadeHost.StartAsync(MadeReports.Mixed(8));
        await using var page = await browser.OpenAsync(host.Address);
        await page.WaitForSequenceAsync(8);
        host.Publish(MadeReports.Mixed(1) with { Sequence = 9, WallTime = MadeReports.Mixed(9).WallTime });
        await page.WaitForTextAsync("#status", "wattshare was restarted");
        host.Publish(MadeReports.Mixed(2) with { Sequence = 10, WallTime = MadeReports.Mixed(10).WallTime });
        await page.WaitForSequenceAsync(10);
        Assert.Equal(4, await page.Page.Locator("#chart .area").CountAsync());
        Assert.Equal(0, await page.Page.EvaluateAsync<int>("() => powerHistory.points.filter(point => point.total < 0).length"));
        page.AssertClean();
    }

    [BrowserFact]
    public async Task Pictures_of_both_themes_and_of_a_phone_are_taken_and_nothing_is_wider_than_the_phone()
    {
        await using var host = await MadeHost.StartAsync(MadeReports.Mixed(1));
        for (var sequence = 2; sequence <= 90; sequence++) host.Publish(MadeReports.Mixed(sequence));
        await using var page = await browser.OpenAsync(host.Address, new() { ViewportSize = new() { Width = 1100, Height = 900 }, ColorScheme = ColorScheme.Light });
        await page.WaitForSequenceAsync(90);
        await page.PhotographAsync("light");
        await page.Page.GetByRole(AriaRole.Radio, new() { Name = "Who uses it" }).CheckAsync();
        await page.PhotographAsync("light-uses");
        await page.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.PhotographAsync("dark-uses");
        await page.Page.GetByRole(AriaRole.Radio, new() { Name = "Components" }).CheckAsync();
        await page.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.PhotographAsync("dark");
        await page.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.Page.SetViewportSizeAsync(390, 844);
        await Poll.UntilAsync(async () => (await page.Page.Locator("#flow").GetAttributeAsync("viewBox"))!.StartsWith("0 0 3", StringComparison.Ordinal), TimeSpan.FromSeconds(60), () => "a narrow picture");
        await page.PhotographAsync("phone");
        await page.Page.SetViewportSizeAsync(390, 1500);
        await page.PhotographAsync("phone-top", fullPage: false);
        Assert.Equal(390, await page.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        page.AssertClean();
    }

    private static SensorFinding Finding(ReadOutcome outcome, string message, string fix) =>
        new("rapl", "package-0", "/sys/x", outcome, MeasurementMethod.Counter, null, message, fix);

    private static PowerReport Failing(long sequence, ReadOutcome outcome)
    {
        var report = MadeReports.Mixed(sequence);
        return report with { Sensors = [report.Sensors[0] with { Outcome = outcome }, report.Sensors[1]] };
    }

    private static Task<string> FocusedAsync(WatchedPage page) => page.Page.EvaluateAsync<string>("() => document.activeElement.textContent");

    private static Task<double> SumAsync(WatchedPage page, string selector, string attribute) => page.Page.Locator(selector).EvaluateAllAsync<double>(
        "(shapes, attribute) => shapes.reduce((sum, shape) => sum + Number(shape.getAttribute(attribute)), 0)", attribute);
}
