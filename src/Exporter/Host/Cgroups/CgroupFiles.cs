using System.Text;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host.Cgroups;

/// <summary>Reads small files of groups once, through buffers that are used again. Sampling thread only; allocates nothing.</summary>
internal sealed class CgroupFiles
{
    private readonly byte[] _path = new byte[CgroupPath.MaxText];

    /// <summary>Reads a file of a group, or of the root.</summary>
    /// <param name="root">Where the hierarchy is mounted, or null when it is not.</param>
    /// <param name="node">The group, or null for the root.</param>
    /// <param name="name">The name of the file.</param>
    /// <param name="buffer">Where the text goes.</param>
    /// <param name="text">The text, as much as fits.</param>
    /// <returns>False where there is no such file, as without the controller.</returns>
    public bool TryRead(byte[]? root, CgroupNode? node, ReadOnlySpan<byte> name, byte[] buffer, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (root is null) return false;
        var key = node is null || node.Path.Key.Length == 1 ? "" : node.Path.Key;
        var directory = root.AsSpan().TrimEnd((byte)0);
        var length = directory.Length + key.Length + 1 + name.Length + 1;
        if (length > _path.Length) return false;
        directory.CopyTo(_path);
        Encoding.Latin1.GetBytes(key, _path.AsSpan(directory.Length));
        _path[directory.Length + key.Length] = (byte)'/';
        name.CopyTo(_path.AsSpan(directory.Length + key.Length + 1));
        _path[length - 1] = 0;
        var read = HostFile.ReadOnce(_path.AsSpan(0, length), buffer);
        if (read < 0) return false;
        text = buffer.AsSpan(0, read);
        return true;
    }
}
