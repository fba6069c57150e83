using System.IO.Compression;
using System.Text.Json;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Exporter.Tests.Web.History;

public sealed class HistoryEndpointTests
{
    private const string Empty =
        """
        {"schema_version":1,"span_seconds":900,"sequence":[],"time_unix_milliseconds":[],"host_microjoules":{},"idle_microjoules":[],"vms_microjoules":[],
        "containers_microjoules":[],"system_microjoules":[],"unattributed_microjoules":[]}
        """;

    // The third report has no memory and the fourth nothing at all: what is not known is null, and never a counter that stands still.
    private const string WithGaps =
        """
        {"schema_version":1,"span_seconds":900,"sequence":[1,2,3,4,5],"time_unix_milliseconds":[1795262400000,1795262401000,1795262402000,1795262403000,1795262404000],
        "host_microjoules":{"cpu":[null,100000000,200000000,null,400000000],"dram":[null,10000000,null,null,40000000]},
        "idle_microjoules":[null,33000000,66000000,null,132000000],
        "vms_microjoules":[null,44000000,88000000,null,176000000],
        "containers_microjoules":[null,21000000,42000000,null,84000000],
        "system_microjoules":[null,6000000,12000000,null,24000000],
        "unattributed_microjoules":[null,6000000,12000000,null,24000000]}
        """;

    private static readonly Uri Path = new("/api/v1/history", UriKind.Relative);

    [Fact]
    public async Task Without_a_report_it_is_empty_and_has_all_its_members()
    {
        await using var server = await RunningServer.StartAsync();
        Assert.Equal(OneLine(Empty), await server.Client.GetStringAsync(Path));
    }

    [Fact]
    public async Task What_is_not_known_is_null()
    {
        await using var server = await RunningServer.StartAsync();
        for (var i = 0; i < 5; i++) server.History.Note(Lose(HistoryReports.At(i + 1, i)));
        using var answer = await server.SendAsync(HttpMethod.Get, "/api/v1/history");
        Assert.Equal("application/json", answer.Content.Headers.GetValues("Content-Type").Single());
        Assert.Equal(["no-store"], answer.Headers.GetValues("Cache-Control"));
        Assert.Equal(["same-origin"], answer.Headers.GetValues("Cross-Origin-Resource-Policy"));
        Assert.Equal(OneLine(WithGaps), await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task It_is_rendered_once_a_report_and_a_second()
    {
        await using var server = await RunningServer.StartAsync(HistoryReports.At(1, 0));
        server.History.Note(HistoryReports.At(1, 0));
        var first = await server.Client.GetStringAsync(Path);
        server.History.Note(HistoryReports.At(2, 1));
        Assert.Equal(first, await server.Client.GetStringAsync(Path));
        server.Latest.Publish(HistoryReports.At(2, 1));
        var second = await server.Client.GetStringAsync(Path);
        Assert.Contains("\"sequence\":[1,2]", second, StringComparison.Ordinal);
        server.History.Note(HistoryReports.At(3, 2));
        Assert.Equal(second, await server.Client.GetStringAsync(Path));
        server.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("\"sequence\":[1,2,3]", await server.Client.GetStringAsync(Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ring_that_has_gone_round_with_the_longest_numbers_is_small_and_in_order()
    {
        await using var server = await RunningServer.StartAsync();
        for (var i = 0; i < 2500; i++) server.History.Note(HistoryReports.At(1_000_000_000 + i, 1e8 + (i * 0.9)));
        using var answer = await server.SendAsync(HttpMethod.Get, "/api/v1/history", ("Accept-Encoding", "gzip"));
        var packed = await answer.Content.ReadAsByteArrayAsync();
        using var plain = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var text = new MemoryStream();
        await plain.CopyToAsync(text);
        Assert.InRange(text.Length, 100_000, 200_000);
        Assert.InRange(packed.Length, 1000, 80_000);
        using var json = JsonDocument.Parse(text.ToArray());
        var expected = Enumerable.Range(1499, 1001).Select(i => 1_000_000_000L + i);
        Assert.Equal(expected, json.RootElement.GetProperty("sequence").EnumerateArray().Select(number => number.GetInt64()));
    }

    private static PowerReport Lose(PowerReport report) => report.Sequence switch
    {
        3 => report with { Live = report.Live.Without(Component.Dram) },
        4 => report with { Live = ComponentSet.None },
        _ => report,
    };

    private static string OneLine(string text) => text.Replace("\n", "", StringComparison.Ordinal);
}
