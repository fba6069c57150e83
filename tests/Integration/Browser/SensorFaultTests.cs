using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Browser;

/// <summary>A counter that fails while the program runs: the page, the log and <c>wattshare check</c> have the same words for it.</summary>
/// <param name="browser">The browser.</param>
[Collection(BrowserCollection.Name)]
public sealed class SensorFaultTests(ChromiumBrowser browser) : IDisposable
{
    private readonly LabDirectory _directory = new("fault");

    public void Dispose() => _directory.Dispose();

    [BrowserFact]
    public async Task A_counter_that_fails_has_the_fix_of_its_outcome_on_the_page_in_the_log_and_in_the_check()
    {
        var counter = MakeCounter();
        await using var exporter = ExporterProcess.Start($"--path.sysfs={_directory.At("sys")}", "--sample.interval=500ms");
        await exporter.WaitReadyAsync();
        await using var page = await browser.OpenAsync(new Uri($"http://127.0.0.1:{exporter.Port}/"));
        await page.WaitForSequenceAsync(2);
        Assert.Equal(0, await page.Page.Locator("#trouble li").CountAsync());

        await File.WriteAllTextAsync(counter, "broken\n");
        const string Garbage = "The file holds no number in the counter's range.";
        await page.WaitForTextAsync("#trouble", $"rapl package-0: {Garbage}Fix: cat {counter}");
        await Poll.UntilAsync(() => exporter.Log.Contains($": Garbage. {Garbage} Fix: cat {counter}", StringComparison.Ordinal), TimeSpan.FromSeconds(60), () => exporter.Log);
        await using var check = ExporterProcess.StartProgram(null, "check", $"--path.sysfs={_directory.At("sys")}");
        _ = await check.WaitForExitAsync(TimeSpan.FromSeconds(60));
        Assert.Contains(Garbage, check.OutputText, StringComparison.Ordinal);
        Assert.Contains($"cat {counter}", check.OutputText, StringComparison.Ordinal);

        File.Delete(counter);
        await page.WaitForTextAsync("#trouble", "rapl package-0: The counter is not there, or not any more; it is followed when it returns.");
        await File.WriteAllTextAsync(counter, "4000000\n");
        await Poll.UntilAsync(async () => await page.Page.Locator("#trouble li").CountAsync() == 0, TimeSpan.FromSeconds(60), () => "the fault to be gone");
        page.AssertClean();
    }

    /// <summary>The real sysfs with a powercap of one zone.</summary>
    private string MakeCounter()
    {
        var root = _directory.Make("sys");
        foreach (var name in (string[])["fs", "devices"]) File.CreateSymbolicLink(Path.Combine(root, name), Path.Combine("/sys", name));
        var zone = _directory.Make("sys", "class", "powercap", "intel-rapl:0");
        File.WriteAllText(Path.Combine(zone, "name"), "package-0\n");
        File.WriteAllText(Path.Combine(zone, "max_energy_range_uj"), "262143328850\n");
        File.WriteAllText(Path.Combine(zone, "energy_uj"), "1000000\n");
        return Path.Combine(zone, "energy_uj");
    }
}
