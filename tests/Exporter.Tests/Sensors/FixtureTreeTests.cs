using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Sensors;

public sealed class FixtureTreeTests
{
    [Fact]
    public void Every_archive_can_be_expanded_and_is_deleted_again()
    {
        Assert.Contains("two-sockets", FixtureTree.Names);
        foreach (var name in FixtureTree.Names)
        {
            string root;
            using (var tree = FixtureTree.Load(name))
            {
                root = tree.Root;
                Assert.NotEmpty(Directory.GetFileSystemEntries(root));
            }

            Assert.False(Directory.Exists(root), name);
        }
    }

    [Fact]
    public void Files_links_modes_and_exact_bytes_are_expanded()
    {
        using var tree = FixtureTree.Parse("# a comment\n[a/b]\nname = x = y\nraw := 1\\n\\0\\\\\\xff\nempty :=\nraw @ 0400\n[a]\nintel-rapl:0 -> b\n");
        Assert.Equal("x = y\n", File.ReadAllText(tree.PathOf("a/intel-rapl:0/name")));
        Assert.Equal([(byte)'1', (byte)'\n', 0, (byte)'\\', 0xff], File.ReadAllBytes(tree.PathOf("a/b/raw")));
        Assert.Empty(File.ReadAllBytes(tree.PathOf("a/b/empty")));
        Assert.Equal("b", new DirectoryInfo(tree.PathOf("a/intel-rapl:0")).LinkTarget);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(tree.PathOf("a/b/raw")));
    }

    [Fact]
    public void A_line_that_means_nothing_and_an_archive_that_is_not_there_are_errors()
    {
        Assert.Equal("Not a line of an archive: what", Assert.Throws<FormatException>(() => FixtureTree.Parse("what")).Message);
        Assert.StartsWith("There is no archive 'nowhere'; there are amd, ", Assert.Throws<ArgumentException>(() => FixtureTree.Load("nowhere")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Writing_keeps_the_file_and_replacing_makes_a_new_one()
    {
        using var tree = FixtureTree.Parse("energy_uj = 1\n");
        using var open = File.OpenHandle(tree.PathOf("energy_uj"), share: FileShare.ReadWrite | FileShare.Delete);
        var buffer = new byte[8];
        tree.Write("energy_uj", "2\n");
        Assert.Equal((2, (byte)'2'), (RandomAccess.Read(open, buffer, 0), buffer[0]));
        tree.Replace("energy_uj", "3\n");
        Assert.Equal((2, (byte)'2'), (RandomAccess.Read(open, buffer, 0), buffer[0]));
        Assert.Equal("3\n", File.ReadAllText(tree.PathOf("energy_uj")));
    }
}
