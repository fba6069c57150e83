using Wattshare.Exporter.Commands;
using Wattshare.Exporter.Host.Containers.Kubernetes;
using Wattshare.Exporter.Options;
using Wattshare.Exporter.Tests.Host.Kubernetes;

namespace Wattshare.Exporter.Tests.Commands;

public sealed class PodFactsTests : IAsyncLifetime
{
    private readonly FakeCluster _cluster = new();
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("wattshare-pods-");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _root.Delete(recursive: true);
    }

    private string Pods => PodLogSource.PodsOf(_root.FullName);

    [Fact]
    public async Task Where_nothing_is_of_Kubernetes_nothing_is_said() => Assert.Empty(await OfAsync(new KubernetesOptions()));

    [Fact]
    public async Task Who_is_switched_off_is_a_note() => Assert.Equal(
        [new CheckFact(CheckLevel.Note, "pods", "nobody is asked for their names (--kubernetes.labels=off); pods are shown by uid")],
        await OfAsync(new KubernetesOptions { Labels = KubernetesLabels.Off }));

    [Theory]
    [InlineData(1, "1 pod")]
    [InlineData(2, "2 pods")]
    public async Task The_api_server_tells_and_is_named(int count, string pods)
    {
        _cluster.ThenList("100", [.. Enumerable.Range(0, count).Select(i => PodReplies.Small($"web-{i}", $"aaaaaaaa-0000-4000-8000-00000000000{i}"))]);
        Assert.Equal([new CheckFact(CheckLevel.Ok, "pods", $"{pods} named by the API server at {Origin}")], await OfAsync(InCluster()));
    }

    [Theory]
    [InlineData(403, "the service account lacks the right to list pods (403)", "grant it (rbac.create in the chart)")]
    [InlineData(401, "the token of the service account is not accepted (401)", "its file is read anew each time, so see whether it is kept up to date")]
    [InlineData(500, "it answers with HTTP status 500", "look into its log")]
    public async Task A_server_that_refuses_is_a_warning_with_its_fix(int status, string what, string fix)
    {
        _cluster.Then(FakeCluster.Http(PodReplies.Status(status, "no"), $"{status} No"));
        Assert.Equal([new CheckFact(CheckLevel.Warning, "pods", "The API server cannot be asked for the names of pods: " + what, fix)], await OfAsync(InCluster()));
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up()
    {
        _cluster.Then((_, stop) => Task.Delay(Timeout.InfiniteTimeSpan, stop));
        var facts = await OfAsync(InCluster(), limit: TimeSpan.FromMilliseconds(200));
        Assert.Equal(
            [
                new CheckFact(
                    CheckLevel.Warning,
                    "pods",
                    "The API server cannot be asked for the names of pods: it does not answer in time",
                    "see whether it is overloaded, or something between drops what is sent"),
            ],
            facts);
    }

    [Fact]
    public async Task A_list_that_goes_on_for_ever_is_given_up()
    {
        // Each page is in time; all of them are not.
        for (var page = 0; page < 60; page++)
        {
            _cluster.Then(async (stream, stop) =>
            {
                await Task.Delay(100, stop);
                await FakeCluster.SendAsync(stream, FakeCluster.Http(PodReplies.List("100", "more", PodReplies.Small("web"))), stop);
            });
        }

        var facts = await OfAsync(InCluster(), limit: TimeSpan.FromSeconds(1));
        Assert.Equal(
            [new CheckFact(CheckLevel.Warning, "pods", $"the API server at {Origin} is slow and did not tell all pods in time; pods are shown by uid until it has", "see whether it is overloaded")],
            facts);
    }

    [Fact]
    public async Task A_node_without_pods_has_another_name()
    {
        _cluster.ThenList("100");
        Assert.Equal(
            [new CheckFact(CheckLevel.Warning, "pods", "The API server knows of no pod on this node", "See whether --kubernetes.node, or NODE_NAME, is its name there")],
            await OfAsync(InCluster()));
    }

    [Fact]
    public async Task A_pod_without_token_and_logs_is_told_what_is_missing()
    {
        File.Delete(_cluster.Account.TokenPath);
        Assert.Equal(
            [
                new CheckFact(
                    CheckLevel.Warning,
                    "pods",
                    $"this is a pod of Kubernetes without a token and without {Pods}; pods are shown by uid",
                    $"let the pod have its service account's token (automountServiceAccountToken), or mount {Pods}, read-only"),
            ],
            await OfAsync(InCluster()));
    }

    [Fact]
    public async Task Folders_of_logs_tell_too()
    {
        Directory.CreateDirectory(Path.Combine(Pods, "prod_web-0_aaaaaaaa-0000-4000-8000-000000000001"));
        Assert.Equal([new CheckFact(CheckLevel.Ok, "pods", $"1 pod named by the names of files in {Pods}")], await OfAsync(new KubernetesOptions()));
    }

    [Fact]
    public async Task Empty_folders_of_logs_are_a_note()
    {
        Directory.CreateDirectory(Pods);
        Assert.Equal([new CheckFact(CheckLevel.Note, "pods", $"none; their names would come from the names of files in {Pods}")], await OfAsync(new KubernetesOptions()));
    }

    [Fact]
    public async Task What_was_wanted_and_cannot_be_is_told_beside_what_serves()
    {
        Directory.CreateDirectory(Path.Combine(Pods, "prod_web-0_aaaaaaaa-0000-4000-8000-000000000001"));
        var facts = await OfAsync(new KubernetesOptions { Labels = KubernetesLabels.Api });
        Assert.Equal(
            [
                new CheckFact(CheckLevel.Warning, "pods", "Names of pods are taken from files instead: api needs the API server's address in KUBERNETES_SERVICE_HOST, which pods have."),
                new CheckFact(CheckLevel.Ok, "pods", $"1 pod named by the names of files in {Pods}"),
            ],
            facts);
    }

    [Fact]
    public async Task The_token_is_in_no_fact()
    {
        _cluster.Token = "another.one";
        var facts = await OfAsync(InCluster());
        Assert.DoesNotContain(facts, fact => (fact.Message + fact.Fix).Contains("first.token", StringComparison.Ordinal));
        Assert.Equal(CheckLevel.Warning, Assert.Single(facts).Level);
    }

    private string Origin => _cluster.Origin.GetLeftPart(UriPartial.Authority);

    private KubernetesOptions InCluster() =>
        new() { Cluster = new(_cluster.Origin.Host, _cluster.Origin.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "node-1", "") };

    private Task<IReadOnlyList<CheckFact>> OfAsync(KubernetesOptions options, TimeSpan? limit = null) =>
        new PodFacts(options, _root.FullName, TimeProvider.System) { Account = _cluster.Account, Limit = limit ?? TimeSpan.FromSeconds(30) }.GatherAsync(CancellationToken.None);
}
