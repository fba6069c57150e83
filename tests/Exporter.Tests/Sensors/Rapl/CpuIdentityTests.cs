using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Wattshare.Exporter.Sensors.Rapl;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Sensors.Rapl;

public sealed class CpuIdentityTests
{
    [Theory]
    [InlineData("GenuineIntel", nameof(CpuVendor.Intel), false)]
    [InlineData("AuthenticAMD", nameof(CpuVendor.Amd), true)]
    [InlineData("HygonGenuine", nameof(CpuVendor.Hygon), true)]
    [InlineData("CentaurHauls", nameof(CpuVendor.Unknown), false)]
    public void The_vendor_decides_whether_dies_mirror_their_package(string text, string vendor, bool mirror)
    {
        Assert.True(CpuIdentity.TryParse(Encoding.ASCII.GetBytes($"processor\t: 0\nvendor_id\t: {text}\n"), out var cpu));
        Assert.Equal(vendor, cpu.Vendor.ToString());
        Assert.Equal(mirror, cpu.DiesMirrorPackage);
    }

    [Theory]
    [InlineData("fpu hypervisor lahf_lm", true)]
    [InlineData("fpu lahf_lm hypervisor", true)]
    [InlineData("fpu hypervisor_x nohypervisor", false)]
    [InlineData("", false)]
    public void The_hypervisor_flag_is_a_word_of_its_own(string flags, bool expected)
    {
        Assert.True(CpuIdentity.TryParse(Encoding.ASCII.GetBytes($"vendor_id\t: GenuineIntel\nflags\t\t: {flags}"), out var cpu));
        Assert.Equal(expected, cpu.Hypervisor);
    }

    [Fact]
    public void A_processor_without_vendor_and_flags_is_unknown()
    {
        Assert.False(CpuIdentity.TryParse("processor\t: 0\nBogoMIPS\t: 50.00\nFeatures\t: fp asimd\n"u8, out var cpu));
        Assert.Equal(default, cpu);
    }

    [Fact]
    public void Any_bytes_are_survived() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => CpuIdentity.TryParse(bytes, out _) || true).QuickCheckThrowOnFailure();

    [Fact]
    public void The_file_of_a_host_is_read_and_a_missing_one_is_no_error()
    {
        using var tree = FixtureTree.Load("guest-without-powercap");
        Assert.Equal(new CpuIdentity(CpuVendor.Intel, Hypervisor: true), CpuIdentity.Read(tree.Procfs));
        Assert.Equal(default, CpuIdentity.Read(tree.PathOf("nowhere")));
    }
}
