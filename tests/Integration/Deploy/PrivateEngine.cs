using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Deploy;

/// <summary>A private engine for the docker commands of the test's process. There can be one at a time.</summary>
internal sealed class PrivateEngine : IAsyncDisposable
{
    private const string Address = "DOCKER_HOST";

    private readonly DockerLab _lab;

    private PrivateEngine(DockerLab lab) => _lab = lab;

    /// <summary>Starts it.</summary>
    /// <returns>The engine.</returns>
    public static async Task<PrivateEngine> StartAsync()
    {
        var lab = await DockerLab.StartAsync();
        Environment.SetEnvironmentVariable(Address, $"unix://{lab.SocketPath}");
        return new(lab);
    }

    /// <summary>Builds the image of the program by its script, from a base made on this machine: no registry is reached and no network is there.</summary>
    /// <param name="name">What the image is to be called.</param>
    /// <returns>What the script printed.</returns>
    public static async Task<string> BuildImageAsync(string name)
    {
        var archive = await LabTool.MustRunAsync(Path.Combine(RepositoryPaths.LabScripts, "root"), RepositoryPaths.Cache);
        await LabTool.MustRunAsync("docker", "import", archive, "base");
        return await LabTool.MustRunAsync(
            Path.Combine(RepositoryPaths.Root, "deploy", "docker", "build"), "--base", "base", "--tag", name, "--program", await Publish.SelfContainedAsync(),
            "--", "--network=none");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable(Address, null);
        return _lab.DisposeAsync();
    }
}
