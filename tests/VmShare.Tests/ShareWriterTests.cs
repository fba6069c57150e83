using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Fixtures;
using Wattshare.VmShare.Tests.Support;
using static Wattshare.VmShare.Tests.Support.Reports;

namespace Wattshare.VmShare.Tests;

public sealed class ShareWriterTests
{
    private static readonly VmInfo Web = Vm("web", "uuid-a");

    [Fact]
    public void The_tree_is_the_one_of_the_contract()
    {
        using var share = new ShareBench();
        Assert.Empty(share.Apply(Of(CpuAndDram, Row(Web, cpu: 5, dram: 3, idle: 2))));
        Assert.Equal("1000000000000007\n", File.ReadAllText(share.Path("web", "intel-rapl:0", "energy_uj")));
        Assert.Equal("package-0\n", File.ReadAllText(share.Path("web", "intel-rapl:0", "name")));
        Assert.Equal("9223372036854775807\n", File.ReadAllText(share.Path("web", "intel-rapl:0", "max_energy_range_uj")));
        Assert.Equal("1\n", File.ReadAllText(share.Path("web", "intel-rapl:0", "enabled")));
        Assert.Equal("1000000000000003\n", File.ReadAllText(share.Path("web", "intel-rapl:0:0", "energy_uj")));
        Assert.Equal("dram\n", File.ReadAllText(share.Path("web", "intel-rapl:0:0", "name")));
        Assert.Equal(["intel-rapl:0", "intel-rapl:0:0", "share.json"], Directory.EnumerateFileSystemEntries(share.Path("web")).Select(Path.GetFileName).Order());
        Assert.Equal(4, Directory.GetFileSystemEntries(share.Path("web", "intel-rapl:0")).Length);
    }

    [Fact]
    public void Without_measured_memory_there_is_no_memory_zone()
    {
        using var share = new ShareBench();
        share.Apply(Cpu(Row(Web, cpu: 1)));
        Assert.False(Directory.Exists(share.Path("web", "intel-rapl:0:0")));
    }

    [Fact]
    public void Directories_are_0755_and_files_0644()
    {
        using var share = new ShareBench();
        share.Apply(Cpu(Row(Web, cpu: 1)));
        const UnixFileMode file = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        const UnixFileMode folder = file | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        Assert.Equal(folder, File.GetUnixFileMode(share.Path("web")));
        Assert.Equal(folder, File.GetUnixFileMode(share.Path("web", "intel-rapl:0")));
        Assert.All(Directory.GetFiles(share.Path("web"), "*", SearchOption.AllDirectories), path => Assert.Equal(file, File.GetUnixFileMode(path)));
    }

    [Fact]
    public void Where_only_a_whole_machine_meter_exists_the_package_is_the_platform()
    {
        using var share = new ShareBench();
        var row = Row(Web, cpu: 0);
        var energy = default(ComponentEnergy);
        energy[Component.Platform] = 77;
        share.Apply(Of(ComponentSet.None.With(Component.Platform), row with { Active = new(energy, default) }));
        Assert.Equal(ShareBench.Start + 77, share.Value("web"));
        Assert.Equal(Component.Platform, Assert.Single(share.Document("web").Zones).Component);
    }

    [Theory]
    [InlineData(MeasurementMethod.Counter)]
    [InlineData(MeasurementMethod.Integrated)]
    [InlineData(MeasurementMethod.Model)]
    public void The_method_is_that_of_the_counted_zones(MeasurementMethod method)
    {
        using var share = new ShareBench();
        share.Apply(Cpu(Row(Web, cpu: 1)) with { Sensors = [Sensor(null, MeasurementMethod.Model), Sensor(Component.Cpu, method)] });
        Assert.Equal(method, share.Document("web").Method);
    }

    [Fact]
    public void The_document_tells_the_machine_the_heartbeat_and_the_split()
    {
        using var share = new ShareBench();
        share.Apply(Cpu(Row(Web, cpu: 5, idle: 2)));
        share.Apply(Cpu(Row(Web, cpu: 9, idle: 3)));
        var document = share.Document("web");
        Assert.Equal(("web", "uuid-a", true), (document.Vm, document.Uuid, document.DirectoryMade));
        Assert.Equal((9, 3), (document.Active[Component.Cpu], document.Idle[Component.Cpu]));
        Assert.Equal(share.Time.Wall, document.HeartbeatTime);
        Assert.Equal(1, document.IntervalSeconds);
        Assert.Equal(ShareBench.Start + 12, document.EnergyOf("intel-rapl:0"));
        var before = document.HeartbeatSequence;
        share.Apply(Cpu(Row(Web, cpu: 9, idle: 3)));
        Assert.Equal(before + 1, share.Document("web").HeartbeatSequence);
    }

    [Fact]
    public void The_document_tells_how_sure_all_energy_since_the_directory_began_is()
    {
        static VmRow Sure(long cpu, long random, long systematic) =>
            Row(Web, cpu) with { Uncertainty = default(EnergyUncertainty).With(Component.Cpu, random, systematic) };
        using var share = new ShareBench();
        share.Apply(Cpu(Sure(10, 2, 1)));
        share.Apply(Cpu(Sure(20, 3, 2)));
        Assert.Equal((3, 2), Parts());
        share.Restart();
        share.Apply(Cpu(Sure(5, 4, 1)));
        Assert.Equal((5, 3), Parts());
        share.Apply(Cpu(Sure(3, 12, 10)));
        Assert.Equal((13, 13), Parts());

        (long Random, long Systematic) Parts()
        {
            var uncertainty = share.Document("web").Uncertainty;
            return (uncertainty.Random[Component.Cpu], uncertainty.Systematic[Component.Cpu]);
        }
    }

    [Fact]
    public void A_kept_handle_follows_the_counter_over_a_restart()
    {
        using var share = new ShareBench();
        share.Apply(Cpu(Row(Web, cpu: 10)));
        using var kept = File.OpenHandle(share.Energy("web"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        share.Apply(Cpu(Row(Web, cpu: 25)));
        Assert.Equal("1000000000000025\n", Read(kept));
        share.Restart();
        share.Apply(Cpu(Row(Web, cpu: 4)));
        Assert.Equal("1000000000000029\n", Read(kept));
        Assert.Equal(29, share.Document("web").Active[Component.Cpu]);
    }

    [Fact]
    public void A_row_that_began_anew_adds_all_of_itself()
    {
        using var share = new ShareBench();
        share.Apply(Cpu(Row(Web, cpu: 10)));
        share.Apply(Cpu(Row(Web, cpu: 3)));
        Assert.Equal(ShareBench.Start + 13, share.Value("web"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage\n")]
    [InlineData("0\n")]
    [InlineData("184467")]
    [InlineData("9999999999999999999999\n")]
    public void A_counter_that_is_garbage_goes_on_from_the_document(string garbage)
    {
        using var share = new ShareBench();
        share.Apply(Cpu(Row(Web, cpu: 10)));
        share.Restart();
        File.WriteAllText(share.Energy("web"), garbage);
        var fault = Assert.Single(share.Apply(Cpu(Row(Web, cpu: 1))));
        Assert.Equal((ShareFaultKind.Damaged, share.Energy("web")), (fault.Kind, fault.Path));
        Assert.Equal("It did not hold a counter. It goes on from the value in share.json.", fault.Advice);
        Assert.Equal("1000000000000011\n", File.ReadAllText(share.Energy("web")));
        Assert.Empty(share.Apply(Cpu(Row(Web, cpu: 1))));
    }

    [Fact]
    public void A_counter_that_is_lost_altogether_starts_anew_and_says_so()
    {
        using var share = new ShareBench();
        share.Apply(Cpu(Row(Web, cpu: 10)));
        share.Restart();
        File.WriteAllText(share.Energy("web"), "x");
        File.Delete(share.Path("web", "share.json"));
        var fault = Assert.Single(share.Apply(Cpu(Row(Web, cpu: 1))));
        Assert.Equal(ShareFaultKind.ValueLost, fault.Kind);
        Assert.Equal(
            "It did not hold a counter and share.json has no value either. It starts anew at 10^15; mount the directory read-only in the guest.", fault.Advice);
        Assert.Equal(ShareBench.Start + 1, share.Value("web"));
    }

    [Fact]
    public void The_higher_of_counter_and_document_counts()
    {
        using var share = new ShareBench();
        share.Apply(Cpu(Row(Web, cpu: 1000)));
        share.Restart();
        File.WriteAllText(share.Energy("web"), "1000000000000500\n");
        share.Apply(Cpu(Row(Web, cpu: 1)));
        Assert.Equal(ShareBench.Start + 1001, share.Value("web"));
    }

    [Fact]
    public void Past_ten_to_the_sixteenth_the_counter_goes_on_in_the_same_file()
    {
        using var share = new ShareBench();
        Directory.CreateDirectory(share.Path("web", "intel-rapl:0"));
        File.WriteAllText(share.Energy("web"), "9999999999999990\n");
        share.Apply(Cpu(Row(Web, cpu: 5)));
        using var kept = File.OpenHandle(share.Energy("web"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Assert.Equal("9999999999999995\n", Read(kept));
        long last = 0;
        for (var cpu = 5; cpu < 60; cpu++)
        {
            Assert.Empty(share.Apply(Cpu(Row(Web, cpu))));
            var value = share.Value("web");
            Assert.True(value >= last);
            last = value;
        }

        Assert.Equal("10000000000000040\n", Read(kept));
        share.Restart();
        share.Apply(Cpu(Row(Web, cpu: 15)));
        Assert.Equal("10000000000000060\n", Read(kept));
    }

    [Fact]
    public void Hostile_names_stay_in_the_root()
    {
        using var share = new ShareBench();
        string[] names = ["../../etc", "", "..", "a/b", new('n', 300), "\0", "\uD800"];
        Assert.Empty(share.Apply(Cpu([.. names.Select(name => Row(Vm(name), cpu: 1))])));
        Assert.Equal(names.Select(ShareName.Encode).Order(StringComparer.Ordinal), share.Names());
        Assert.False(Directory.Exists(Path.Join(Path.GetDirectoryName(share.Root), "etc")));
    }

    [Fact]
    public void A_directory_made_by_the_administrator_is_filled_and_never_removed()
    {
        using var share = new ShareBench();
        Directory.CreateDirectory(share.Path("web"));
        Directory.CreateDirectory(share.Path("unused"));
        share.Apply(Cpu(Row(Web, cpu: 1)));
        Assert.False(share.Document("web").DirectoryMade);
        Assert.Equal(ShareBench.Start + 1, share.Value("web"));
        End(share);
        Assert.Equal(["unused", "web"], share.Names());
        Assert.Empty(Directory.GetFileSystemEntries(share.Path("web")));
    }

    [Fact]
    public void Nothing_is_made_before_anything_is_measured()
    {
        using var share = new ShareBench();
        Assert.Empty(share.Apply(Of(ComponentSet.None, Row(Web, cpu: 0))));
        Assert.Empty(share.Names());
    }

    [Fact]
    public void A_machine_that_ended_keeps_its_directory_for_ten_minutes()
    {
        using var share = new ShareBench();
        share.Apply(Cpu(Row(Web, cpu: 1)));
        share.Apply(Cpu(Row(Web, cpu: 4, ended: true)));
        Assert.Equal(ShareBench.Start + 4, share.Value("web"));
        share.Time.Advance(TimeSpan.FromMinutes(9.9));
        share.Apply(Cpu());
        Assert.Equal(ShareBench.Start + 4, share.Value("web"));
        share.Time.Advance(TimeSpan.FromMinutes(0.2));
        share.Apply(Cpu());
        Assert.Empty(share.Names());
    }

    [Fact]
    public void A_machine_that_comes_back_goes_on()
    {
        using var share = new ShareBench();
        share.Apply(Cpu(Row(Web, cpu: 10)));
        share.Apply(Cpu());
        share.Time.Advance(TimeSpan.FromMinutes(9));
        share.Apply(Cpu(Row(Web, cpu: 2)));
        Assert.Equal(ShareBench.Start + 12, share.Value("web"));
        share.Time.Advance(TimeSpan.FromMinutes(9));
        share.Apply(Cpu(Row(Web, cpu: 2)));
        Assert.Equal(ShareBench.Start + 12, share.Value("web"));
    }

    [Fact]
    public void A_new_machine_of_the_same_name_goes_on_from_the_counter_of_the_old_one()
    {
        using var share = new ShareBench();
        share.Apply(Cpu(Row(Web, cpu: 10)));
        share.Apply(Cpu(Row(Vm("web", "uuid-b"), cpu: 5)));
        Assert.Equal(["web"], share.Names());
        Assert.Equal(ShareBench.Start + 15, share.Value("web"));
        Assert.Equal("uuid-b", share.Document("web").Uuid);
    }

    [Fact]
    public void A_row_that_began_anew_adds_all_of_itself_also_where_a_part_is_higher()
    {
        using var share = new ShareBench();
        share.Apply(Of(CpuAndDram, Row(Web, cpu: 10, dram: 5, idle: 1)));
        share.Apply(Of(CpuAndDram, Row(Web, cpu: 12, dram: 4, idle: 2)));
        Assert.Equal((ShareBench.Start + 25, ShareBench.Start + 9), (share.Value("web"), share.Value("web", "intel-rapl:0:0")));
        var document = share.Document("web");
        Assert.Equal((22, 9, 3), (document.Active[Component.Cpu], document.Active[Component.Dram], document.Idle[Component.Cpu]));
    }

    [Fact]
    public void A_machine_that_gets_its_directory_back_from_another_counts_nothing_twice()
    {
        using var share = new ShareBench();
        var other = Vm("web", "uuid-b");
        share.Apply(Cpu(Row(Web, cpu: 10)));
        share.Apply(Cpu(Row(Web, cpu: 10, ended: true), Row(other, cpu: 5)));
        share.Apply(Cpu(Row(Web, cpu: 12), Row(other, cpu: 5, ended: true)));
        Assert.Equal((ShareBench.Start + 17, "uuid-a"), (share.Value("web"), share.Document("web").Uuid));
        Assert.Equal(12, share.Document("web").Active[Component.Cpu]);
        share.Apply(Cpu(Row(Web, cpu: 12, ended: true), Row(other, cpu: 8)));
        Assert.Equal((ShareBench.Start + 20, "uuid-b"), (share.Value("web"), share.Document("web").Uuid));
    }

    [Fact]
    public void A_machine_whose_row_was_retired_begins_anew_however_much_it_used_since()
    {
        using var share = new ShareBench();
        share.Apply(Cpu(Row(Web, cpu: 10)));
        share.Apply(Cpu());
        share.Apply(Cpu(Row(Web, cpu: 12)));
        Assert.Equal((ShareBench.Start + 22, 22), (share.Value("web"), share.Document("web").Active[Component.Cpu]));
    }

    [Fact]
    public void Foreign_files_survive_the_end_of_a_machine()
    {
        using var share = new ShareBench();
        share.Apply(Cpu(Row(Web, cpu: 1)));
        File.WriteAllText(share.Path("web", "notes.txt"), "mine");
        End(share);
        Assert.Equal([share.Path("web", "notes.txt")], Directory.GetFileSystemEntries(share.Path("web")));
    }

    [Fact]
    public void Directories_of_an_earlier_run_retire_by_their_heartbeat_and_only_they()
    {
        using var share = new ShareBench();
        share.Apply(Cpu(Row(Web, cpu: 1), Row(Vm("db", "uuid-d"), cpu: 1)));
        share.Restart();
        Directory.CreateDirectory(share.Path("empty"));
        Directory.CreateDirectory(share.Path("foreign"));
        File.WriteAllText(share.Path("foreign", "share.json"), "{\"schema\":7}");
        share.Apply(Cpu(Row(Vm("db", "uuid-d"), cpu: 1)));
        share.Time.Advance(TimeSpan.FromMinutes(5));
        share.Apply(Cpu(Row(Vm("db", "uuid-d"), cpu: 1)));
        Assert.Equal(["db", "empty", "foreign", "web"], share.Names());
        share.Time.Advance(TimeSpan.FromMinutes(6));
        share.Apply(Cpu(Row(Vm("db", "uuid-d"), cpu: 1)));
        Assert.Equal(["db", "empty", "foreign"], share.Names());
    }

    [Fact]
    public void An_old_directory_is_not_removed_at_its_first_sight()
    {
        using var share = new ShareBench();
        share.Apply(Cpu(Row(Web, cpu: 10)));
        share.Restart();
        share.Time.Advance(TimeSpan.FromHours(3));
        share.Apply(Cpu());
        Assert.Equal(["web"], share.Names());
        share.Apply(Cpu(Row(Web, cpu: 1)));
        Assert.Equal(ShareBench.Start + 11, share.Value("web"));
    }

    [Fact]
    public void Reports_cost_little_memory_in_steady_state()
    {
        using var root = new TempFolder();
        using var writer = new ShareWriter(root.Path, new ShareOptions { DocumentPeriod = TimeSpan.FromDays(1) }, TimeProvider.System);
        var reports = Enumerable.Range(1, 1_100).Select(cpu => Cpu(Row(Web, cpu))).ToArray();
        foreach (var report in reports.AsSpan(0, 100)) writer.Apply(report);
        var next = 100;
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 100; i++) writer.Apply(reports[next++]);
        }));
    }

    private static void End(ShareBench share)
    {
        share.Apply(Cpu());
        share.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Empty(share.Apply(Cpu()));
    }

    private static string Read(Microsoft.Win32.SafeHandles.SafeFileHandle handle)
    {
        Span<byte> buffer = stackalloc byte[32];
        return System.Text.Encoding.ASCII.GetString(buffer[..RandomAccess.Read(handle, buffer, 0)]);
    }
}
