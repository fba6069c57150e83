using System.Text;
using Wattshare.Exporter.Host.Cgroups;

namespace Wattshare.Exporter.Tests.Host;

public sealed class CgroupMembershipTests
{
    [Theory]
    [InlineData("0::/a\n", true, "/a")]
    [InlineData("0::/a", true, "/a")]
    [InlineData("12:memory:/x\n0::/a:b::c\n", true, "/a:b::c")]
    [InlineData("2:cpuacct:/a\n0::/b\n", false, "/a")]
    [InlineData("4:cpu,cpuacct:/a\n", false, "/a")]
    [InlineData("4:cpuacct,cpu:/a\n", false, "/a")]
    [InlineData("10:name=cpuacct:/x\n4:cpuacct:/a\n", false, "/a")]
    [InlineData("1:name=systemd:/0::/x\n0::/a\n", true, "/a")]
    [InlineData("0::/a (deleted)\n", true, "/a (deleted)")]
    [InlineData("0::/../../other\n", true, "/../../other")]
    [InlineData("2:cpu:/a\n0::/b\n", false, null)]
    [InlineData("2:cpuacct:/a\n", true, null)]
    [InlineData("10::/a\n", true, null)]
    [InlineData("0::relative\n", true, null)]
    [InlineData("0::\n", true, null)]
    [InlineData("0:\n", true, null)]
    [InlineData("", true, null)]
    [InlineData("\n\n", false, null)]
    [InlineData("garbage", true, null)]
    public void The_line_of_the_hierarchy_is_found(string text, bool version2, string? expected)
    {
        var found = CgroupMembership.TryParse(Encoding.UTF8.GetBytes(text), version2, out var path);
        Assert.Equal(expected, found ? Encoding.UTF8.GetString(path) : null);
    }

    [Theory]
    [InlineData("/a", "/a", false)]
    [InlineData("/", "/", false)]
    [InlineData("/..", "/", true)]
    [InlineData("/../..", "/", true)]
    [InlineData("/../../a/b", "/a/b", true)]
    [InlineData("/..a/b", "/..a/b", false)]
    [InlineData("/../..a", "/..a", true)]
    public void A_path_from_outside_loses_its_climb(string path, string expected, bool outside)
    {
        var rest = CgroupMembership.CutClimb(Encoding.UTF8.GetBytes(path), out var cut);
        Assert.Equal((expected, outside), (Encoding.UTF8.GetString(rest), cut));
    }
}
