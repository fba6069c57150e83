using Wattshare.Exporter.Host.Bpf;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host.Bpf;

public sealed class BpfRequirementsTests
{
    [Theory]
    [InlineData("CapEff:\t000001ffffffffff\n", "")]
    [InlineData("Name:\tx\nCapEff:\t0000000000200000\nCapBnd:\t0\n", "")]
    [InlineData("CapEff:\t000000c000000000\n", "")]
    [InlineData("CapEff:\t0000008000000000\n", "CAP_PERFMON")]
    [InlineData("CapEff:\t0000004000000000\n", "CAP_BPF")]
    [InlineData("CapEff:\t0000000000000000\nCapPrm:\t000001ffffffffff\n", "CAP_BPF and CAP_PERFMON")]
    [InlineData("CapEff:\tnonsense\n", "CAP_BPF and CAP_PERFMON")]
    [InlineData("", "CAP_BPF and CAP_PERFMON")]
    public void The_missing_capability_is_named(string status, string missing) => Assert.Equal(missing, BpfRequirements.MissingCapabilities(status));

    [Fact]
    public void A_procfs_of_another_host_is_an_obstacle_with_its_name()
    {
        using var tree = new HostTree();
        tree.SetProcess(1, "init", 1, 1);
        var obstacle = BpfRequirements.Check(tree.Proc);
        Assert.Equal($"{tree.Proc} does not show the exporter's own process", obstacle!.Reason);
    }

    [Fact]
    public void A_kernel_without_types_is_an_obstacle()
    {
        var obstacle = BpfRequirements.Check("/proc", "/nonexistent/btf/vmlinux");
        Assert.Equal("the kernel has no BTF (/sys/kernel/btf/vmlinux)", obstacle!.Reason);
    }

    [Fact]
    public void A_library_that_is_not_there_is_an_obstacle()
    {
        Assert.Equal("libbpf.so.1 is not installed", LibBpf.Load("libbpf-of-nobody.so.1", out var library)!.Reason);
        Assert.Null(library);
    }

    [Fact]
    public void A_library_without_the_calls_is_too_old()
    {
        Assert.Equal("libbpf is older than 1.0", LibBpf.Load("libc.so.6", out var library)!.Reason);
        Assert.Null(library);
    }

    [Theory]
    [InlineData(1, "the kernel does not allow bpf(2) (loading: error 1)")]
    [InlineData(38, "the kernel does not allow bpf(2) (loading: error 38)")]
    [InlineData(22, "the kernel does not know what the program needs (loading: error 22)")]
    [InlineData(12, "the program could not be loaded (loading: error 12)")]
    public void A_refusal_says_what_was_tried(int error, string reason) => Assert.Equal(reason, BpfObstacle.Refused("loading", error).Reason);
}
