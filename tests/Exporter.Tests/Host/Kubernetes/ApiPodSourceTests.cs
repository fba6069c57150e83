using System.Net;
using System.Net.Sockets;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host.Containers.Kubernetes;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Host.Kubernetes;

public sealed class ApiPodSourceTests : IAsyncLifetime
{
    private const string Selection = "/api/v1/pods?fieldSelector=spec.nodeName%3Dnode-1";

    private readonly FakeCluster _cluster = new();
    private readonly FaultProbe _faults = new();
    private readonly List<IDisposable> _made = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var made in _made) made.Dispose();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task A_list_then_a_watch_that_goes_on_where_the_list_ended()
    {
        _cluster.ThenList("100", PodReplies.Web(), PodReplies.Mirror()).ThenWatch(PodReplies.Event("DELETED", PodReplies.Web("105")), PodReplies.Bookmark("130")).ThenWatch();
        var (source, names) = Make();
        Assert.Equal(PodStep.Continue, await source.StepAsync(names, default));
        Assert.True(names.TryGetContainer(PodReplies.Id('a'), out var labels));
        Assert.Equal(("prod", "web-0", "app", "registry.example/web:1.2", "containerd"), (labels.Namespace, labels.Pod, labels.Name, labels.Image, labels.Runtime));
        Assert.True(names.TryGetPod(PodReplies.Hash, out var etcd));
        Assert.Equal(("kube-system", "etcd-node-1"), (etcd.Namespace, etcd.Pod));

        Assert.Equal(PodStep.Again, await source.StepAsync(names, default));
        Assert.Equal(1, names.Count);
        Assert.True(names.TryGetContainer(PodReplies.Id('a'), out _));
        Assert.Equal(PodStep.Again, await source.StepAsync(names, default));
        Assert.Equal(Selection + "&limit=500&resourceVersion=0", _cluster.Questions[0]);
        Assert.StartsWith(Selection + "&watch=1&allowWatchBookmarks=true&timeoutSeconds=", _cluster.Questions[1], StringComparison.Ordinal);
        Assert.EndsWith("&resourceVersion=100", _cluster.Questions[1], StringComparison.Ordinal);
        Assert.EndsWith("&resourceVersion=130", _cluster.Questions[2], StringComparison.Ordinal);
        Assert.Empty(_faults.Lines);
    }

    [Fact]
    public async Task A_list_of_several_pages_is_complete_with_the_last()
    {
        _cluster.Then(FakeCluster.Http(PodReplies.List("100", "tok/en+=", PodReplies.Small("a", "a1")))).ThenList("100", PodReplies.Small("b", "b1")).ThenWatch();
        var (source, names) = Make();
        Assert.Equal(PodStep.Continue, await source.StepAsync(names, default));
        Assert.Equal(2, names.Count);
        Assert.Equal(Selection + "&limit=500&continue=tok%2Fen%2B%3D", _cluster.Questions[1]);
    }

    [Fact]
    public async Task Pages_without_an_end_are_left()
    {
        for (var page = 0; page < 4; page++) _cluster.Then(FakeCluster.Http(PodReplies.List("100", "again", PodReplies.Small("a", "a1"))));
        var (source, names) = Make(new PodLimits { MaxPages = 3 });
        Assert.Equal(PodStep.Failed, await source.StepAsync(names, default));
        Assert.Equal(3, _cluster.Questions.Count);
        Expect("its reply is too large to be about the pods of a node; check what listens there");
    }

    [Fact]
    public async Task A_watch_takes_over_new_and_changed_pods_whose_events_come_in_pieces()
    {
        var added = PodReplies.Event("ADDED", PodReplies.Web("101"));
        _cluster.ThenList("100", PodReplies.Mirror()).ThenWatch(added[..50], added[50..], PodReplies.Event("MODIFIED", PodReplies.Web("102", now: '7', before: 'a')));
        var (source, names) = Make();
        await source.StepAsync(names, default);
        await source.StepAsync(names, default);
        Assert.All("abc7", digit => Assert.True(names.TryGetContainer(PodReplies.Id(digit), out _)));
        Assert.Equal(2, names.Count);
        Assert.Empty(_faults.Lines);
    }

    [Fact]
    public async Task A_version_that_is_too_old_is_no_fault_and_leads_to_a_list_without_one()
    {
        _cluster.ThenList("100", PodReplies.Web()).ThenWatch(PodReplies.Event("ERROR", PodReplies.Status(410, "Expired")))
            .Then(FakeCluster.Http(PodReplies.Status(410, "Expired"), "410 Gone")).ThenList("200", PodReplies.Mirror())
            .Then(FakeCluster.Http(PodReplies.Status(410, "Gone"), "410 Gone")).ThenList("300", PodReplies.Mirror());
        var (source, names) = Make();
        PodStep[] steps = [PodStep.Continue, PodStep.Failed, PodStep.Failed, PodStep.Continue, PodStep.Failed, PodStep.Continue];
        foreach (var step in steps) Assert.Equal(step, await source.StepAsync(names, default));
        Assert.EndsWith("&resourceVersion=0", _cluster.Questions[2], StringComparison.Ordinal);
        Assert.Equal(Selection + "&limit=500", _cluster.Questions[3]);
        Assert.EndsWith("&resourceVersion=200", _cluster.Questions[4], StringComparison.Ordinal);
        Assert.EndsWith("&limit=500&resourceVersion=0", _cluster.Questions[5], StringComparison.Ordinal);
        Assert.Equal(1, names.Count);
        Assert.Empty(_faults.Lines);
    }

    [Fact]
    public async Task A_page_that_is_too_old_begins_the_list_anew_and_loses_nothing()
    {
        _cluster.ThenList("100", PodReplies.Web()).ThenWatch(PodReplies.Event("ERROR", PodReplies.Status(410, "Expired")))
            .Then(FakeCluster.Http(PodReplies.List("100", "x", PodReplies.Mirror()))).Then(FakeCluster.Http(PodReplies.Status(410, "Expired"), "410 Gone"));
        var (source, names) = Make();
        for (var i = 0; i < 3; i++) await source.StepAsync(names, default);
        Assert.Equal(2, names.Count);
        _cluster.ThenList("200", PodReplies.Mirror());
        Assert.Equal(PodStep.Continue, await source.StepAsync(names, default));
        Assert.Equal(1, names.Count);
    }

    [Fact]
    public async Task A_watch_that_is_cut_in_the_middle_of_an_object_goes_on_after_the_last_whole_one()
    {
        _cluster.ThenList("100", PodReplies.Mirror())
            .Then(FakeCluster.Chunked(ends: false, PodReplies.Event("ADDED", PodReplies.Small("a", "a1", version: "101")), PodReplies.Event("ADDED", PodReplies.Web("102"))[..200]))
            .ThenWatch(PodReplies.Event("ADDED", PodReplies.Web("102")));
        var (source, names) = Make();
        await source.StepAsync(names, default);
        Assert.Equal(PodStep.Failed, await source.StepAsync(names, default));
        Assert.Equal(2, names.Count);
        Assert.False(names.TryGetPod(PodReplies.Uid, out _));
        Assert.Single(_faults.Lines);
        Assert.Equal(PodStep.Again, await source.StepAsync(names, default));
        Assert.EndsWith("&resourceVersion=101", _cluster.Questions[2], StringComparison.Ordinal);
        Assert.True(names.TryGetPod(PodReplies.Uid, out _));
        Assert.Equal($"Information: KubernetesUnavailable: {Origin}: recovered", _faults.Lines[1]);
    }

    [Fact]
    public async Task A_token_that_was_refused_is_read_anew()
    {
        _cluster.Token = "second.token";
        var (source, names) = Make();
        Assert.Equal(PodStep.Failed, await source.StepAsync(names, default));
        Assert.Equal(PodStep.Failed, await source.StepAsync(names, default));
        Expect("the token of the service account is not accepted (401); its file is read anew each time, so see whether it is kept up to date");
        _cluster.Folder.Write("token", "second.token");
        _cluster.ThenList("1", PodReplies.Web());
        Assert.Equal(PodStep.Continue, await source.StepAsync(names, default));
        Assert.Equal(2, _faults.Log.Count(FaultKind.KubernetesUnavailable));
        Assert.DoesNotContain(_faults.Lines, line => line.Contains(".token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_right_that_is_missing_is_named()
    {
        _cluster.Then(FakeCluster.Http(PodReplies.Status(403, "Forbidden"), "403 Forbidden"));
        var (source, names) = Make();
        Assert.Equal(PodStep.Failed, await source.StepAsync(names, default));
        Expect("the service account lacks the right to list pods (403); grant it (rbac.create in the chart)");
    }

    [Fact]
    public async Task A_right_that_is_missing_for_the_watch_alone_is_named_and_what_the_list_told_stays()
    {
        _cluster.ThenList("1", PodReplies.Web()).Then(FakeCluster.Http(PodReplies.Status(403, "Forbidden"), "403 Forbidden"));
        var (source, names) = Make();
        await source.StepAsync(names, default);
        Assert.Equal(PodStep.Failed, await source.StepAsync(names, default));
        Expect("the service account lacks the right to watch pods (403); grant it (rbac.create in the chart)");
        Assert.Equal(1, names.Count);
    }

    public static TheoryData<string, string> BadReplies => new()
    {
        { FakeCluster.Http("", "503 Service Unavailable"), "it answers with HTTP status 503; look into its log" },
        { FakeCluster.Http("", "302 Found\r\nLocation: https://127.0.0.1:1/"), "it answers with HTTP status 302; look into its log" },
        { FakeCluster.Http("<html>"), "its reply is not a list of pods or their changes; check what listens there" },
        { FakeCluster.Http(""), "its reply is not a list of pods or their changes; check what listens there" },
        { FakeCluster.Http("{}"), "its reply is not a list of pods or their changes; check what listens there" },
        { FakeCluster.Http("{\"kind\":\"SecretList\",\"items\":[]}"), "its reply is not a list of pods or their changes; check what listens there" },
        { FakeCluster.Http("{\"kind\":\"PodList\",\"metadata\":{},\"items\":[]}"), "its reply is not a list of pods or their changes; check what listens there" },
        { FakeCluster.Http("{\"kind\":\"PodList\",\"items\":[{\"a\":}]}"), "its reply is not a list of pods or their changes; check what listens there" },
        { FakeCluster.Http(new string('[', 100_000)), "its reply is not a list of pods or their changes; check what listens there" },
        { FakeCluster.Http("{\"kind\":\"PodList\",\"items\":[{"), "its reply breaks off in the middle; it is asked again" },
        { FakeCluster.Http("{\"items\":[{\"a\":\"" + new string('x', 40_000) + "\"}]}"), "its reply is too large to be about the pods of a node; check what listens there" },
        { FakeCluster.Http("{\"items\":[" + string.Concat(Enumerable.Repeat(PodReplies.Small("a") + ",", 2000))), "its reply is too large to be about the pods of a node; check what listens there" },
        { "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"items\":[", "the exchange failed (" },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n", "the exchange failed (" },
        { "\0\u0001 no http at all\r\n\r\n", "the exchange failed (" },
    };

    [Theory]
    [MemberData(nameof(BadReplies))]
    public async Task A_bad_list_is_said_once_and_what_was_known_stays(string reply, string message)
    {
        _cluster.ThenList("1", PodReplies.Web()).ThenWatch(PodReplies.Event("ERROR", PodReplies.Status(410, "Expired"))).Then(reply).Then(reply).ThenList("2", PodReplies.Mirror());
        var (source, names) = Make(new PodLimits { MaxObjectBytes = 30_000, MaxReplyBytes = 200_000 });
        for (var i = 0; i < 2; i++) await source.StepAsync(names, default);
        for (var i = 0; i < 2; i++) Assert.Equal(PodStep.Failed, await source.StepAsync(names, default));
        Assert.True(names.TryGetPod(PodReplies.Uid, out _));
        Expect(message);
        Assert.Equal(PodStep.Continue, await source.StepAsync(names, default));
        Assert.Equal(1, names.Count);
        Assert.Equal($"Information: KubernetesUnavailable: {Origin}: recovered", _faults.Lines[1]);
    }

    [Theory]
    [InlineData("<html>", "its reply is not a list of pods or their changes; check what listens there")]
    [InlineData("{\"type\":\"NONSENSE\",\"object\":{}}", "its reply is not a list of pods or their changes; check what listens there")]
    [InlineData("{\"type\":\"ERROR\",\"object\":{\"code\":500}}", "it answers with HTTP status 500; look into its log")]
    [InlineData("{\"type\":\"ERROR\",\"object\":{\"code\":\"410\"}}", "it answers with HTTP status 0; look into its log")]
    public async Task A_bad_watch_is_said_once(string body, string message)
    {
        _cluster.ThenList("1", PodReplies.Web()).ThenWatch(body);
        var (source, names) = Make();
        await source.StepAsync(names, default);
        Assert.Equal(PodStep.Failed, await source.StepAsync(names, default));
        Expect(message);
        Assert.Equal(1, names.Count);
    }

    [Fact]
    public async Task A_pod_with_an_impossible_name_is_skipped_and_counted()
    {
        _cluster.ThenList("1", PodReplies.Small("../../etc"), PodReplies.Web()).ThenWatch(PodReplies.Event("ADDED", PodReplies.Small("a\\nb", version: "9")));
        var (source, names) = Make();
        await source.StepAsync(names, default);
        Assert.Equal(PodStep.Again, await source.StepAsync(names, default));
        Assert.Equal(1, names.Count);
        Assert.Equal(2, _faults.Log.Count(FaultKind.PodUnidentified));
        Assert.StartsWith("Warning: PodUnidentified: names of pods: A pod came with a name", Assert.Single(_faults.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{")]
    public async Task A_slow_server_is_left_after_the_limit(string begin)
    {
        _cluster.Then(async (stream, stop) =>
        {
            await FakeCluster.SendAsync(stream, begin, stop);
            await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, stop);
        });
        var (source, names) = Make(new PodLimits { ListTime = TimeSpan.FromMilliseconds(500) });
        Assert.Equal(PodStep.Failed, await source.StepAsync(names, default));
        Expect("it does not answer in time; see whether it is overloaded, or something between drops what is sent");
    }

    [Fact]
    public async Task A_watch_that_falls_silent_is_begun_again_after_its_time_without_a_fault()
    {
        _cluster.ThenList("1", PodReplies.Web()).Then(async (stream, stop) =>
        {
            var begun = FakeCluster.Chunked(ends: false, PodReplies.Event("ADDED", PodReplies.Small("a", "a1", version: "9")));
            await FakeCluster.SendAsync(stream, begun, stop);
            await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, stop);
        }).ThenWatch();
        var (source, names) = Make(new PodLimits { WatchTime = TimeSpan.FromMilliseconds(400), WatchGrace = TimeSpan.FromMilliseconds(100) });
        await source.StepAsync(names, default);
        Assert.Equal(PodStep.Again, await source.StepAsync(names, default));
        await source.StepAsync(names, default);
        Assert.EndsWith("&resourceVersion=9", _cluster.Questions[2], StringComparison.Ordinal);
        Assert.Empty(_faults.Lines);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_not_trusted_until_the_file_says_so()
    {
        var right = await File.ReadAllTextAsync(_cluster.Account.AuthoritiesPath);
        using var stranger = TestAuthority.Stranger();
        _cluster.Folder.Write("ca.crt", stranger.ExportCertificatePem());
        var (source, names) = Make();
        Assert.Equal(PodStep.Failed, await source.StepAsync(names, default));
        Expect("its certificate is not one of the cluster's authority, or not for this address (");
        Assert.Empty(_cluster.Questions);
        _cluster.Folder.Write("ca.crt", right);
        _cluster.ThenList("1", PodReplies.Web());
        Assert.Equal(PodStep.Continue, await source.StepAsync(names, default));
    }

    [Fact]
    public async Task A_certificate_for_another_address_is_not_trusted()
    {
        using var client = new ClusterClient(new Uri($"https://localhost:{_cluster.Origin.Port}"), _cluster.Account, TimeProvider.System);
        var failure = await client.AskAsync("/", "ask", TimeSpan.FromSeconds(30), static (_, _) => Task.FromResult<ClusterFailure?>(null), default);
        Assert.StartsWith("its certificate is not one of the cluster's authority, or not for this address (", failure!.What, StringComparison.Ordinal);
        Assert.Empty(_cluster.Questions);
    }

    [Theory]
    [InlineData("token", "", "token has no token; see whether the pod's account is mounted")]
    [InlineData("token", "a b", "token has no token; see whether the pod's account is mounted")]
    [InlineData("token", "a\r\nX: y", "token has no token; see whether the pod's account is mounted")]
    [InlineData("ca.crt", "", "ca.crt has no certificate in it; see what wrote it")]
    [InlineData("ca.crt", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "ca.crt has no certificate in it; see what wrote it")]
    [InlineData("ca.crt", null, "ca.crt cannot be read; see whether the pod's account is mounted")]
    public async Task A_bad_file_of_the_account_is_named_and_nothing_of_it_is_told(string name, string? text, string message)
    {
        if (text is null) File.Delete(_cluster.Folder.PathOf(name));
        else _cluster.Folder.Write(name, text);
        var (source, names) = Make();
        Assert.Equal(PodStep.Failed, await source.StepAsync(names, default));
        Assert.Contains(message, Assert.Single(_faults.Lines), StringComparison.Ordinal);
        Assert.Empty(_cluster.Questions);
    }

    [Fact]
    public async Task Nobody_there_is_said()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var origin = new Uri($"https://{listener.LocalEndpoint}");
        listener.Stop();
        using var source = new ApiPodSource(new ClusterClient(origin, _cluster.Account, TimeProvider.System), "node-1", new PodLimits(), TimeProvider.System, _faults.Log);
        Assert.Equal(PodStep.Failed, await source.StepAsync(new PodNames(TimeProvider.System, new PodLimits()), default));
        Assert.Contains("nobody listens there; see whether it runs", Assert.Single(_faults.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_without_pods_is_probably_not_the_nodes_name()
    {
        _cluster.ThenList("1");
        var (source, names) = Make();
        Assert.Equal(PodStep.Continue, await source.StepAsync(names, default));
        Assert.Equal(
            "Warning: KubernetesUnavailable: node-1: The API server knows of no pod on this node. See whether --kubernetes.node, or NODE_NAME, is its name there.", Assert.Single(_faults.Lines));
    }

    [Fact]
    public async Task A_question_under_way_ends_when_the_program_does()
    {
        using var stop = new CancellationTokenSource();
        _cluster.Then(async (_, _) => await stop.CancelAsync());
        var (source, names) = Make();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => source.StepAsync(names, stop.Token));
        Assert.Empty(_faults.Lines);
    }

    private string Origin => _cluster.Origin.GetLeftPart(UriPartial.Authority);

    private (ApiPodSource Source, PodNames Names) Make(PodLimits? limits = null)
    {
        limits ??= new PodLimits();
        var source = new ApiPodSource(new ClusterClient(_cluster.Origin, _cluster.Account, TimeProvider.System), "node-1", limits, TimeProvider.System, _faults.Log);
        _made.Add(source);
        return (source, new PodNames(TimeProvider.System, limits));
    }

    private void Expect(string message)
    {
        var line = Assert.Single(_faults.Lines);
        Assert.StartsWith($"Warning: KubernetesUnavailable: {Origin}: The API server cannot be asked for the names of pods: {message}", line, StringComparison.Ordinal);
        Assert.EndsWith(". Pods that are not known yet are shown by uid.", line, StringComparison.Ordinal);
    }
}
