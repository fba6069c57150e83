using Microsoft.Playwright;

namespace Wattshare.Integration.Browser;

/// <summary>Debian's Chromium without a window, driven by Playwright. Started when the first test asks for a page.</summary>
public sealed class ChromiumBrowser : IAsyncDisposable, IDisposable
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Opens a page in a profile of its own.</summary>
    /// <param name="address">Where.</param>
    /// <param name="options">What the reader's device is like.</param>
    /// <returns>The page, loaded.</returns>
    public async Task<WatchedPage> OpenAsync(Uri address, BrowserNewContextOptions? options = null)
    {
        _playwright ??= await Playwright.CreateAsync();

        // Tests run as root in containers, where Chromium has no sandbox of its own; it opens nothing but the page.
        _browser ??= await _playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = BrowserNeeds.Chromium, Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
        var context = await _browser.NewContextAsync(options ?? new());
        var page = new WatchedPage(await context.NewPageAsync(), address);
        await page.Page.GotoAsync(address.ToString());
        return page;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();
}
