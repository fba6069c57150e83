using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Playwright;
using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Browser;

/// <summary>A page of which everything is on record that it asked for and complained of.</summary>
public sealed class WatchedPage : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConcurrentQueue<Uri> _requests = new();
    private readonly Uri _address;

    internal WatchedPage(IPage page, Uri address)
    {
        Page = page;
        _address = address;
        page.Console += (_, message) => { if (message.Type is "error" or "warning") _complaints.Enqueue(message.Text); };
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Request += (_, request) => _requests.Enqueue(new Uri(request.Url));
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>The number of the report that the page shows, 0 before the first.</summary>
    public async Task<long> SequenceAsync() =>
        long.TryParse(await Page.Locator("#main").GetAttributeAsync("data-sequence"), CultureInfo.InvariantCulture, out var sequence) ? sequence : 0;

    /// <summary>Waits until the page shows a report of this number or a later one.</summary>
    /// <param name="sequence">The number.</param>
    public Task WaitForSequenceAsync(long sequence) =>
        Poll.UntilAsync(async () => await SequenceAsync() >= sequence, TimeSpan.FromSeconds(60), () => $"report {sequence} on the page: {string.Join('\n', _complaints)}");

    /// <summary>Waits until an element has a text.</summary>
    /// <param name="selector">The element.</param>
    /// <param name="part">A part of the text.</param>
    public Task WaitForTextAsync(string selector, string part) => Poll.UntilAsync(
        async () => (await TextAsync(selector)).Contains(part, StringComparison.Ordinal),
        TimeSpan.FromSeconds(60), () => $"\"{part}\" in {selector}: {string.Join('\n', _complaints)}");

    /// <summary>The text of an element.</summary>
    /// <param name="selector">The element.</param>
    public async Task<string> TextAsync(string selector) => await Page.Locator(selector).TextContentAsync() ?? "";

    /// <summary>The texts of a column of the long table.</summary>
    /// <param name="column">Counted from 1.</param>
    public Task<IReadOnlyList<string>> ColumnAsync(int column) => Page.Locator($"#rows > tr > :nth-child({column})").AllTextContentsAsync();

    /// <summary>Asserts that nobody else was asked for anything, and that the browser had nothing to complain of.</summary>
    /// <param name="tolerated">A part of complaints that the test provokes.</param>
    public void AssertClean(string? tolerated = null)
    {
        Assert.All(_requests.Where(request => request.Scheme != "data"), request => Assert.Equal(_address.GetLeftPart(UriPartial.Authority), request.GetLeftPart(UriPartial.Authority)));
        Assert.All(_complaints, complaint => Assert.Contains(tolerated ?? "nothing is tolerated here", complaint, StringComparison.Ordinal));
    }

    /// <summary>Keeps a picture of the page in artifacts/page, for people to look at.</summary>
    /// <param name="name">The name of the file.</param>
    /// <param name="fullPage">Whether it is the whole page, or what fits into the window.</param>
    public Task PhotographAsync(string name, bool fullPage = true) =>
        Page.ScreenshotAsync(new() { Path = Path.Combine(RepositoryPaths.Root, "artifacts", "page", name + ".png"), FullPage = fullPage });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
