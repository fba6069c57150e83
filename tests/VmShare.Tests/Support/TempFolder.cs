namespace Wattshare.VmShare.Tests.Support;

/// <summary>A directory of its own for one test, removed with it.</summary>
internal sealed class TempFolder : IDisposable
{
    /// <summary>The full path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("wattshare-share-").FullName;

    /// <summary>A path below.</summary>
    public string this[params string[] parts] => System.IO.Path.Join([Path, .. parts]);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
