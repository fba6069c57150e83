using System.Text;
using Wattshare.Exporter.Host.Cgroups;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host;

public sealed class CpuPackagesTests : IDisposable
{
    private readonly HostTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Threads_belong_to_the_packages_that_sysfs_tells()
    {
        var packages = Read(3, 1, 3, 1);
        Assert.True(packages.AreSeveral);
        Assert.Equal([1, 3], packages.Distinct.ToArray());
        Assert.Equal((3, 1, CpuPackages.None, CpuPackages.None), (packages.PackageOf(2), packages.PackageOf(3), packages.PackageOf(4), packages.PackageOf(-1)));
    }

    [Fact]
    public void With_one_package_or_one_thread_that_does_not_tell_nothing_is_told_apart()
    {
        Assert.False(Read(0, 0).AreSeveral);
        Assert.False(Read(0, 1, -1).AreSeveral);
        Assert.False(new CpuPackages("/nowhere").AreSeveral);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("-1\n")]
    [InlineData("x\n")]
    [InlineData("1 2\n")]
    [InlineData("65536\n")]
    [InlineData("99999999999999999999999999999999999999\n")]
    public void What_is_no_package_is_none(string text)
    {
        _tree.WithPackages(0, 1);
        File.WriteAllText(Path.Combine(_tree.Sys, "devices/system/cpu/cpu1/topology/physical_package_id"), text);
        Assert.False(ReadAgain(new CpuPackages(_tree.Sys), 0, 1).AreSeveral);
    }

    [Fact]
    public void The_version_grows_when_an_answer_changes_and_only_then()
    {
        var packages = Read(0, 0, 1, 1);
        Assert.Equal(1, packages.Version);
        Assert.Equal(1, ReadAgain(packages, 0, 1, 2, 3).Version);
        Assert.Equal(2, ReadAgain(packages, 0, 1, 2).Version);
        Assert.Equal(CpuPackages.None, packages.PackageOf(3));
    }

    [Theory]
    [InlineData("0-1\n", 0)]
    [InlineData("3\n", 1)]
    [InlineData("2-3,9\n", 1)] // Number 9 is not online.
    [InlineData("1-2\n", null)]
    [InlineData("0-3\n", null)]
    [InlineData("0-65535\n", null)]
    [InlineData("9-65535\n", null)]
    [InlineData("\n", null)]
    public void A_list_is_within_a_package_or_not(string text, int? expected)
    {
        Assert.True(CpuList.TryFindPackage(Encoding.ASCII.GetBytes(text), Read(0, 0, 1, 1), out var package));
        Assert.Equal(expected, package);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0-1")]
    [InlineData("0-4294967295\n")]
    [InlineData("0-99999999999\n")]
    [InlineData("1,0\n")]
    [InlineData("0,\n")]
    [InlineData("all\n")]
    [InlineData("\0\0\n")]
    public void What_is_no_list_is_refused(string text)
    {
        Assert.False(CpuList.TryFindPackage(Encoding.ASCII.GetBytes(text), Read(0, 0, 1, 1), out var package));
        Assert.Null(package);
    }

    private CpuPackages Read(params int[] packages)
    {
        _tree.WithPackages(packages);
        return ReadAgain(new CpuPackages(_tree.Sys), [.. Enumerable.Range(0, packages.Length)]);
    }

    private static CpuPackages ReadAgain(CpuPackages packages, params int[] online)
    {
        packages.Read(online);
        return packages;
    }
}
