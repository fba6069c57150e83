using System.Text;

namespace Wattshare.Exporter.Host.Kernel;

/// <summary>
/// Builds paths as the kernel takes them: bytes ending with NUL. File names on Linux are bytes and need not be text,
/// so a path that came from a directory never goes through a string.
/// </summary>
internal static class HostPath
{
    /// <summary>A path from configuration, without slashes at its end.</summary>
    /// <param name="path">The path; the root directory becomes empty, to be followed by a slash.</param>
    /// <returns>The bytes without NUL.</returns>
    public static byte[] Root(string path) => Encoding.UTF8.GetBytes(path.TrimEnd('/'));

    /// <summary>Joins a directory and a name with a slash.</summary>
    /// <param name="directory">The directory, with or without NUL at its end.</param>
    /// <param name="name">The name, or several with slashes between.</param>
    /// <returns>A new path ending with NUL.</returns>
    public static byte[] Join(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> name)
    {
        directory = directory.TrimEnd((byte)0);
        var path = new byte[directory.Length + name.Length + 2];
        directory.CopyTo(path);
        path[directory.Length] = (byte)'/';
        name.CopyTo(path.AsSpan(directory.Length + 1));
        return path;
    }
}
