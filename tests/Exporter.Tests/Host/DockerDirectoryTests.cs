using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host;
using Wattshare.Exporter.Host.Containers;
using Wattshare.Fixtures;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host;

public sealed class DockerDirectoryTests : IDisposable
{
    private const string Id = HostContainerPaths.A;
    private const string Good = $$"""[{"Id":"{{Id}}","Names":["/other/alias","/web"],"Image":"nginx:1","Labels":{"a":"b"},"State":"running","Ports":[]}]""";
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("ws-eng-");
    private readonly FaultProbe _faults = new();

    public void Dispose() => _root.Delete(recursive: true);

    private string SocketPath => Path.Combine(_root.FullName, "run", "docker.sock");

    [Fact]
    public async Task A_container_gets_its_name_and_image()
    {
        await using var engine = new HostFakeEngine(SocketPath);
        engine.AnswerWith(HostFakeEngine.Http(Good));
        using var directory = Make();
        await directory.AskAsync(default);
        Assert.True(directory.TryGet(Id, out var labels));
        Assert.Equal(new ContainerLabels { Name = "web", Image = "nginx:1", Runtime = "docker" }, labels);
        Assert.StartsWith("GET /containers/json?all=0 HTTP/1.1\r\n", engine.LastQuestion, StringComparison.Ordinal);
        Assert.Empty(_faults.Lines);
    }

    [Fact]
    public async Task Kubernetes_labels_come_before_the_engines_name()
    {
        const string Body = $$$"""
            [null, {"Names":["/nobody"]}, {"Id":"{{{Id}}}","Names":["/k8s_app_web-0_prod_1_0"],"Image":null,"Labels":{"io.kubernetes.container.name":"app",
            "io.kubernetes.pod.name":"web-0","io.kubernetes.pod.namespace":"prod"}}, {"Id":"{{{HostContainerPaths.B}}}","Names":null,"Labels":null}]
            """;
        await using var engine = new HostFakeEngine(SocketPath);
        engine.AnswerWith(HostFakeEngine.Http(Body));
        using var directory = Make();
        await directory.AskAsync(default);
        Assert.True(directory.TryGet(Id, out var labels));
        Assert.Equal(new ContainerLabels { Name = "app", Pod = "web-0", Namespace = "prod", Runtime = "docker" }, labels);
        Assert.True(directory.TryGet(HostContainerPaths.B, out var bare));
        Assert.Equal(new ContainerLabels { Runtime = "docker" }, bare);
    }

    [Fact]
    public async Task A_hostile_name_is_cleaned_and_bounded()
    {
        await using var engine = new HostFakeEngine(SocketPath);
        engine.AnswerWith(HostFakeEngine.Http($$"""[{"Id":"{{Id}}","Names":["/a\n\u001b[2J{{new string('x', 5000)}}"],"Image":"\ud83d\ude00"}]"""));
        using var directory = Make();
        await directory.AskAsync(default);
        Assert.True(directory.TryGet(Id, out var labels));
        Assert.StartsWith("a\uFFFD\uFFFD[2Jxxx", labels.Name, StringComparison.Ordinal);
        Assert.Equal(256, labels.Name.Length);
        Assert.Equal("\U0001F600", labels.Image);
    }

    [Fact]
    public async Task Without_a_socket_it_is_silent_until_one_appears()
    {
        using var directory = Make();
        await directory.AskAsync(default);
        Assert.False(directory.TryGet(Id, out _));
        await using var engine = new HostFakeEngine(SocketPath);
        engine.AnswerWith(HostFakeEngine.Http(Good));
        await directory.AskAsync(default);
        Assert.True(directory.TryGet(Id, out _));
        Assert.Empty(_faults.Lines);
    }

    public static TheoryData<string, string> BadReplies => new()
    {
        { HostFakeEngine.Http("oops", "500 Internal Server Error"), "it answers with HTTP status 500; look into the engine's own log" },
        { HostFakeEngine.Http("{\"message\":\"no\"}"), "its reply is not a list of containers; check what listens there" },
        { HostFakeEngine.Http("null"), "its reply is not a list of containers; check what listens there" },
        { HostFakeEngine.Http("[{\"Id\":5}]"), "its reply is not a list of containers; check what listens there" },
        { HostFakeEngine.Http("[{\"Id\":\"" + Id + "\""), "its reply is not a list of containers; check what listens there" },
        { HostFakeEngine.Http(""), "its reply is not a list of containers; check what listens there" },
        { HostFakeEngine.Http(new string('[', 100_000)), "its reply is not a list of containers; check what listens there" },
        { HostFakeEngine.Http("[\"" + new string('x', 300_000) + "\"]"), "its reply is too large to be a list of containers; check what listens there" },
        { "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n[{\"Id\":\"", "the exchange failed (" },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n", "the exchange failed (" },
        { "\0\u0001\u0002 no http at all\r\n\r\n", "the exchange failed (" },
        { "", "the exchange failed (" },
    };

    [Theory]
    [MemberData(nameof(BadReplies))]
    public async Task A_bad_reply_is_said_once_and_keeps_what_was_known(string reply, string message)
    {
        await using var engine = new HostFakeEngine(SocketPath);
        engine.AnswerWith(HostFakeEngine.Http(Good));
        using var directory = Make(new EngineLimits { MaxReplyBytes = 200_000 });
        await directory.AskAsync(default);
        engine.AnswerWith(reply);
        await directory.AskAsync(default);
        await directory.AskAsync(default);
        Assert.True(directory.TryGet(Id, out _));
        Assert.StartsWith($"Warning: EngineUnavailable: {SocketPath}: The container engine cannot be asked for names: {message}", Assert.Single(_faults.Lines), StringComparison.Ordinal);
        Assert.EndsWith(". Containers are shown by id.", _faults.Lines[0], StringComparison.Ordinal);

        engine.AnswerWith(HostFakeEngine.Http("[]"));
        await directory.AskAsync(default);
        Assert.False(directory.TryGet(Id, out _));
        Assert.Equal($"Information: EngineUnavailable: {SocketPath}: recovered", _faults.Lines[1]);
        Assert.Equal(2, _faults.Log.Count(FaultKind.EngineUnavailable));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_slow_engine_is_left_after_the_limit(bool trickle)
    {
        await using var engine = new HostFakeEngine(SocketPath);
        engine.Answer = async (stream, stop) =>
        {
            if (trickle) await HostFakeEngine.SendAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n[", stop);
            await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, stop);
        };
        using var directory = Make(new EngineLimits { Timeout = TimeSpan.FromMilliseconds(200) });
        await directory.AskAsync(default);
        Assert.Equal($"Warning: EngineUnavailable: {SocketPath}: The container engine cannot be asked for names: it does not answer in time; see whether the "
            + "engine hangs. Containers are shown by id.", Assert.Single(_faults.Lines));
    }

    [Fact]
    public async Task A_socket_that_nobody_listens_on_says_so()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(SocketPath)!);
        await File.WriteAllTextAsync(SocketPath, "");
        using var directory = Make();
        await directory.AskAsync(default);
        Assert.Equal($"Warning: EngineUnavailable: {SocketPath}: The container engine cannot be asked for names: nobody listens on it; start the engine. "
            + "Containers are shown by id.", Assert.Single(_faults.Lines));
        File.Delete(SocketPath);
        await directory.AskAsync(default);
        Assert.Equal($"Information: EngineUnavailable: {SocketPath}: recovered", _faults.Lines[1]);
    }

    [Fact]
    public async Task A_path_that_is_too_long_for_a_socket_is_a_fault_and_no_crash()
    {
        var path = Path.Combine(_root.FullName, new string('x', 150));
        await File.WriteAllTextAsync(path, "");
        using var directory = new DockerDirectory([new EngineSocket("docker", [path])], new EngineLimits(), TimeProvider.System, _faults.Log, NullLogger.Instance);
        await directory.AskAsync(default);
        Assert.Contains("the exchange failed (", Assert.Single(_faults.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_engines_of_a_host_are_asked()
    {
        await using var docker = new HostFakeEngine(SocketPath);
        await using var podman = new HostFakeEngine(Path.Combine(_root.FullName, "run", "podman", "podman.sock"));
        docker.AnswerWith(HostFakeEngine.Http(Good));
        podman.AnswerWith(HostFakeEngine.Http($$"""[{"Id":"{{HostContainerPaths.B}}","Names":["db"]}]"""));
        using var directory = Make();
        await directory.AskAsync(default);
        Assert.True(directory.TryGet(Id, out var web));
        Assert.True(directory.TryGet(HostContainerPaths.B, out var db));
        Assert.Equal(("web", "docker", "db", "podman"), (web.Name, web.Runtime, db.Name, db.Runtime));
    }

    [Fact]
    public async Task The_first_question_about_a_new_container_hurries_the_engine_and_later_ones_do_not()
    {
        await using var engine = new HostFakeEngine(SocketPath);
        using var directory = Make(new EngineLimits { Beat = TimeSpan.FromMilliseconds(20), BeatsPerQuestion = 100_000 });
        using var stop = new CancellationTokenSource();
        var running = directory.RunAsync(stop.Token);
        await UntilAsync(() => engine.Questions == 1);
        engine.AnswerWith(HostFakeEngine.Http(Good));
        Assert.False(directory.TryGet(Id, out _));
        Assert.False(directory.TryGet("web01", out _));
        await UntilAsync(() => directory.TryGet(Id, out _));
        await UntilAsync(() => engine.Questions >= 2);
        var questions = engine.Questions;
        for (var i = 0; i < 20; i++)
        {
            Assert.False(directory.TryGet("web01", out _));
            await Task.Delay(10);
        }

        // One more may have been on its way when the two were counted.
        Assert.InRange(engine.Questions, questions, questions + 1);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task It_asks_again_and_again_and_ends_without_exception_when_cancelled_in_a_question()
    {
        await using var engine = new HostFakeEngine(SocketPath);
        using var directory = Make(new EngineLimits { Beat = TimeSpan.FromMilliseconds(5), BeatsPerQuestion = 2 });
        using var stop = new CancellationTokenSource();
        var running = directory.RunAsync(stop.Token);
        await UntilAsync(() => engine.Questions >= 3);
        engine.Answer = async (stream, token) => await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, token);
        var before = engine.Questions;
        await UntilAsync(() => engine.Questions > before);
        await stop.CancelAsync();
        await running;
        Assert.Empty(_faults.Lines);
    }

    [Fact]
    public async Task Asking_for_what_is_known_or_asked_before_allocates_nothing()
    {
        await using var engine = new HostFakeEngine(SocketPath);
        engine.AnswerWith(HostFakeEngine.Http(Good));
        using var directory = Make();
        await directory.AskAsync(default);
        directory.TryGet(Id, out _);
        directory.TryGet("web01", out _);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                directory.TryGet(Id, out _);
                directory.TryGet("web01", out _);
            }
        }));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        var deadline = Stopwatch.GetTimestamp() + (30 * Stopwatch.Frequency);
        while (!condition())
        {
            Assert.True(Stopwatch.GetTimestamp() < deadline, "It did not happen in time.");
            await Task.Delay(5);
        }
    }

    private DockerDirectory Make(EngineLimits? limits = null) =>
        new(EngineSocket.Usual(_root.FullName), limits ?? new EngineLimits(), TimeProvider.System, _faults.Log, NullLogger.Instance);
}
