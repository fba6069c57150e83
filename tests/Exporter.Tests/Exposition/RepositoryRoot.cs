namespace Wattshare.Exporter.Tests.Exposition;

/// <summary>Finds files of the repository from the folder the tests run in.</summary>
internal static class RepositoryRoot
{
    public static string File(params string[] parts)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "Exporter.sln"))) folder = folder.Parent;
        Assert.NotNull(folder);
        return Path.Combine([folder.FullName, .. parts]);
    }

    /// <summary>Compares a text with a file; writes the file instead when WATTSHARE_UPDATE_GOLDEN is 1.</summary>
    public static void AssertSameAsFile(string actual, params string[] parts)
    {
        var path = File(parts);
        if (Environment.GetEnvironmentVariable("WATTSHARE_UPDATE_GOLDEN") == "1") System.IO.File.WriteAllText(path, actual);
        Assert.True(System.IO.File.Exists(path), $"{path} is missing; run the tests with WATTSHARE_UPDATE_GOLDEN=1 and read what they wrote.");
        Assert.Equal(System.IO.File.ReadAllText(path), actual);
    }
}
