namespace Wattshare.Exporter.Host.Cgroups;

/// <summary>The line of <c>/proc/PID/cgroup</c> (cgroups(7)) about the chosen hierarchy: <c>N:cpu,cpuacct:/path</c> or <c>0::/path</c>.</summary>
internal static class CgroupMembership
{
    /// <summary>Finds the path.</summary>
    /// <param name="text">The file.</param>
    /// <param name="version2">Which hierarchy is meant.</param>
    /// <param name="path">The path, beginning with a slash, in the text. The kernel does not escape it, and no name holds a newline.</param>
    /// <returns>False when there is no such line.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, bool version2, out ReadOnlySpan<byte> path)
    {
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            if (TryParseLine(line, version2, out path)) return true;
            text = end < 0 ? default : text[(end + 1)..];
        }

        path = default;
        return false;
    }

    /// <summary>
    /// Cuts the <c>/..</c> that the kernel writes in front of a path outside of the reader's cgroup namespace.
    /// </summary>
    /// <param name="path">The path.</param>
    /// <param name="outside">True when something was cut.</param>
    /// <returns>The rest, beginning with a slash.</returns>
    public static ReadOnlySpan<byte> CutClimb(ReadOnlySpan<byte> path, out bool outside)
    {
        outside = false;
        while (path.StartsWith("/.."u8) && (path.Length == 3 || path[3] == '/'))
        {
            path = path[3..];
            outside = true;
        }

        return path.IsEmpty ? "/"u8 : path;
    }

    private static bool TryParseLine(ReadOnlySpan<byte> line, bool version2, out ReadOnlySpan<byte> path)
    {
        path = default;
        var first = line.IndexOf((byte)':');
        if (first < 0) return false;
        var second = line[(first + 1)..].IndexOf((byte)':');
        if (second < 0) return false;
        var controllers = line.Slice(first + 1, second);
        var found = version2 ? first == 1 && line[0] == '0' && second == 0 : HasCpuAccounting(controllers);
        if (!found) return false;
        path = line[(first + second + 2)..];
        return path.Length > 0 && path[0] == '/';
    }

    private static bool HasCpuAccounting(ReadOnlySpan<byte> controllers)
    {
        foreach (var range in controllers.Split((byte)','))
            if (controllers[range].SequenceEqual("cpuacct"u8)) return true;
        return false;
    }
}
