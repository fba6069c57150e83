namespace Wattshare.Exporter.Tests.Options;

public class ConfigurationPageTests
{
    [Fact]
    public void The_documentation_is_what_the_catalog_says() => AssertWritten(ConfigurationPage.Render(), "docs", "configuration.md");

    [Fact]
    public void The_manual_page_is_what_the_catalog_says() => AssertWritten(ManPage.Render(), "deploy", "debian", "wattshare.1");

    private static void AssertWritten(string page, params string[] place)
    {
        var path = Path.Combine([RepositoryRoot(), .. place]);
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
