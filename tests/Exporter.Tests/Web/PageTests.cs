using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Wattshare.Exporter.Tests.Exposition;
using Wattshare.Exporter.Web;

namespace Wattshare.Exporter.Tests.Web;

public sealed class PageTests
{
    [Fact]
    public async Task The_policy_allows_the_inline_script_and_style_by_their_hashes_and_nothing_else()
    {
        await using var server = await RunningServer.StartAsync(SampleReports.Full());
        using var answer = await server.SendAsync(HttpMethod.Get, "/");
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.GetValues("Content-Type").Single());
        Assert.Equal(
            $"default-src 'none'; script-src '{Hash(html, "script")}'; style-src '{Hash(html, "style")}'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
    }

    [Fact]
    public async Task The_page_asks_nobody_else_and_writes_no_markup_from_data()
    {
        await using var server = await RunningServer.StartAsync(SampleReports.WithVm("hostile-name"));
        var html = await server.Client.GetStringAsync(new Uri("/", UriKind.Relative));
        Assert.DoesNotContain("hostile-name", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", html);
        Assert.DoesNotMatch("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(", html);
        Assert.DoesNotMatch(" (style|on[a-z]+)=", html);
        Assert.Contains("MODEL, not a measurement", html, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_links_to_the_chosen_metrics_path()
    {
        await using var server = await RunningServer.StartAsync(SampleReports.Full(), path: "/prom/power");
        var html = await server.Client.GetStringAsync(new Uri("/", UriKind.Relative));
        Assert.Contains("<a href=\"prom/power\">prom/power</a>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_table_and_place_that_the_script_fills_is_in_the_markup()
    {
        await using var server = await RunningServer.StartAsync(SampleReports.Full());
        var html = await server.Client.GetStringAsync(new Uri("/", UriKind.Relative));
        var used = Regex.Matches(html, "(?:byId|fill|list)\\('([a-z-]+)'").Select(m => m.Groups[1].Value).Distinct().ToArray();
        Assert.True(used.Length >= 20);
        Assert.All(used, id => Assert.Contains($"id=\"{id}\"", html, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_file_of_the_page_is_served_and_ends_with_its_line()
    {
        var folder = RepositoryRoot.File("src", "Exporter", "Web", "Page");
        var whole = PageParts.Markup() + PageParts.Style() + PageParts.Script();
        var files = Directory.GetFiles(folder);
        Assert.Equal(16, files.Length);
        Assert.All(files, file => Assert.Contains(File.ReadAllText(file), whole, StringComparison.Ordinal));
        Assert.All(files, file => Assert.EndsWith("\n", File.ReadAllText(file), StringComparison.Ordinal));
    }

    private static string Hash(string html, string tag) =>
        "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Regex.Match(html, $"<{tag}>(.*?)</{tag}>", RegexOptions.Singleline).Groups[1].Value)));
}
