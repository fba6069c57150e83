using System.Text.Json;
using Wattshare.Fixtures.Lab;
using Wattshare.Fixtures.Simulator;

namespace Wattshare.Integration.Life;

/// <summary>What the program keeps of the last minutes, asked over HTTP.</summary>
[Collection(WholeMachine.Name)]
public sealed class HistoryTests : IDisposable
{
    private static readonly string[] Classes = ["idle", "vms", "containers", "system", "unattributed"];

    private readonly LabDirectory _directory = new("history");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("1ms", 5)]
    [InlineData("1s", 5)]
    [InlineData("60s", 1)]
    public async Task The_history_has_the_numbers_of_the_snapshots_and_adds_up(string interval, int marks)
    {
        using var simulator = new PowerSimulator(_directory.Make("sys"), new() { Dram = true });
        await using var exporter = ExporterProcess.Start($"--path.sysfs={simulator.SysfsPath}", $"--sample.interval={interval}");
        await exporter.WaitReadyAsync();
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{exporter.Port}") };
        var snapshots = new Dictionary<long, JsonElement>();
        JsonElement history = default;
        await Poll.UntilAsync(
            async () =>
            {
                var snapshot = await GetAsync(client, "/api/v1/snapshot");
                snapshots[snapshot.GetProperty("sequence").GetInt64()] = snapshot;
                history = await GetAsync(client, "/api/v1/history");
                return Common(snapshots, history).Count() >= marks;
            },
            TimeSpan.FromSeconds(60), () => $"marks of reports that were seen; there is {history}");
        foreach (var (i, snapshot) in Common(snapshots, history)) AssertSame(snapshot, history, i);
        AssertStrictlyGrows(history, "sequence", 1);
        AssertStrictlyGrows(history, "time_unix_milliseconds", 890);
    }

    // Marks and snapshots of one report, with power.
    private static IEnumerable<(int Index, JsonElement Snapshot)> Common(Dictionary<long, JsonElement> snapshots, JsonElement history)
    {
        var sequences = Column(history, "sequence");
        for (var i = 0; i < sequences.Length; i++)
            if (snapshots.TryGetValue(sequences[i]!.Value, out var snapshot) && snapshot.GetProperty("intervals").GetInt64() > 0) yield return (i, snapshot);
    }

    private static void AssertSame(JsonElement snapshot, JsonElement history, int i)
    {
        var host = history.GetProperty("host_microjoules");
        Assert.Equal(["cpu", "dram"], host.EnumerateObject().Select(member => member.Name));
        foreach (var component in host.EnumerateObject())
            Assert.Equal(snapshot.GetProperty("host").GetProperty(component.Name).GetProperty("energy_microjoules").GetInt64(), component.Value[i].GetInt64());
        Assert.Equal(Total(snapshot.GetProperty("idle")), Column(history, "idle_microjoules")[i]);
        Assert.Equal(Total(snapshot.GetProperty("system")), Column(history, "system_microjoules")[i]);
        Assert.Equal(snapshot.GetProperty("unattributed").EnumerateObject().Sum(reason => Total(reason.Value)), Column(history, "unattributed_microjoules")[i]);
        Assert.Equal(Owners(snapshot, "vms"), Column(history, "vms_microjoules")[i]);
        Assert.Equal(Owners(snapshot, "containers"), Column(history, "containers_microjoules")[i]);
        Assert.Equal(host.EnumerateObject().Sum(component => component.Value[i].GetInt64()), Classes.Sum(one => Column(history, one + "_microjoules")[i]));
        var time = snapshot.GetProperty("time").GetDateTimeOffset();
        Assert.Equal(time.ToUnixTimeMilliseconds(), Column(history, "time_unix_milliseconds")[i]);
    }

    private static void AssertStrictlyGrows(JsonElement history, string name, long atLeast)
    {
        var column = Column(history, name);
        Assert.All(column.Zip(column.Skip(1)), pair => Assert.InRange(pair.Second!.Value - pair.First!.Value, atLeast, long.MaxValue));
    }

    private static long?[] Column(JsonElement history, string name) =>
        [.. history.GetProperty(name).EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Null ? (long?)null : value.GetInt64())];

    private static long Owners(JsonElement snapshot, string name) =>
        snapshot.GetProperty(name).EnumerateArray().Sum(row => Total(row.GetProperty("active")) + Total(row.GetProperty("idle")));

    private static long Total(JsonElement energy) => energy.EnumerateObject().Sum(component => component.Value.GetProperty("energy_microjoules").GetInt64());

    private static async Task<JsonElement> GetAsync(HttpClient client, string path)
    {
        using var json = JsonDocument.Parse(await client.GetStringAsync(new Uri(path, UriKind.Relative)));
        return json.RootElement.Clone();
    }
}
