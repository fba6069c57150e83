using Wattshare.Fixtures.Lab;
using Wattshare.Fixtures.Simulator;

namespace Wattshare.Integration.Deploy;

/// <summary>The life of the package on a system with a real systemd: installed, started, scraped, misconfigured, stopped, removed, purged.</summary>
[Collection(WholeMachine.Name)]
public sealed class InstalledTests : IAsyncLifetime
{
    private const string Host = "wattshare.service";
    private const string Guest = "wattshare-guest.service";
    private const string Settings = "/etc/wattshare/wattshare.yml";

    private readonly int _port = FreePort.Find();
    private Machine? _system;
    private PowerSimulator? _simulator;

    private Machine System => _system!;

    private string Zone => Path.Combine(_simulator!.SysfsPath, "class", "powercap", "intel-rapl:0");

    public async Task InitializeAsync()
    {
        if (DeployNeeds.Missing is not null) return;
        _system = await Machine.UnpackAsync();
        _simulator = new(Directory.CreateDirectory(System.At("srv", "sys")).FullName, new());
        File.SetUnixFileMode(Path.Combine(Zone, "energy_uj"), UnixFileMode.UserRead);
        File.Copy(await DebianPackage.PathAsync(), System.At("srv", "wattshare.deb"));

        // The network is the host's, so the port must be free there; and the simulated counters are not where those of a host are.
        await File.WriteAllTextAsync(System.At("etc", "default", "wattshare"), $"WATTSHARE_WEB_LISTEN_ADDRESS=127.0.0.1:{_port}\nWATTSHARE_PATH_SYSFS=/srv/sys\n");
        await System.BootAsync();
    }

    public async Task DisposeAsync()
    {
        if (_system is not null) await _system.DisposeAsync();
        _simulator?.Dispose();
    }

    [DeployFact]
    public async Task It_lives_and_leaves_nothing_behind()
    {
        await System.MustRunAsync("dpkg", "--install", "/srv/wattshare.deb");
        await IsStartedAsync();
        await OpensCountersThatAppearAsync();
        await MeasuresAsTheGroupAsync();
        await TellsTheWrongLineAndDoesNotLoopAsync();
        await GuestTakesItsPlaceAsync();
        await OnlyTheCallsThatItNeedsAreAllowedAsync();
        await RemovedItKeepsSettingsAsync();
        await PurgedItIsGoneAsync();
    }

    private async Task IsStartedAsync()
    {
        Assert.Equal("active", await System.ShowAsync(Host, "ActiveState"));
        Assert.Equal("enabled", await System.ShowAsync(Host, "UnitFileState"));
        Assert.Equal("disabled", await System.ShowAsync(Guest, "UnitFileState"));
        Assert.Equal("30s", await System.ShowAsync(Host, "WatchdogUSec"));
        Assert.Equal("sampling and serving", await System.ShowAsync(Host, "StatusText"));
        var status = await System.MustRunAsync("cat", $"/proc/{await System.ShowAsync(Host, "MainPID")}/status");
        var user = await System.MustRunAsync("id", "--user", "wattshare");
        Assert.NotEqual("0", user);
        Assert.Contains($"\nUid:\t{user}\t{user}\t{user}\t{user}\n", status, StringComparison.Ordinal);

        // CAP_SYS_PTRACE is 19, CAP_PERFMON 38, CAP_BPF 39.
        Assert.Contains("\nCapEff:\t000000c000080000\n", status, StringComparison.Ordinal);
        Assert.Contains("\nSeccomp:\t2\n", status, StringComparison.Ordinal);
    }

    /// <summary>By the real rules of the system, the package's among them. Where the kernel has no zones, a sysfs of the test stands in.</summary>
    private async Task OpensCountersThatAppearAsync()
    {
        const string Parent = "/sys/devices/virtual/powercap/intel-rapl";
        const string Zone = $"{Parent}/intel-rapl:0";
        var command = $"/usr/lib/wattshare/powercap-access grant wattshare {Zone}";
        Assert.Equal($"run: '{command}'", await ActionsAsync("add", Zone));
        Assert.Equal($"run: '{command}'", await ActionsAsync("change", Zone));
        Assert.Empty(await ActionsAsync("remove", Zone));
        Assert.Empty(await ActionsAsync("add", Parent));
        Assert.Empty(await ActionsAsync("add", "/sys/devices/virtual/other/other:0"));
        Assert.Equal("440 root wattshare", await InSysfsAsync($"{command}; stat --format='%a %U %G' {Zone}/energy_uj"));
    }

    private async Task<string> ActionsAsync(string action, string device) => string.Join('\n', (await InSysfsAsync(
        $"SYSTEMD_DEVICE_VERIFY_SYSFS=0 udevadm test --action={action} {device} 2>&1")).Split('\n').Where(line => line.StartsWith("run: ", StringComparison.Ordinal)));

    /// <summary>Runs a command where sysfs has a zone, the control type above it, and a device of another subsystem with a name of that form.</summary>
    private Task<string> InSysfsAsync(string command) => System.MustRunAsync(
        "unshare", "--mount", "sh", "-ec",
        """
        mount -t tmpfs tmpfs /sys
        for device in powercap/intel-rapl powercap/intel-rapl/intel-rapl:0 other/other:0; do
          subsystem="/sys/class/${device%%/*}"
          mkdir -p "$subsystem" "/sys/devices/virtual/$device"
          ln -s "$subsystem" "/sys/devices/virtual/$device/subsystem"
          ln -s "/sys/devices/virtual/$device" "$subsystem/"
          : >"/sys/devices/virtual/$device/uevent"
          echo 1 >"/sys/devices/virtual/$device/energy_uj"
          chmod 400 "/sys/devices/virtual/$device/energy_uj"
        done
        """ + "\n" + command);

    private async Task MeasuresAsTheGroupAsync()
    {
        Assert.Equal(0, IsUp(await MetricsAsync(static _ => true)));
        await System.MustRunAsync("/usr/lib/wattshare/powercap-access", "grant", "wattshare", "/srv/sys/class/powercap/intel-rapl:0");
        var metrics = await MetricsAsync(static metrics => IsUp(metrics) == 1);
        Assert.Empty(EnergyIdentity.Violations(metrics));
        await System.MustRunAsync("systemctl", "stop", Host);
        Assert.Equal("inactive", await System.ShowAsync(Host, "ActiveState"));
        Assert.Equal("success", await System.ShowAsync(Host, "Result"));
    }

    private async Task TellsTheWrongLineAndDoesNotLoopAsync()
    {
        var shipped = await File.ReadAllTextAsync(System.At("etc", "wattshare", "wattshare.yml"));
        await File.AppendAllTextAsync(System.At("etc", "wattshare", "wattshare.yml"), "sample:\n  interval: fast\n");
        Assert.NotEqual(0, (await System.RunAsync("systemctl", "start", Host)).ExitCode);
        Assert.Equal("failed", await System.ShowAsync(Host, "ActiveState"));
        Assert.Equal("2", await System.ShowAsync(Host, "ExecMainStatus"));
        var line = shipped.Count(character => character == '\n') + 2;
        Assert.Contains($"{Settings}:{line}: sample.interval", await System.MustRunAsync("journalctl", "--unit", Host, "--output=cat"), StringComparison.Ordinal);

        // Longer than RestartSec: it would have been started again by now.
        await Task.Delay(TimeSpan.FromSeconds(6));
        Assert.Equal("failed", await System.ShowAsync(Host, "ActiveState"));
        Assert.Equal("0", await System.ShowAsync(Host, "NRestarts"));
        await File.WriteAllTextAsync(System.At("etc", "wattshare", "wattshare.yml"), shipped);
        await System.MustRunAsync("systemctl", "start", Host);
    }

    private async Task GuestTakesItsPlaceAsync()
    {
        await System.MustRunAsync("systemctl", "start", Guest);
        Assert.Equal("active", await System.ShowAsync(Guest, "ActiveState"));
        Assert.Equal("inactive", await System.ShowAsync(Host, "ActiveState"));
        await System.MustRunAsync("systemctl", "start", Host);
        Assert.Equal("active", await System.ShowAsync(Host, "ActiveState"));
    }

    /// <summary>Another program in the place of the exporter: here it has a process namespace of its own and does not ask for BPF.</summary>
    private async Task OnlyTheCallsThatItNeedsAreAllowedAsync()
    {
        await LabTool.MustRunAsync(
            "gcc", "-O2", "-Wall", "-Wextra", "-Werror", "-static", "-o", System.At("srv", "calls"), Path.Combine(RepositoryPaths.LabScripts, "calls.c"));
        var dropIns = Directory.CreateDirectory(System.At("etc", "systemd", "system", $"{Host}.d")).FullName;
        await File.WriteAllTextAsync(Path.Combine(dropIns, "calls.conf"), "[Service]\nType=oneshot\nWatchdogSec=0\nExecStart=\nExecStart=/srv/calls\n");
        await System.MustRunAsync("systemctl", "daemon-reload");
        await System.MustRunAsync("systemctl", "restart", Host);
        var log = (await System.MustRunAsync("journalctl", "--unit", Host, "--output=cat")).Split('\n');
        const int NotPermitted = 1;
        foreach (var line in (string[])["bpf 0", "perf_event_open 0", "sched_setattr 0", $"keyctl {NotPermitted}"]) Assert.Contains(line, log);

        Directory.Delete(dropIns, recursive: true);
        await System.MustRunAsync("systemctl", "daemon-reload");
        await System.MustRunAsync("systemctl", "restart", Host);
    }

    private async Task RemovedItKeepsSettingsAsync()
    {
        await System.MustRunAsync("dpkg", "--remove", "wattshare");
        Assert.NotEqual("active", await System.ShowAsync(Host, "ActiveState"));
        Assert.False(File.Exists(System.At("usr", "bin", "wattshare")));
        Assert.True(File.Exists(System.At("etc", "wattshare", "wattshare.yml")));
        Assert.True(Directory.Exists(System.At("var", "lib", "wattshare")));
        using var client = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri($"http://127.0.0.1:{_port}/metrics")));
    }

    private async Task PurgedItIsGoneAsync()
    {
        await System.MustRunAsync("dpkg", "--purge", "wattshare");
        Assert.Equal(2, (await System.RunAsync("getent", "passwd", "wattshare")).ExitCode);
        Assert.Equal(2, (await System.RunAsync("getent", "group", "wattshare")).ExitCode);

        Assert.Empty(await System.LeftoversAsync());
    }

    private static decimal IsUp(MetricsText metrics) => metrics.One("wattshare_sensor_up", ("sensor", "rapl"), ("zone", "package-0")).Value;

    private Task<MetricsText> MetricsAsync(Func<MetricsText, bool> condition) => ConfinedAnswers.MetricsAsync(_port, condition, () => System.Console);
}
