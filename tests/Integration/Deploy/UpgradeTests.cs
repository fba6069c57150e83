using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Deploy;

/// <summary>A later version of the package over an earlier one, on a system with a real systemd, as unattended upgrades install it.</summary>
[Collection(WholeMachine.Name)]
public sealed class UpgradeTests : IAsyncLifetime
{
    private const string Service = "wattshare.service";
    private const string Changed = "# Mine.\nmetrics:\n  processes: 3\n";
    private static readonly string Later = $"{DebianPackage.ProductVersion}.1";

    private readonly LabDirectory _directory = new("upgrade");
    private readonly int _port = FreePort.Find();
    private Machine? _system;

    private Machine System => _system!;

    private string Settings => System.At("etc", "wattshare", "wattshare.yml");

    public async Task InitializeAsync()
    {
        if (DeployNeeds.Missing is not null) return;
        _system = await Machine.UnpackAsync();
        File.Copy(await DebianPackage.PathAsync(), System.At("srv", "first.deb"));
        File.Copy(await DebianPackage.BuildLaterAsync(_directory, Later), System.At("srv", "later.deb"));
        await File.WriteAllTextAsync(System.At("etc", "default", "wattshare"), $"WATTSHARE_WEB_LISTEN_ADDRESS=127.0.0.1:{_port}\n");
        await System.BootAsync();
    }

    public async Task DisposeAsync()
    {
        if (_system is not null) await _system.DisposeAsync();
        _directory.Dispose();
    }

    [DeployFact]
    public async Task It_keeps_what_the_administrator_changed_runs_the_new_program_and_leaves_what_was_stopped_alone()
    {
        await InstallAsync("first");
        Assert.Equal(DebianPackage.ProductVersion, await RunningVersionAsync());
        await UpgradesWhatRunsAsync();
        await LeavesStoppedAsync("enabled");
        await System.MustRunAsync("systemctl", "disable", Service);
        await LeavesStoppedAsync("disabled");
        await StartsWhatIsInstalledAgainAsync();

        await System.MustRunAsync("dpkg", "--purge", "wattshare");
        Assert.Empty(await System.LeftoversAsync());
    }

    private async Task UpgradesWhatRunsAsync()
    {
        await File.WriteAllTextAsync(Settings, Changed);
        await System.MustRunAsync("systemctl", "restart", Service);
        await System.MustRunAsync("sh", "-c", "echo learned >/var/lib/wattshare/kept && chown wattshare: /var/lib/wattshare/kept");
        var owner = await OwnerAsync();
        var process = await System.ShowAsync(Service, "MainPID");

        await InstallAsync("later");
        Assert.Equal(Later, await RunningVersionAsync());
        Assert.Equal(("active", "enabled"), await StateAsync());
        Assert.NotEqual(process, await System.ShowAsync(Service, "MainPID"));
        Assert.Equal("0", await System.ShowAsync(Service, "NRestarts"));

        // Both sides changed the file: the administrator's stays, the package's lies beside it.
        Assert.Equal(Changed, await File.ReadAllTextAsync(Settings));
        Assert.Contains("# A sentence of the later version.\n", await File.ReadAllTextAsync($"{Settings}.dpkg-dist"), StringComparison.Ordinal);
        var metrics = await MetricsAsync();
        Assert.InRange(metrics.All("wattshare_process_energy_joules_total").Select(sample => sample["pid"]).Distinct().Count(), 1, 3);
        Assert.Equal("learned", await System.MustRunAsync("cat", "/var/lib/wattshare/kept"));
        Assert.Equal(owner, await OwnerAsync());
    }

    private async Task LeavesStoppedAsync(string enabled)
    {
        await System.MustRunAsync("systemctl", "stop", Service);
        await InstallAsync("first");
        Assert.Equal(("inactive", enabled), await StateAsync());
        await InstallAsync("later");
        Assert.Equal(("inactive", enabled), await StateAsync());
        Assert.Equal(Changed, await File.ReadAllTextAsync(Settings));
    }

    private async Task StartsWhatIsInstalledAgainAsync()
    {
        await System.MustRunAsync("dpkg", "--remove", "wattshare");
        await InstallAsync("later");
        Assert.Equal(("inactive", "disabled"), await StateAsync());

        await System.MustRunAsync("systemctl", "enable", "--now", Service);
        await System.MustRunAsync("dpkg", "--remove", "wattshare");
        Assert.NotEqual("active", await System.ShowAsync(Service, "ActiveState"));
        await InstallAsync("later");
        Assert.Equal(("active", "enabled"), await StateAsync());
        Assert.Equal(Later, await RunningVersionAsync());
    }

    private Task<string> InstallAsync(string package) =>
        System.MustRunAsync("env", "DEBIAN_FRONTEND=noninteractive", "dpkg", "--force-confdef", "--force-confold", "--install", $"/srv/{package}.deb");

    private async Task<(string Active, string Enabled)> StateAsync() => (await System.ShowAsync(Service, "ActiveState"), await System.ShowAsync(Service, "UnitFileState"));

    private Task<string> OwnerAsync() => System.MustRunAsync("stat", "--format=%u:%g %a", "/var/lib/wattshare", "/var/lib/wattshare/kept");

    private async Task<string> RunningVersionAsync() => (await MetricsAsync()).One("wattshare_build_info")["version"];

    private Task<MetricsText> MetricsAsync() => ConfinedAnswers.MetricsAsync(_port, static _ => true, () => System.Console);
}
