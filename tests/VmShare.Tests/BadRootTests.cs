using System.Globalization;
using Wattshare.Attribution.Model;
using Wattshare.VmShare.Documents;
using Wattshare.VmShare.Tests.Support;
using static Wattshare.VmShare.Tests.Support.Reports;

namespace Wattshare.VmShare.Tests;

/// <summary>A root that is missing, read-only, full, or taken: said clearly, retried, and no joule is lost.</summary>
public sealed class BadRootTests
{
    private static readonly VmInfo Web = Vm("web", "uuid-a");

    [Fact]
    public void A_missing_root_is_reported_and_followed_when_it_appears()
    {
        using var folder = new TempFolder();
        using var share = new ShareBench(folder["later"]);
        var fault = Assert.Single(share.Apply(Cpu(Row(Web, cpu: 5))));
        Assert.Equal((ShareFaultKind.RootUnusable, folder["later"], "ENOENT"), (fault.Kind, fault.Path, fault.Error));
        Assert.Equal("It does not exist. Make the directory (mkdir -p) or mount what belongs there.", fault.Advice);
        Directory.CreateDirectory(folder["later"]);
        Assert.Empty(share.Apply(Cpu(Row(Web, cpu: 8))));
        Assert.Equal(ShareBench.Start + 8, share.Value("web"));
    }

    [Fact]
    public void A_root_that_is_a_file_is_reported()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["file"], "");
        using var share = new ShareBench(folder["file"]);
        Assert.Equal("ENOTDIR", Assert.Single(share.Apply(Cpu(Row(Web, cpu: 5)))).Error);
    }

    [Fact]
    public void A_root_that_is_replaced_is_followed_with_the_value()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["root"]);
        using var share = new ShareBench(folder["root"]);
        share.Apply(Cpu(Row(Web, cpu: 5)));
        Directory.Move(folder["root"], folder["old"]);
        Directory.CreateDirectory(folder["root"]);
        Assert.Empty(share.Apply(Cpu(Row(Web, cpu: 6))));
        Assert.Equal(ShareBench.Start + 6, share.Value("web"));
        Assert.Equal("1000000000000005\n", File.ReadAllText(folder["old", "web", "intel-rapl:0", "energy_uj"]));
    }

    [Fact]
    public void In_a_root_that_is_replaced_no_counter_is_without_its_document()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["root"]);
        using var writer = new ShareWriter(folder["root"], new ShareOptions { DocumentPeriod = TimeSpan.FromDays(1) }, TimeProvider.System);
        writer.Apply(Cpu(Row(Web, cpu: 5)));
        Directory.Move(folder["root"], folder["old"]);
        Directory.CreateDirectory(folder["root"]);
        Assert.Empty(writer.Apply(Cpu(Row(Web, cpu: 6))));
        Assert.Equal("1000000000000006\n", File.ReadAllText(folder["root", "web", "intel-rapl:0", "energy_uj"]));
        Assert.True(ShareJson.TryParse(File.ReadAllBytes(folder["root", "web", "share.json"]), out var document));
        Assert.Equal(ShareBench.Start + 6, document!.EnergyOf("intel-rapl:0"));
    }

    [Fact]
    public void Where_the_document_cannot_be_written_no_counter_appears_either()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["root"]);
        using var writer = new ShareWriter(folder["root"], new ShareOptions { DocumentPeriod = TimeSpan.FromDays(1) }, TimeProvider.System);
        writer.Apply(Cpu(Row(Web, cpu: 5)));
        Directory.Move(folder["root"], folder["old"]);
        Directory.CreateDirectory(folder["root", "web", "share.json", "in the way"]);
        Assert.Equal(folder["root", "web", "share.json"], Assert.Single(writer.Apply(Cpu(Row(Web, cpu: 6)))).Path);
        Assert.False(Directory.Exists(folder["root", "web", "intel-rapl:0"]));
        Directory.Delete(folder["root", "web", "share.json"], recursive: true);
        Assert.Empty(writer.Apply(Cpu(Row(Web, cpu: 7))));
        Assert.Equal("1000000000000007\n", File.ReadAllText(folder["root", "web", "intel-rapl:0", "energy_uj"]));
    }

    [Fact]
    public void Two_exporters_on_one_root_do_not_both_write()
    {
        using var share = new ShareBench();
        using var second = new ShareBench(share.Root);
        share.Apply(Cpu(Row(Web, cpu: 5)));
        var fault = Assert.Single(second.Apply(Cpu(Row(Web, cpu: 100))));
        Assert.Equal((ShareFaultKind.RootUnusable, "EAGAIN"), (fault.Kind, fault.Error));
        Assert.Equal("Another exporter publishes here. Stop it, or give this one a --vmshare.path of its own.", fault.Advice);
        Assert.Equal(ShareBench.Start + 5, share.Value("web"));
        share.Restart();
        Assert.Empty(second.Apply(Cpu(Row(Web, cpu: 100))));
        Assert.Equal(ShareBench.Start + 105, share.Value("web"));
    }

    [MountFact]
    public void A_read_only_root_is_reported_and_nothing_is_lost_when_it_is_writable_again()
    {
        using var mount = Mounts.Tmpfs("size=64k");
        mount.Remount(readOnly: true);
        using var share = new ShareBench(mount.Path);
        var fault = Assert.Single(share.Apply(Cpu(Row(Web, cpu: 5))));
        Assert.Equal((ShareFaultKind.Unwritable, share.Path("web"), "EROFS"), (fault.Kind, fault.Path, fault.Error));
        Assert.Equal("The file system is read-only. Mount it read-write on the host; only the guests' mounts are read-only.", fault.Advice);
        mount.Remount(readOnly: false);
        Assert.Empty(share.Apply(Cpu(Row(Web, cpu: 7))));
        Assert.Equal(ShareBench.Start + 7, share.Value("web"));
    }

    [MountFact]
    public void On_a_full_disk_machines_that_are_published_go_on_and_new_ones_wait()
    {
        using var mount = Mounts.Tmpfs("size=64k");
        using var share = new ShareBench(mount.Path);
        Assert.Empty(share.Apply(Cpu(Row(Web, cpu: 5))));
        Fill(share.Path("ballast"));
        var late = Vm("late", "uuid-l");
        var faults = share.Apply(Cpu(Row(Web, cpu: 6), Row(late, cpu: 10)));
        Assert.All(faults, static fault => Assert.Equal("ENOSPC", fault.Error));
        Assert.Contains(faults, fault => fault.Path.StartsWith(share.Path("late"), StringComparison.Ordinal));
        Assert.Equal(
            "The file system is full. Free space or inodes, or put the share on a small tmpfs of its own; energy is kept in memory until then.",
            faults[0].Advice);
        Assert.Equal(ShareBench.Start + 6, share.Value("web"));
        Assert.Empty(Directory.GetFiles(share.Path("late"), "*", SearchOption.AllDirectories));
        File.Delete(share.Path("ballast"));
        Assert.Empty(share.Apply(Cpu(Row(Web, cpu: 7), Row(late, cpu: 12))));
        Assert.Equal((ShareBench.Start + 7, ShareBench.Start + 12), (share.Value("web"), share.Value("late")));
    }

    [MountFact]
    public void A_file_system_mounted_over_the_root_is_followed()
    {
        using var folder = new TempFolder();
        using var share = new ShareBench(folder.Path);
        share.Apply(Cpu(Row(Web, cpu: 5)));
        using var mount = Mounts.Tmpfs("size=64k");
        Directory.Delete(folder.Path, recursive: true);
        Directory.CreateSymbolicLink(folder.Path, mount.Path);
        Assert.Empty(share.Apply(Cpu(Row(Web, cpu: 6))));
        Assert.Equal(
            ShareBench.Start + 6,
            long.Parse(File.ReadAllText(Path.Join(mount.Path, "web", "intel-rapl:0", "energy_uj")), CultureInfo.InvariantCulture));
        share.Restart();
        Directory.Delete(folder.Path);
        Directory.CreateDirectory(folder.Path);
    }

    private static void Fill(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        try
        {
            for (var offset = 0L; ; offset += 4096) RandomAccess.Write(file, new byte[4096], offset);
        }
        catch (IOException)
        {
            // Full, as it was meant to be.
        }
    }
}
