using System.Text;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host.Bpf;

/// <summary>The id that a kernel would give a group of a fixture: the inode of its directory.</summary>
internal static class GroupInode
{
    public static ulong Of(HostTree tree, string path)
    {
        Assert.Equal(0, DirectoryFacts.Read(Encoding.UTF8.GetBytes(tree.GroupDirectory(path) + "\0"), out var facts));
        return facts.Inode;
    }
}
