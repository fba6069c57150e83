using System.Text;

namespace Wattshare.Fixtures;

/// <summary>
/// Expands a part of a file system from text. One entry a line, and <c>#</c> begins a comment:
/// <code>
/// [sys/class/powercap]          the folder that the following lines are in (made when it is not there)
/// name = package-0              a file with this text and a newline
/// energy_uj := 12\0x            a file with exactly this text; \n, \0, \\ and \xNN are escapes
/// energy_uj @ 0400              permissions, in octal
/// intel-rapl:0 -> ../target     a symbolic link
/// </code>
/// </summary>
internal static class TextArchive
{
    /// <summary>Expands an archive.</summary>
    /// <param name="archive">The text.</param>
    /// <param name="root">The directory to fill.</param>
    /// <exception cref="FormatException">A line is none of the above.</exception>
    public static void Expand(string archive, string root)
    {
        var folder = root;
        foreach (var line in archive.Split('\n').Select(line => line.Trim()))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            if (line[0] == '[' && line[^1] == ']')
            {
                folder = Path.Combine(root, line[1..^1]);
                Directory.CreateDirectory(folder);
            }
            else if (!TryEntry(folder, line))
            {
                throw new FormatException($"Not a line of an archive: {line}");
            }
        }
    }

    /// <summary>Sets permissions.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="mode">The nine permission bits.</param>
    public static void SetMode(string path, int mode)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException("The fixtures need a file system with Unix permissions.");
        File.SetUnixFileMode(path, (UnixFileMode)mode);
    }

    private static bool TryEntry(string folder, string line)
    {
        if (Cut(line, ":=") is var (raw, bytes)) File.WriteAllBytes(Path.Combine(folder, raw), Unescape(bytes));
        else if (Cut(line, "->") is var (link, target)) Link(Path.Combine(folder, link), target);
        else if (Cut(line, "=") is var (name, text)) File.WriteAllText(Path.Combine(folder, name), text + "\n");
        else if (Cut(line, "@") is var (file, mode)) SetMode(Path.Combine(folder, file), Convert.ToInt32(mode, 8));
        else return false;
        return true;
    }

    /// <summary>A link may be there already, from an archive that this one is laid over.</summary>
    private static void Link(string path, string target)
    {
        if (new FileInfo(path).LinkTarget is not null) File.Delete(path);
        File.CreateSymbolicLink(path, target);
    }

    private static (string Left, string Right)? Cut(string line, string separator)
    {
        // The separator stands between blanks, except that nothing may follow it; names of zones contain colons.
        var at = (line + " ").IndexOf($" {separator} ", StringComparison.Ordinal);
        return at < 0 ? null : (line[..at], line[Math.Min(line.Length, at + separator.Length + 2)..]);
    }

    private static byte[] Unescape(string text)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text[i].ToString()));
                continue;
            }

            i++;
            bytes.Add(text[i] switch
            {
                'n' => (byte)'\n',
                '0' => 0,
                '\\' => (byte)'\\',
                'x' => Convert.ToByte(text[(i + 1)..(i + 3)], 16),
                _ => throw new FormatException($"Not an escape: {text}"),
            });
            if (text[i] == 'x') i += 2;
        }

        return [.. bytes];
    }
}
