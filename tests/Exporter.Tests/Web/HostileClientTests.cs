using System.Text;
using Wattshare.Exporter.Tests.Exposition;

namespace Wattshare.Exporter.Tests.Web;

/// <summary>Clients that hold on to their connections. Alone, since the descriptors of the whole process are counted.</summary>
[Collection(nameof(AloneCollection))]
public sealed class HostileClientTests
{
    private const string Request = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";

    // Each is met by a server whose answer is a megabyte.
    public static TheoryData<string, string> Behaviours => new()
    {
        { "says nothing", "" },
        { "never ends its line", "GET /met" },
        { "never ends its headers", "GET /metrics HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n" },
        { "never reads", Request },
        { "never reads, compressed", "GET /metrics HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n" },
        { "asks again and again and never reads", string.Concat(Enumerable.Repeat(Request, 50)) },
        { "offers a body that does not come", "POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n" },
        { "begins to talk in TLS", "\u0016\u0003\u0001\u0002\0" },
    };

    [Theory]
    [MemberData(nameof(Behaviours))]
    public async Task While_a_hundred_clients_hang_on_a_scraper_sees_each_new_report_and_nothing_stays_when_they_go(string behaviour, string sent)
    {
        Assert.NotEmpty(behaviour);
        await using var server = await RunningServer.StartAsync(LargeReports.Of(4_900));
        await AssertSees(server, 1);
        var before = OpenSockets();
        var clients = new List<RawClient>();
        for (var round = 2; round < 7; round++)
        {
            for (var i = 0; i < 20; i++)
            {
                clients.Add(new RawClient(server, receiveBuffer: 4096));
                clients[^1].Send(sent);
            }

            await AssertSees(server, round);
        }

        foreach (var client in clients) client.Dispose();
        await AssertSees(server, 8);
        await Until(() => OpenSockets() <= before);
    }

    [Fact]
    public async Task Clients_beyond_the_limit_are_turned_away_and_those_within_it_are_served()
    {
        using var log = new ServerLog();
        await using var server = await RunningServer.StartAsync(SampleReports.Full(), log: log);
        await AssertSees(server, 1);
        var before = OpenSockets();
        var clients = Enumerable.Range(0, 300).Select(_ => new RawClient(server)).ToArray();

        // One of the 200 places is the scraper's own.
        Assert.Equal(199, clients.Count(IsServed));
        await AssertSees(server, 2);
        foreach (var client in clients) client.Dispose();
        await Until(() => OpenSockets() <= before);
        using var late = new RawClient(server);
        Assert.True(IsServed(late));
        Assert.Empty(log.Lines);
    }

    [Fact]
    public async Task Clients_that_leave_in_the_middle_of_an_answer_leave_nothing_behind()
    {
        await using var server = await RunningServer.StartAsync(LargeReports.Of(4_900));
        await AssertSees(server, 1);
        var before = OpenSockets();
        for (var i = 2; i < 200; i++)
        {
            using var client = new RawClient(server, receiveBuffer: 4096);
            client.Send(Request);
            if (i % 2 == 0) client.Read(20_000);
            if (i % 20 == 0) await AssertSees(server, i);
        }

        await Until(() => OpenSockets() <= before);
        await AssertSees(server, 200);
    }

    private static async Task AssertSees(RunningServer server, long microjoules)
    {
        server.Latest.Publish(server.Latest.Report with
        {
            Sequence = server.Latest.Report.Sequence + 1,
            ProcessOther = SampleReports.Amount(microjoules * 1_000_000, 0, 0),
        });
        var text = await server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Contains($"process_other_energy_joules_total{{component=\"cpu\"}} {microjoules}\n", text, StringComparison.Ordinal);
    }

    private static bool IsServed(RawClient client) =>
        client.SendUntilRefused(Encoding.ASCII.GetBytes(Request), 1) == 1 && client.Read(15) == "HTTP/1.1 200 OK";

    // Other descriptors come with the first use of an assembly. One that is closed between the listing and the look counts as gone.
    private static int OpenSockets() =>
        Directory.GetFileSystemEntries("/proc/self/fd").Count(path => new FileInfo(path).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) ?? false);

    // A bound for a server that never gets there, and no measure of how long it takes.
    private static async Task Until(Func<bool> condition)
    {
        for (var i = 0; i < 200 && !condition(); i++) await Task.Delay(100);
        Assert.True(condition());
    }
}
