namespace Wattshare.Fixtures.Lab;

/// <summary>A folder below the system's temporary folder, removed at the end. Its name is short: a socket's path has at most 107 bytes.</summary>
public sealed class LabDirectory : IDisposable
{
    /// <summary>Makes the folder.</summary>
    /// <param name="name">A word for people who look at a machine while tests run.</param>
    public LabDirectory(string name) => FullPath = Directory.CreateTempSubdirectory($"ws-{name}-").FullName;

    /// <summary>The folder.</summary>
    public string FullPath { get; }

    /// <summary>A path in the folder.</summary>
    /// <param name="parts">Names below the folder.</param>
    /// <returns>The full path.</returns>
    public string At(params string[] parts) => Path.Combine([FullPath, .. parts]);

    /// <summary>Makes a folder in the folder.</summary>
    /// <param name="parts">Names below the folder.</param>
    /// <returns>The full path.</returns>
    public string Make(params string[] parts) => Directory.CreateDirectory(At(parts)).FullName;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(FullPath)) Directory.Delete(FullPath, recursive: true);
    }
}
