using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Charts;

/// <summary>The chart of this repository, rendered as a user renders it.</summary>
internal static class Chart
{
    /// <summary>The folder of the chart's scripts.</summary>
    public static string Scripts { get; } = Path.Combine(RepositoryPaths.Root, "deploy", "helm");

    /// <summary>The chart.</summary>
    public static string Folder { get; } = Path.Combine(Scripts, "wattshare");

    /// <summary>The values files of these tests, by their names without the ending.</summary>
    public static TheoryData<string> ValuesFiles { get; } = ["default", "minimal", "vm-share", "gpu", "everything"];

    /// <summary>The path of a values file of these tests.</summary>
    /// <param name="name">Its name without the ending.</param>
    /// <returns>The path.</returns>
    public static string Values(string name) => Path.Combine(RepositoryPaths.Root, "tests", "Integration", "Charts", "Values", name + ".yaml");

    /// <summary>Renders the chart.</summary>
    /// <param name="renderer">By what.</param>
    /// <param name="arguments">Arguments of <c>helm template</c>.</param>
    /// <returns>What came of it, a failure included.</returns>
    public static Task<ToolResult> TryRenderAsync(Renderer renderer, params IEnumerable<string> arguments) => LabTool.RunAsync(
        "env",
        [
            $"CHART_RENDERER={(renderer == Renderer.Helm ? "helm" : "go")}", $"HELM={ChartNeeds.Helm}",
            Path.Combine(Scripts, "template"), .. arguments,
        ]);

    /// <summary>Renders the chart with helm.</summary>
    /// <param name="arguments">Arguments of <c>helm template</c>.</param>
    /// <returns>The objects.</returns>
    public static Task<IReadOnlyList<Manifest>> RenderAsync(params IEnumerable<string> arguments) => RenderAsync(Renderer.Helm, arguments);

    /// <summary>Renders the chart.</summary>
    /// <param name="renderer">By what.</param>
    /// <param name="arguments">Arguments of <c>helm template</c>.</param>
    /// <returns>The objects.</returns>
    public static async Task<IReadOnlyList<Manifest>> RenderAsync(Renderer renderer, params IEnumerable<string> arguments)
    {
        var result = await TryRenderAsync(renderer, arguments);
        Assert.True(result.ExitCode == 0, result.Errors);
        return Manifest.Parse(result.Output);
    }
}
