using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Deploy;

/// <summary>The image, built and run by a private engine.</summary>
[Collection(WholeMachine.Name)]
public sealed class ImageTests : IAsyncLifetime
{
    private const string Image = "wattshare-test";
    private const string Container = "wattshare-test";

    private PrivateEngine? _engine;

    public async Task InitializeAsync()
    {
        if (DeployNeeds.Missing is null) _engine = await PrivateEngine.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_engine is null) return;
        await LabTool.RunAsync("docker", ["rm", "--force", Container]);
        await _engine.DisposeAsync();
    }

    [DeployFact]
    public async Task It_runs_as_a_user_that_is_not_root_and_is_scraped()
    {
        Assert.Equal(Image, await PrivateEngine.BuildImageAsync(Image));
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
