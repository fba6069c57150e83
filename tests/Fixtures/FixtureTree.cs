namespace Wattshare.Fixtures;

/// <summary>
/// A temporary directory that holds a part of a host's file system, expanded from a text archive (the format: <see cref="TextArchive"/>).
/// Paths are relative to <see cref="Root"/>. Disposing deletes the directory.
/// </summary>
/// <example><code>
/// using var tree = FixtureTree.Load("two-sockets");
/// using var sensor = new RaplSensor(tree.Sysfs, CpuIdentity.Read(tree.Procfs), logger);
/// tree.Write("sys/class/powercap/intel-rapl:0/energy_uj", "1234\n");
/// </code></example>
public sealed class FixtureTree : IDisposable
{
    private FixtureTree() => Root = Directory.CreateTempSubdirectory("wattshare-fixture-").FullName;

    /// <summary>The temporary directory. Everybody may enter it, so that tests can look at it as an ordinary user.</summary>
    public string Root { get; }

    /// <summary>The directory that stands for <c>/sys</c>.</summary>
    public string Sysfs => Path.Combine(Root, "sys");

    /// <summary>The directory that stands for <c>/proc</c>.</summary>
    public string Procfs => Path.Combine(Root, "proc");

    /// <summary>The names of all archives.</summary>
    public static IReadOnlyList<string> Names =>
        [.. typeof(FixtureTree).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".txt", StringComparison.Ordinal)).Select(name => name[..^4]).Order(StringComparer.Ordinal)];

    /// <summary>A tree with the content of an archive.</summary>
    /// <param name="name">The archive's file name without extension.</param>
    /// <returns>The tree.</returns>
    public static FixtureTree Load(string name) => Filled(tree => tree.Add(name));

    /// <summary>A tree with the content of a given text.</summary>
    /// <param name="archive">The archive itself.</param>
    /// <returns>The tree.</returns>
    public static FixtureTree Parse(string archive) => Filled(tree => TextArchive.Expand(archive, tree.Root));

    /// <summary>A tree without content.</summary>
    /// <returns>The tree.</returns>
    public static FixtureTree Empty()
    {
        var tree = new FixtureTree();
        TextArchive.SetMode(tree.Root, 0b111_101_101);
        return tree;
    }

    /// <summary>Lays another archive over the tree.</summary>
    /// <param name="name">The archive's file name without extension.</param>
    public void Add(string name)
    {
        using var stream = typeof(FixtureTree).Assembly.GetManifestResourceStream(name + ".txt")
            ?? throw new ArgumentException($"There is no archive '{name}'; there are {string.Join(", ", Names)}.", nameof(name));
        using var reader = new StreamReader(stream);
        TextArchive.Expand(reader.ReadToEnd(), Root);
    }

    /// <summary>The full path of a file in the tree.</summary>
    /// <param name="path">The path relative to the root.</param>
    /// <returns>The full path.</returns>
    public string PathOf(string path) => Path.Combine(Root, path);

    /// <summary>Writes a file in place, as the kernel changes a counter: handles that are open see the new text.</summary>
    /// <param name="path">The path relative to the root; folders are made.</param>
    /// <param name="text">The whole new content.</param>
    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllText(PathOf(path), text);
    }

    /// <summary>Puts a new file in the place of the old one, as a rename does: handles that are open go on seeing the old one.</summary>
    /// <param name="path">The path relative to the root.</param>
    /// <param name="text">The content of the new file.</param>
    public void Replace(string path, string text)
    {
        File.WriteAllText(PathOf(path) + ".new", text);
        File.Move(PathOf(path) + ".new", PathOf(path), overwrite: true);
    }

    /// <summary>Deletes a file, a link, or a directory with all that is in it.</summary>
    /// <param name="path">The path relative to the root.</param>
    public void Delete(string path)
    {
        var full = PathOf(path);
        if (new DirectoryInfo(full) is { Exists: true, LinkTarget: null }) Directory.Delete(full, recursive: true);
        else File.Delete(full);
    }

    /// <summary>Sets the permissions of a file or directory.</summary>
    /// <param name="path">The path relative to the root.</param>
    /// <param name="mode">The nine permission bits; tests write them as <c>0b100_000_000</c> for 0400.</param>
    public void SetMode(string path, int mode) => TextArchive.SetMode(PathOf(path), mode);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static FixtureTree Filled(Action<FixtureTree> fill)
    {
        var tree = Empty();
        try
        {
            fill(tree);
            return tree;
        }
        catch
        {
            tree.Dispose();
            throw;
        }
    }
}
