using System.Text.Json;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Tests.Exposition;

namespace Wattshare.Exporter.Tests.Web;

public sealed class SnapshotTests
{
    [Fact]
    public async Task The_snapshot_is_exactly_this_json()
    {
        await using var server = await RunningServer.StartAsync(SampleReports.Full());
        using var answer = await server.SendAsync(HttpMethod.Get, "/api/v1/snapshot");
        Assert.Equal("application/json", answer.Content.Headers.GetValues("Content-Type").Single());
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var pretty = JsonSerializer.Serialize(json.RootElement, Indented) + "\n";
        RepositoryRoot.AssertSameAsFile(pretty, "tests", "Exporter.Tests", "Web", "Golden", "snapshot.json");
    }

    [Fact]
    public async Task Before_the_first_sample_the_snapshot_says_what_is_waited_for()
    {
        await using var server = await RunningServer.StartAsync(PowerReport.Empty);
        using var json = JsonDocument.Parse(await server.Client.GetStringAsync(new Uri("/api/v1/snapshot", UriKind.Relative)));
        var root = json.RootElement;
        Assert.Equal("waiting for the first complete interval", root.GetProperty("waiting_for").GetString());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("time").ValueKind);
        Assert.Equal(0, root.GetProperty("measured").GetArrayLength());
        Assert.Equal("{}", root.GetProperty("host").GetRawText());
    }

    [Fact]
    public async Task What_was_missing_at_the_start_is_told_with_its_fix()
    {
        await using var server = await RunningServer.StartAsync(SampleReports.Full(), findings:
        [
            new("rapl", "package-0", "/sys/a", ReadOutcome.Ok, MeasurementMethod.Counter, Component.Cpu, "Counted.", ""),
            new("rapl", "dram", "/sys/b", ReadOutcome.Denied, MeasurementMethod.Counter, null, "Only root may read it.", "chmod a+r \"b\""),
            new("hwmon", "", "/sys/c", ReadOutcome.Absent, MeasurementMethod.Integrated, null, "No chip, and none is missed beside a counter.", ""),
        ]);
        using var json = JsonDocument.Parse(await server.Client.GetStringAsync(new Uri("/api/v1/snapshot", UriKind.Relative)));
        var missing = Assert.Single(json.RootElement.GetProperty("missing").EnumerateArray());
        Assert.Equal(
            ["rapl", "dram", "/sys/b", "denied", "Only root may read it.", "chmod a+r \"b\""],
            missing.EnumerateObject().Select(member => member.Value.GetString()));
    }

    [Theory]
    [InlineData("</script><script>alert(1)</script>")]
    [InlineData("quote\" back\\slash\nline\0")]
    [InlineData("half \ud800 pair")]
    [InlineData("4kB")]
    public async Task A_hostile_name_stays_text_in_valid_json(string name)
    {
        name = name == "4kB" ? new string('"', 4096) : name;
        await using var server = await RunningServer.StartAsync(SampleReports.WithVm(name));
        var text = await server.Client.GetStringAsync(new Uri("/api/v1/snapshot", UriKind.Relative));
        Assert.DoesNotContain("<", text, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(text);
        Assert.Equal(name.Replace('\ud800', '\ufffd'), json.RootElement.GetProperty("vms")[0].GetProperty("vm").GetString());
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
}
