using Wattshare.Exporter.Host.Containers;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host;

public sealed class ContainerPathTests
{
    public static TheoryData<string, string, string, string> Paths
    {
        get
        {
            var data = new TheoryData<string, string, string, string>();
            foreach (var row in HostContainerPaths.All) data.Add(row.Path, row.Runtime, row.Id, row.PodUid);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_real_path_gives_its_container(string path, string runtime, string id, string podUid)
    {
        var found = ContainerPath.TryParse(path, out var container);

        Assert.Equal(runtime != "-", found);
        if (found) Assert.Equal(new ContainerPath(id, runtime, podUid), container);
    }

    [Fact]
    public void The_table_has_the_rows_it_promises()
    {
        Assert.True(HostContainerPaths.All.Count() >= 60);
        Assert.True(HostContainerPaths.All.Count(row => row.Runtime == "-") >= 20);
    }

    [Fact]
    public void The_manual_shows_every_row_and_no_other()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Exporter.sln"))) root = root.Parent!;
        var shown = File.ReadLines(Path.Combine(root.FullName, "docs", "identity.md")).Where(line => line.StartsWith("| `/", StringComparison.Ordinal));
        Assert.Equal(
            HostContainerPaths.Rows.Select(row => string.Join('|', row.Split('|').Take(3).Select(cell => cell.Trim()))),
            shown.Where(line => line.Count(character => character == '|') == 5)
                .Select(line => string.Join('|', line.Split('|').Skip(1).Take(3).Select(cell => cell.Trim().Trim('`')))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("//")]
    [InlineData("/lxc/")]
    [InlineData("/lxc.payload.")]
    [InlineData("/docker/3F4E9D1C2B8A7F6E5D4C3B2A19087F6E5D4C3B2A1908F7E6D5C4B3A291807F6E")]
    [InlineData("/docker-.scope")]
    [InlineData("/.scope")]
    [InlineData("/kubepods/podxyz")]
    public void A_strange_path_is_no_container(string path) => Assert.False(ContainerPath.TryParse(path, out _));

    [Fact]
    public void A_hostile_name_is_cleaned_and_bounded()
    {
        Assert.True(ContainerPath.TryParse("/lxc/a\u001b[31m\nb" + new string('x', 1000), out var container));

        Assert.StartsWith("a\uFFFD[31m\uFFFDbxxx", container.Id, StringComparison.Ordinal);
        Assert.Equal(256, container.Id.Length);
    }
}
