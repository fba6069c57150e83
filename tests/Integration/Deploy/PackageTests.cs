using Wattshare.Exporter.Options;
using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Deploy;

/// <summary>The Debian package as a file.</summary>
[Collection(WholeMachine.Name)]
public sealed class PackageTests : IDisposable
{
    private static readonly string[] Files =
    [
        "/etc/wattshare/wattshare.yml", "/usr/bin/wattshare", "/usr/lib/systemd/system/wattshare-guest.service", "/usr/lib/systemd/system/wattshare.service",
        "/usr/lib/sysusers.d/wattshare.conf", "/usr/lib/udev/rules.d/60-wattshare.rules", "/usr/lib/wattshare/powercap-access",
        "/usr/share/doc/wattshare/changelog.gz", "/usr/share/doc/wattshare/copyright", "/usr/share/lintian/overrides/wattshare", "/usr/share/man/man1/wattshare.1.gz",
    ];

    private readonly LabDirectory _directory = new("deb");

    private static string Source(string name) => Path.Combine(RepositoryPaths.Root, "deploy", "debian", name);

    public void Dispose() => _directory.Dispose();

    [DeployFact]
    public async Task Lintian_finds_no_fault_and_the_files_are_these()
    {
        var package = await DebianPackage.PathAsync();
        var lintian = await LabTool.RunAsync("lintian", ["--allow-root", "--fail-on=error,warning", "--tag-display-limit=0", package]);
        Assert.True(lintian.ExitCode == 0 && lintian.Output.Length == 0, lintian.Output + lintian.Errors);

        var listing = await LabTool.MustRunAsync("dpkg-deb", "--contents", package);
        var entries = listing.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.All(entries, entry => Assert.Equal("root/root", entry[1]));
        Assert.Equal(Files, entries.Where(entry => entry[0][0] == '-').Select(entry => entry[5][1..]).Order(StringComparer.Ordinal));
        Assert.Equal("/etc/wattshare/wattshare.yml", await LabTool.MustRunAsync("dpkg-deb", "--info", package, "conffiles"));
    }

    [DeployFact]
    public async Task The_same_source_gives_the_same_bytes()
    {
        var first = await File.ReadAllBytesAsync(await DebianPackage.PathAsync());
        Assert.Equal(first, await File.ReadAllBytesAsync(await DebianPackage.BuildAsync(_directory.FullPath)));
    }

    [Fact]
    public void The_settings_that_it_ships_change_nothing_and_each_of_them_can_be_used()
    {
        var shipped = File.ReadAllText(Source("wattshare.yml"));
        Assert.Empty(YamlSource.Read("shipped", shipped).Values);

        // Settings begin right after the mark of a comment, and sentences after a space.
        var used = string.Join('\n', shipped.Split('\n').Where(line => line.Length > 1 && line[0] == '#' && line is not ['#', ' ', not ' ', ..]).Select(line => line[1..]));
        var readings = YamlSource.Read("used", used);
        Assert.Empty(readings.Faults);
        Assert.InRange(readings.Values.Count, 5, int.MaxValue);
    }

    [DeployFact]
    public async Task The_manual_page_is_understood()
    {
        var result = await LabTool.RunAsync("man", ["--warnings", "--local-file", "--encoding=UTF-8", Source("wattshare.1")]);
        Assert.True(result.ExitCode == 0 && result.Errors.Length == 0, result.Errors);
        Assert.Contains("--web.listen-address", result.Output, StringComparison.Ordinal);
    }
}
