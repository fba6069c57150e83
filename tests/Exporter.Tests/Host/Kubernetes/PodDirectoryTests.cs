using Microsoft.Extensions.Logging.Abstractions;
using Wattshare.Exporter.Host;
using Wattshare.Exporter.Host.Containers;
using Wattshare.Exporter.Host.Containers.Kubernetes;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host.Kubernetes;

public sealed class PodDirectoryTests
{
    private static readonly PodLimits Quick = new() { Beat = TimeSpan.FromMilliseconds(20), BeatsPerQuestion = 100_000, FirstPause = TimeSpan.FromMilliseconds(5), LongestPause = TimeSpan.FromMilliseconds(10) };

    [Fact]
    public async Task After_a_failure_it_asks_again_until_it_works_and_ends_without_exception()
    {
        var source = new FakePodSource(PodStep.Failed, PodStep.Failed, PodStep.Failed, PodStep.Continue, PodStep.Again, PodStep.Settled);
        using var directory = new PodDirectory(source, Quick, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var running = directory.RunAsync(stop.Token);
        await UntilAsync(() => source.Count == 6);
        await stop.CancelAsync();
        await running;
        Assert.Equal(6, source.Count);
    }

    [Fact]
    public async Task The_first_question_about_a_new_container_hurries_the_source_and_later_ones_do_not()
    {
        var source = new FakePodSource(PodStep.Settled);
        using var directory = new PodDirectory(source, Quick, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var running = directory.RunAsync(stop.Token);
        await UntilAsync(() => source.Count == 1);
        source.Tell = names => names.Apply(new Pod("u", "u", "prod", "web-0", [new("1", "app", "", "")]));
        Assert.False(directory.TryGetContainer("1", out _));
        await UntilAsync(() => directory.TryGetContainer("1", out _));
        await UntilAsync(() => source.Count == 2);
        await stop.CancelAsync();
        await running;
        Assert.Equal(2, source.Count);
    }

    [Fact]
    public void It_disposes_of_its_source()
    {
        var source = new FakePodSource(PodStep.Settled);
        new PodDirectory(source, Quick, TimeProvider.System).Dispose();
        Assert.True(source.IsDisposed);
    }

    [Fact]
    public async Task Kubernetes_comes_before_the_engine_for_a_container_and_after_it_for_the_rest_of_a_pod()
    {
        var root = Directory.CreateTempSubdirectory("ws-nam-");
        try
        {
            var socket = Path.Combine(root.FullName, "run", "docker.sock");
            await using var engine = new HostFakeEngine(socket);
            engine.AnswerWith(HostFakeEngine.Http("""[{"Id":"1","Names":["/engine-1"]},{"Id":"2","Names":["/engine-2"]}]"""));
            var source = new FakePodSource(PodStep.Settled) { Tell = static names => names.Apply(new Pod("u", "u", "prod", "web-0", [new("1", "app", "web:1", "docker")])) };
            var engines = new DockerDirectory(EngineSocket.Usual(root.FullName), new EngineLimits(), TimeProvider.System, new FaultProbe().Log, NullLogger.Instance);
            using var names = new ContainerNames(engines, new PodDirectory(source, Quick, TimeProvider.System));
            await names.AskAsync(default);
            Assert.Equal(new ContainerLabels { Namespace = "prod", Pod = "web-0", Name = "app", Image = "web:1", Runtime = "docker" }, Get(names, "1", "u"));
            Assert.Equal(new ContainerLabels { Name = "engine-2", Runtime = "docker" }, Get(names, "2", "u"));
            Assert.Equal(new ContainerLabels { Namespace = "prod", Pod = "web-0" }, Get(names, "3", "u"));
            Assert.Equal("engine-1", Get(names, "1", "")!.Name);
            Assert.Null(Get(names, "3", ""));
            Assert.Null(Get(names, "3", "v"));
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Without_Kubernetes_the_engines_are_all()
    {
        var engines = new DockerDirectory([], new EngineLimits(), TimeProvider.System, new FaultProbe().Log, NullLogger.Instance);
        using var names = new ContainerNames(engines, null);
        await names.AskAsync(default);
        Assert.Null(Get(names, "1", "u"));
        using var stop = new CancellationTokenSource();
        var running = names.RunAsync(stop.Token);
        await stop.CancelAsync();
        await running;
    }

    private static ContainerLabels? Get(ContainerNames names, string id, string podUid) => names.TryGet(id, podUid, out var labels) ? labels : null;

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 6000; i++)
        {
            if (condition()) return;
            await Task.Delay(5);
        }

        Assert.Fail("It did not happen in time.");
    }
}
