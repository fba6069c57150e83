namespace Wattshare.Exporter.Tests.Options;

public class ConfigurationPageTests
{
    [Fact]
    public void The_documentation_is_what_the_catalog_says()
    {
        var path = Path.Combine(RepositoryRoot(), "docs", "configuration.md");
        var page = ConfigurationPage.Render();
        if (Environment.GetEnvironmentVariable("WATTSHARE_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, page);
        }

        Assert.Equal(page, File.ReadAllText(path));
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Exporter.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the tests do not run inside the repository");
    }
}
