using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Dashboards;

/// <summary>Where the dashboards and the rules are.</summary>
internal static class GrafanaFiles
{
    /// <summary>The folder of both.</summary>
    public static string Root { get; } = Path.Combine(RepositoryPaths.Root, "grafana");

    /// <summary>The names that other things (the chart, the provisioning) rely on.</summary>
    public static TheoryData<string> DashboardNames { get; } = ["fleet", "host", "vm", "containers", "quality"];

    /// <summary>The files that Prometheus loads.</summary>
    public static IReadOnlyList<string> Rules { get; } = [In("rules", "wattshare-recording.yaml"), In("rules", "wattshare-alerts.yaml")];

    /// <summary>The unit tests of the rules.</summary>
    public static IReadOnlyList<string> RuleTests { get; } = [.. Directory.EnumerateFiles(In("rules", "tests"), "*.yaml").Order()];

    /// <summary>A path in the folder.</summary>
    /// <param name="parts">Names below it.</param>
    /// <returns>The full path.</returns>
    public static string In(params string[] parts) => Path.Combine([Root, .. parts]);
}
