using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Deploy;

/// <summary>The image, built and run by a private engine.</summary>
[Collection(WholeMachine.Name)]
public sealed class ImageTests : IAsyncLifetime
{
    private const string Image = "wattshare-test";
    private const string Container = "wattshare-test";

    private DockerLab? _engine;

    public async Task InitializeAsync()
    {
        if (DeployNeeds.Missing is not null) return;
        _engine = await DockerLab.StartAsync();
        Environment.SetEnvironmentVariable("DOCKER_HOST", $"unix://{_engine.SocketPath}");
    }

    public async Task DisposeAsync()
    {
        if (_engine is null) return;
        await LabTool.RunAsync("docker", ["rm", "--force", Container]);
        Environment.SetEnvironmentVariable("DOCKER_HOST", null);
        await _engine.DisposeAsync();
    }

    [DeployFact]
    public async Task It_runs_as_a_user_that_is_not_root_and_is_scraped()
    {
        var archive = await LabTool.MustRunAsync(Path.Combine(RepositoryPaths.LabScripts, "root"), RepositoryPaths.Cache);
        await LabTool.MustRunAsync("docker", "import", archive, "base");

        // No registry is reached and no network is there.
        var tag = await LabTool.MustRunAsync(
            Path.Combine(RepositoryPaths.Root, "deploy", "docker", "build"), "--base", "base", "--tag", Image, "--program", await Publish.SelfContainedAsync(),
            "--", "--network=none");
        Assert.Equal(Image, tag);
        Assert.InRange(long.Parse(await LabTool.MustRunAsync("docker", "image", "inspect", "--format={{.Size}}", Image)), 1, 64 << 20);

        var port = FreePort.Find();
        await LabTool.MustRunAsync(
            "docker", "run", "--detach", "--name", Container, "--network=host", "--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges", Image,
            "serve", $"--web.listen-address=127.0.0.1:{port}");
        var metrics = await ConfinedAnswers.MetricsAsync(port, static _ => true, Log);
        Assert.Empty(EnergyIdentity.Violations(metrics));
        var pid = await LabTool.MustRunAsync("docker", "inspect", "--format={{.State.Pid}}", Container);
        Assert.Contains("\nUid:\t65532\t65532\t65532\t65532\n", await File.ReadAllTextAsync($"/proc/{pid}/status"), StringComparison.Ordinal);

        // Only what libraries it found tells that all of them are in the image: this one is looked for first, capabilities after it.
        Assert.DoesNotContain("not installed", Log(), StringComparison.Ordinal);
        Assert.Equal("0", await StopAsync());
    }

    private static async Task<string> StopAsync()
    {
        await LabTool.MustRunAsync("docker", "stop", Container);
        return await LabTool.MustRunAsync("docker", "inspect", "--format={{.State.ExitCode}}", Container);
    }

    private static string Log() => Task.Run(async () =>
    {
        var logs = await LabTool.RunAsync("docker", ["logs", Container]);
        return logs.Output + logs.Errors;
    }).GetAwaiter().GetResult();
}
