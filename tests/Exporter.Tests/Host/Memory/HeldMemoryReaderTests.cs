using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host.Memory;

public sealed class HeldMemoryReaderTests : IDisposable
{
    private const string Docker = "/docker/" + HostContainerPaths.A;
    private const string Scope = @"/machine.slice/machine-qemu\x2d3\x2dweb.scope";
    private const string Qemu = "/usr/bin/qemu-system-x86_64";
    private const string Status = "Name:\tqemu\nVmHWM:\t 9000 kB\nVmRSS:\t 2048 kB\nRssAnon:\t 1000 kB\nHugetlbPages:\t 1024 kB\nThreads:\t4\n";

    private readonly HostTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData(2, "memory.current", null)]
    [InlineData(1, "memory.usage_in_bytes", "memory")]
    public void A_container_holds_what_its_group_is_charged_for(int version, string file, string? controller)
    {
        WithContainer(version);
        if (controller is not null) _tree.SetGroupFile("/", file, "99\n", controller);
        _tree.SetGroupFile(Docker, file, "2097152\n", controller);
        using var probe = new UsageProbe(_tree);
        var sample = probe.Read().Sample;
        Assert.Equal((16_316_412, 2048), (sample.MemoryKibibytes, Assert.Single(sample.Memory.Items.ToArray()).Kibibytes));
        Assert.Equal(HostContainerPaths.A, sample.Memory.Items[0].Container!.Id);
        Assert.Empty(probe.Faults.Lines);
    }

    [Fact]
    public void A_container_without_the_controller_is_not_known_and_no_fault()
    {
        WithContainer(2);
        using var probe = new UsageProbe(_tree);
        Assert.Equal(-1, Held(probe));
        Assert.Empty(probe.Faults.Lines);
    }

    [Theory]
    [InlineData("")]
    [InlineData("max\n")]
    [InlineData("-5\n")]
    [InlineData("12")]
    [InlineData("12\n13\n")]
    [InlineData("99999999999999999999\n")]
    public void What_is_no_amount_is_not_known_and_told_once(string text)
    {
        WithContainer(2);
        _tree.SetGroupFile(Docker, "memory.current", text);
        using var probe = new UsageProbe(_tree);
        Assert.Equal(-1, Held(probe));
        for (var i = 0; i < 5; i++) probe.Read();
        var line = Assert.Single(probe.Faults.Lines);
        Assert.StartsWith("Warning: MemoryUnreadable: the memory of a container or virtual machine: ", line, StringComparison.Ordinal);
        _tree.SetGroupFile(Docker, "memory.current", "4096\n");
        for (var i = 0; i < 60; i++) probe.Read();
        Assert.Equal(4, Held(probe));
        Assert.Contains("recovered", probe.Faults.Lines[^1], StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MemTotal: lots\n")]
    [InlineData("MemFree: 5 kB\n")]
    [InlineData("MemTotal: 0 kB\n")]
    public void Without_the_size_of_the_memory_nothing_is_known_of_it(string text)
    {
        WithContainer(2);
        File.WriteAllText(Path.Combine(_tree.Proc, "meminfo"), text);
        using var probe = new UsageProbe(_tree);
        Assert.Equal(0, probe.Read().Sample.MemoryKibibytes);
        Assert.StartsWith("Warning: MemoryUnreadable: /proc/meminfo: ", Assert.Single(probe.Faults.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_with_a_scope_holds_what_that_is_charged_for_and_its_huge_pages()
    {
        WithMachine(Scope);
        _tree.SetGroupFile(Scope, "memory.current", "5242880\n");
        using var probe = new UsageProbe(_tree);
        Assert.Equal(5120 + 1024, Held(probe));
        Assert.Equal("web", probe.Sample.Memory.Items[0].Vm!.Name);
    }

    [Theory]
    [InlineData(Scope)]
    [InlineData("/user.slice")]
    public void A_machine_of_which_no_group_tells_holds_what_is_resident_and_its_huge_pages(string group)
    {
        WithMachine(group);
        using var probe = new UsageProbe(_tree);
        Assert.Equal(2048 + 1024, Held(probe));
    }

    [Theory]
    [InlineData("")]
    [InlineData("VmRSS:\t-1 kB\n")]
    [InlineData("VmRSS:\t9999999999999999 kB\n")]
    [InlineData("VmRSS:\t12 pages\n")]
    public void A_machine_of_which_nothing_can_be_read_is_not_known(string status)
    {
        WithMachine("/user.slice");
        File.WriteAllText(_tree.ProcessFile(50, "status"), status);
        using var probe = new UsageProbe(_tree);
        Assert.Equal(-1, Held(probe));
    }

    [Fact]
    public void Two_machines_in_one_scope_each_hold_what_is_their_own()
    {
        WithMachine(Scope);
        _tree.SetGroupFile(Scope, "memory.current", "5242880\n");
        _tree.SetProcess(51, "qemu", 5, 100, Scope, Qemu, Qemu, "-name", "other");
        File.WriteAllText(_tree.ProcessFile(51, "status"), "VmRSS:\t 7 kB\n");
        using var probe = new UsageProbe(_tree);
        Assert.Equal([7, 2048 + 1024], probe.Read().Sample.Memory.Items.ToArray().Select(reading => reading.Kibibytes).Order());
    }

    [Fact]
    public void It_is_read_now_and_then_and_not_each_time()
    {
        WithContainer(2);
        _tree.SetGroupFile(Docker, "memory.current", "1048576\n");
        using var probe = new UsageProbe(_tree);
        for (var i = 0; i < 10; i++) Assert.Equal(1024, Held(probe));
        _tree.SetGroupFile(Docker, "memory.current", "2097152\n");
        var stale = 0;
        while (Held(probe) == 1024) stale++;
        Assert.InRange(stale, 1, 60);
        Assert.Equal(2048, Held(probe));
    }

    private void WithContainer(int version)
    {
        _ = version == 2 ? _tree.WithVersion2() : _tree.WithVersion1();
        _tree.SetGroup(Docker, 5_000);
        _tree.SetProcess(50, "nginx", 5, 100, Docker, "/usr/sbin/nginx");
        File.WriteAllText(Path.Combine(_tree.Proc, "meminfo"), "MemTotal:       16316412 kB\nMemFree:         1000 kB\n");
    }

    private void WithMachine(string group)
    {
        _tree.WithVersion2();
        _tree.SetGroup(group, 5_000);
        _tree.SetProcess(50, "qemu", 5, 100, group, Qemu, Qemu, "-name", "web");
        File.WriteAllText(_tree.ProcessFile(50, "status"), Status);
    }

    private static long Held(UsageProbe probe) => Assert.Single(probe.Read().Sample.Memory.Items.ToArray()).Kibibytes;
}
