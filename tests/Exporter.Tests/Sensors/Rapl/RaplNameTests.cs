using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Wattshare.Exporter.Sensors.Rapl;

namespace Wattshare.Exporter.Tests.Sensors.Rapl;

public sealed class RaplNameTests
{
    [Theory]
    [InlineData("package-0\n", nameof(RaplDomain.Package), 0, -1)]
    [InlineData("package-15", nameof(RaplDomain.Package), 15, -1)]
    [InlineData("package-1-die-3", nameof(RaplDomain.Package), 1, 3)]
    [InlineData("core", nameof(RaplDomain.Core), -1, -1)]
    [InlineData("uncore", nameof(RaplDomain.Uncore), -1, -1)]
    [InlineData("dram\n", nameof(RaplDomain.Dram), -1, -1)]
    [InlineData("psys", nameof(RaplDomain.Psys), -1, -1)]
    [InlineData("psys-1", nameof(RaplDomain.Psys), 1, -1)]
    public void The_names_of_the_kernel_are_known(string text, string domain, int package, int die)
    {
        Assert.True(RaplName.TryParse(Encoding.ASCII.GetBytes(text), out var name));
        Assert.Equal((domain, package, die), (name.Domain.ToString(), name.Package, name.Die));
    }

    [Theory]
    [InlineData("")]
    [InlineData("package")]
    [InlineData("package-")]
    [InlineData("package--1")]
    [InlineData("package-+1")]
    [InlineData("package-0-die-")]
    [InlineData("package-0-die-1-x")]
    [InlineData("package-0x")]
    [InlineData("package-99999999999")]
    [InlineData("psys-1-die-0")]
    [InlineData("Core")]
    [InlineData("core\n\n")]
    [InlineData("dram0")]
    public void Every_other_name_is_unknown(string text)
    {
        Assert.False(RaplName.TryParse(Encoding.ASCII.GetBytes(text), out var name));
        Assert.Equal(new RaplName(RaplDomain.Unknown, RaplName.None, RaplName.None), name);
    }

    [Fact]
    public void A_package_is_read_back_from_its_name() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).Two().ToArbitrary(),
        pair => RaplName.TryParse(Encoding.ASCII.GetBytes($"package-{pair.Item1}-die-{pair.Item2}"), out var name)
            && name == new RaplName(RaplDomain.Package, pair.Item1, pair.Item2)).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_are_survived() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => RaplName.TryParse(bytes, out _) || true).QuickCheckThrowOnFailure();
}
