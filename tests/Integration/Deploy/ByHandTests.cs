using Wattshare.Fixtures;
using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Deploy;

/// <summary>The commands of docs/install.md for who does without the package, as they stand there, on a system with a real systemd.</summary>
[Collection(WholeMachine.Name)]
public sealed class ByHandTests : IAsyncLifetime
{
    private const string Host = "wattshare.service";

    private readonly int _port = FreePort.Find();
    private Machine? _system;

    private Machine System => _system!;

    public async Task InitializeAsync()
    {
        if (DeployNeeds.Missing is not null) return;
        _system = await Machine.UnpackAsync();

        // The repository, as far as these commands look, with the program that its first command publishes.
        Directory.CreateDirectory(System.At("srv", "out"));
        File.Copy(await Publish.SelfContainedAsync(), System.At("srv", "out", "wattshare"));
        await LabTool.MustRunAsync("cp", "-r", Path.Combine(RepositoryPaths.Root, "deploy"), System.At("srv"));

        // The network is the host's, so the port must be free there.
        await File.WriteAllTextAsync(System.At("etc", "default", "wattshare"), $"WATTSHARE_WEB_LISTEN_ADDRESS=127.0.0.1:{_port}\n");
        await System.BootAsync();
    }

    public async Task DisposeAsync()
    {
        if (_system is not null) await _system.DisposeAsync();
    }

    [DeployFact]
    public async Task It_is_installed_upgraded_and_removed_without_a_trace()
    {
        var before = await UsersAsync();
        await FollowAsync("By hand");
        Assert.Equal("active", await System.ShowAsync(Host, "ActiveState"));
        Assert.Equal("enabled", await System.ShowAsync(Host, "UnitFileState"));
        var first = await System.ShowAsync(Host, "MainPID");

        await System.MustRunAsync("sh", "-c", "echo '# mine' >> /etc/wattshare/wattshare.yml");
        await FollowAsync("Upgrade");
        Assert.Equal("active", await System.ShowAsync(Host, "ActiveState"));
        Assert.NotEqual(first, await System.ShowAsync(Host, "MainPID"));
        Assert.EndsWith("# mine", await System.MustRunAsync("cat", "/etc/wattshare/wattshare.yml"), StringComparison.Ordinal);

        await FollowAsync("Removal");
        Assert.Equal("not-found", await System.ShowAsync(Host, "LoadState"));
        Assert.Equal("", await System.LeftoversAsync());
        Assert.Equal(before, await UsersAsync());
    }

    /// <summary>Runs the commands of a section, all of which have to succeed; the program is published already, and who runs them is root.</summary>
    private async Task FollowAsync(string heading)
    {
        var section = new DocPage("", DocPage.Of("docs/install.md").Text.Split($"\n### {heading}\n")[1].Split("\n##")[0]);
        var commands = section.Blocks("sh").SelectMany(block => block.Split('\n')).Where(line => line.StartsWith("sudo ", StringComparison.Ordinal)).Select(line => line["sudo ".Length..]);
        await System.MustRunAsync("sh", "-exc", $"cd /srv\n{string.Join('\n', commands)}\n");
    }

    private Task<string> UsersAsync() => System.MustRunAsync("sh", "-c", "cut -d : -f 1 /etc/passwd /etc/group");
}
