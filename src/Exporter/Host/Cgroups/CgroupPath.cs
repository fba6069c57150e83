using System.Text;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host.Cgroups;

/// <summary>The path of one group in its three forms. Immutable.</summary>
internal sealed class CgroupPath
{
    private CgroupPath(byte[] directory, string key)
    {
        Directory = directory;
        Key = key;
        Text = HostText.Clean(Encoding.Latin1.GetBytes(key), MaxText);
    }

    /// <summary>The longest path that the kernel takes (PATH_MAX).</summary>
    public const int MaxText = 4096;

    /// <summary>The directory, ending with NUL.</summary>
    public byte[] Directory { get; }

    /// <summary>
    /// The path below the root of the hierarchy, one character a byte (Latin-1): names are bytes, and two that are not UTF-8 must not
    /// become one, as they could in <see cref="Text"/>.
    /// </summary>
    public string Key { get; }

    /// <summary>The same path as text to show, beginning with a slash.</summary>
    public string Text { get; }

    /// <summary>The path of the root.</summary>
    /// <param name="directory">The mount point, ending with NUL.</param>
    /// <returns>A path of one slash.</returns>
    public static CgroupPath Root(byte[] directory) => new(directory, "/");

    /// <summary>The path of a group below this one.</summary>
    /// <param name="name">The name of the directory.</param>
    /// <returns>A new path.</returns>
    public CgroupPath Child(ReadOnlySpan<byte> name) => new(HostPath.Join(Directory, name), Join(Key, Encoding.Latin1.GetString(name)));

    private static string Join(string key, string name) => key.Length == 1 ? key + name : $"{key}/{name}";
}
