using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Charts;

/// <summary>What the tests of the chart are made of, and whether it is on this machine.</summary>
internal static class ChartNeeds
{
    private static readonly string Installed = Path.Combine(RepositoryPaths.Cache, "manifests");

    /// <summary>The npm packages with the schemas.</summary>
    public static string Modules { get; } = Path.Combine(Installed, "node_modules");

    /// <summary>The machine's helm, else the one that tests/lab/manifests/install brought.</summary>
    public static string Helm { get; } = FindHelm();

    /// <summary>Why tests have to be skipped, or null when they are to run.</summary>
    public static string? Missing { get; } = LabNeeds.MissingOf(
        ["go", "kubectl", "node", "python3", "/usr/share/gocode/src/github.com/Masterminds/sprig", Modules, Helm],
        "tests/lab/install and tests/lab/manifests/install");

    private static string FindHelm()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "helm"));
        return folders.FirstOrDefault(File.Exists) ?? Path.Combine(Installed, "helm", "helm");
    }
}
