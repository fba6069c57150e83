using System.Globalization;
using Wattshare.Attribution.Model;
using Wattshare.VmShare.Tests.Support;
using static Wattshare.VmShare.Tests.Support.Reports;

namespace Wattshare.VmShare.Tests;

/// <summary>What a guest can do to a directory that was mounted read-write by mistake, or an administrator by accident.</summary>
public sealed class HostileGuestTests
{
    private const string Victim = "do not touch";
    private static readonly VmInfo Web = Vm("web", "uuid-a");
    private static readonly VmInfo Other = Vm("other", "uuid-o");

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(18)]
    [InlineData(100_000)]
    public void A_truncated_or_extended_counter_is_put_right_with_nothing_lost(long length)
    {
        using var share = new ShareBench();
        for (var cpu = 1; cpu < 6; cpu++)
        {
            share.Apply(Cpu(Row(Web, cpu), Row(Other, cpu)));
            using (var file = File.OpenWrite(share.Energy("web"))) file.SetLength(length);
            var fault = Assert.Single(share.Apply(Cpu(Row(Web, cpu + 1), Row(Other, cpu + 1))));
            Assert.Equal((ShareFaultKind.Damaged, share.Energy("web")), (fault.Kind, fault.Path));
            Assert.Equal("Somebody changed, replaced or removed it. It was put right; mount the directory read-only in the guest.", fault.Advice);
            Assert.Equal($"{ShareBench.Start + cpu + 1}\n", File.ReadAllText(share.Energy("web")));
            Assert.Equal(ShareBench.Start + cpu + 1, share.Value("other"));
        }
    }

    [Theory]
    [InlineData("1000000000000000\n")]
    [InlineData("9000000000000000\n")]
    [InlineData("xxxxxxxxxxxxxxxx\n")]
    public void Changed_digits_are_put_right(string digits)
    {
        using var share = new ShareBench();
        share.Apply(Cpu(Row(Web, cpu: 7)));
        using (var file = File.OpenWrite(share.Energy("web"))) file.Write(System.Text.Encoding.ASCII.GetBytes(digits));
        Assert.Equal(ShareFaultKind.Damaged, Assert.Single(share.Apply(Cpu(Row(Web, cpu: 8)))).Kind);
        // A number that is higher may have been seen by a reader already: the counter goes on from it and never back.
        var floor = long.TryParse(digits, NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var seen) ? seen : 0;
        Assert.Equal(Math.Max(ShareBench.Start + 7, floor) + 1, share.Value("web"));
    }

    [Fact]
    public void A_link_in_place_of_the_counter_is_replaced_and_its_target_stays_untouched()
    {
        using var share = new ShareBench();
        using var victim = VictimFile(out var path);
        share.Apply(Cpu(Row(Web, cpu: 1)));
        File.Delete(share.Energy("web"));
        File.CreateSymbolicLink(share.Energy("web"), path);
        Assert.Equal(ShareFaultKind.Damaged, Assert.Single(share.Apply(Cpu(Row(Web, cpu: 2)))).Kind);
        Assert.Equal(Victim, File.ReadAllText(path));
        Assert.Null(new FileInfo(share.Energy("web")).LinkTarget);
        Assert.Equal(ShareBench.Start + 2, share.Value("web"));
    }

    [Fact]
    public void Links_that_lie_there_at_the_start_are_not_followed_either()
    {
        using var share = new ShareBench();
        using var victim = VictimFile(out var path);
        var folder = Directory.CreateDirectory(share.Path("web", "intel-rapl:0")).FullName;
        foreach (var name in new[] { "energy_uj", "name", "enabled", "max_energy_range_uj", ".new" }) File.CreateSymbolicLink(Path.Join(folder, name), path);
        File.CreateSymbolicLink(share.Path("web", "share.json"), path);
        File.CreateSymbolicLink(share.Path("web", ".share.json.new"), path);
        share.Apply(Cpu(Row(Web, cpu: 2)));
        Assert.Equal(Victim, File.ReadAllText(path));
        Assert.Equal(ShareBench.Start + 2, share.Value("web"));
        Assert.Equal("uuid-a", share.Document("web").Uuid);
        Assert.All(Directory.GetFiles(share.Path("web"), "*", SearchOption.AllDirectories), file => Assert.Null(new FileInfo(file).LinkTarget));
    }

    [Fact]
    public void A_hard_link_to_a_victim_is_not_written_through()
    {
        using var share = new ShareBench();
        var path = share.Path("victim");
        File.WriteAllText(path, Victim);
        share.Apply(Cpu(Row(Web, cpu: 1)));
        File.Delete(share.Energy("web"));
        HardLinks.Create(path, share.Energy("web"));
        share.Apply(Cpu(Row(Web, cpu: 2)));
        Assert.Equal(Victim, File.ReadAllText(path));
        Assert.Equal(ShareBench.Start + 2, share.Value("web"));
    }

    [Fact]
    public void A_link_in_place_of_the_zone_is_replaced_and_its_target_stays_empty()
    {
        using var share = new ShareBench();
        using var elsewhere = new TempFolder();
        share.Apply(Cpu(Row(Web, cpu: 1)));
        Directory.Delete(share.Path("web", "intel-rapl:0"), recursive: true);
        Directory.CreateSymbolicLink(share.Path("web", "intel-rapl:0"), elsewhere.Path);
        Assert.NotEmpty(share.Apply(Cpu(Row(Web, cpu: 2))));
        Assert.Empty(Directory.GetFileSystemEntries(elsewhere.Path));
        Assert.Null(new DirectoryInfo(share.Path("web", "intel-rapl:0")).LinkTarget);
        Assert.Equal(ShareBench.Start + 2, share.Value("web"));
        Assert.Empty(share.Apply(Cpu(Row(Web, cpu: 2))));
    }

    [Fact]
    public void A_link_in_place_of_the_directory_is_left_alone_and_reported()
    {
        using var share = new ShareBench();
        using var elsewhere = new TempFolder();
        Directory.CreateSymbolicLink(share.Path("web"), elsewhere.Path);
        var fault = Assert.Single(share.Apply(Cpu(Row(Web, cpu: 1), Row(Other, cpu: 1))));
        Assert.Equal((ShareFaultKind.Obstructed, share.Path("web")), (fault.Kind, fault.Path));
        Assert.Equal(
            "A symbolic link or a file is where a directory has to be, and links are never followed. Remove it, or name the real directory.", fault.Advice);
        Assert.Empty(Directory.GetFileSystemEntries(elsewhere.Path));
        Assert.Equal(ShareBench.Start + 1, share.Value("other"));
        Directory.Delete(share.Path("web"));
        Assert.Empty(share.Apply(Cpu(Row(Web, cpu: 3), Row(Other, cpu: 1))));
        Assert.Equal(ShareBench.Start + 3, share.Value("web"));
    }

    [Fact]
    public void Directories_and_pipes_in_place_of_files_do_not_hang_or_stop_the_writer()
    {
        using var share = new ShareBench();
        share.Apply(Cpu(Row(Web, cpu: 1)));
        foreach (var name in new[] { "energy_uj", "name", "enabled" })
        {
            File.Delete(share.Path("web", "intel-rapl:0", name));
            Directory.CreateDirectory(share.Path("web", "intel-rapl:0", name));
        }

        Assert.NotEmpty(share.Apply(Cpu(Row(Web, cpu: 2))));
        Assert.Equal(ShareBench.Start + 2, share.Value("web"));
        File.Delete(share.Energy("web"));
        HardLinks.MakePipe(share.Energy("web"));
        Assert.NotEmpty(share.Apply(Cpu(Row(Web, cpu: 3))));
        Assert.Equal(ShareBench.Start + 3, share.Value("web"));
    }

    [Fact]
    public void A_full_directory_in_place_of_the_counter_is_a_fault_of_that_machine_alone()
    {
        using var share = new ShareBench();
        Directory.CreateDirectory(share.Path("web", "intel-rapl:0", "energy_uj", "full"));
        var fault = Assert.Single(share.Apply(Cpu(Row(Web, cpu: 2), Row(Other, cpu: 2))), fault => fault.Kind == ShareFaultKind.Unwritable);
        Assert.Equal((share.Energy("web"), "EISDIR"), (fault.Path, fault.Error));
        Assert.Equal(ShareBench.Start + 2, share.Value("other"));
        Directory.Delete(share.Energy("web"), recursive: true);
        Assert.Empty(share.Apply(Cpu(Row(Web, cpu: 3), Row(Other, cpu: 2))));
        Assert.Equal(ShareBench.Start + 3, share.Value("web"));
    }

    [Fact]
    public void A_directory_that_was_removed_is_made_again_with_its_value()
    {
        using var share = new ShareBench();
        share.Apply(Cpu(Row(Web, cpu: 5)));
        Directory.Delete(share.Path("web"), recursive: true);
        var fault = Assert.Single(share.Apply(Cpu(Row(Web, cpu: 6))));
        Assert.Equal((ShareFaultKind.Damaged, share.Path("web")), (fault.Kind, fault.Path));
        Assert.Equal(ShareBench.Start + 6, share.Value("web"));
        Assert.Empty(share.Apply(Cpu(Row(Web, cpu: 6))));
    }

    [Fact]
    public void Absurd_numbers_in_the_document_overflow_nothing()
    {
        using var share = new ShareBench();
        Directory.CreateDirectory(share.Path("web"));
        const string text = """
            {"schema":1,"vm":"web","uuid":"uuid-a","components":["cpu"],"heartbeat":{"sequence":9223372036854775807},
             "zones":[{"path":"intel-rapl:0","component":"cpu","energy_uj":9223372036854775807}],"split_uj":{"cpu":{"active":9223372036854775807,"idle":1}}}
            """;
        File.WriteAllText(share.Path("web", "share.json"), text);
        Assert.Empty(share.Apply(Cpu(Row(Web, cpu: 5))));
        Assert.Equal(ShareBench.Start + 5, share.Value("web"));
        Assert.Equal(5, share.Document("web").Active[Component.Cpu]);
    }

    private static TempFolder VictimFile(out string path)
    {
        var folder = new TempFolder();
        path = folder["victim"];
        File.WriteAllText(path, Victim);
        return folder;
    }
}
