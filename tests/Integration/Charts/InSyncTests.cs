using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Charts;

/// <summary>What the chart says twice, or takes from elsewhere in the repository, is the same in both places.</summary>
public sealed partial class InSyncTests
{
    /// <summary>What the chart sets itself, by flags.</summary>
    private static readonly string[] Managed = ["web/listen-address", "web/config/file", "path/procfs", "path/sysfs", "path/rootfs", "kubernetes/labels", "kubernetes/node", "vmshare/path"];

    /// <summary>Values that are maps of Kubernetes, of which the default has a part.</summary>
    private static readonly string[] Whole = [".security.seccompProfile", ".updateStrategy"];

    [ChartFact]
    public async Task Copies_the_table_of_values_and_the_plain_manifests_are_up_to_date()
    {
        var result = await LabTool.RunAsync(Path.Combine(Chart.Scripts, "update"), ["--check"]);
        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
    }

    [Fact]
    public void The_chart_has_the_version_of_the_program()
    {
        var props = XDocument.Load(Path.Combine(RepositoryPaths.Root, "Directory.Build.props"));
        var chart = File.ReadAllText(Path.Combine(Chart.Folder, "Chart.yaml"));
        Assert.Equal(props.Descendants("Version").Single().Value, AppVersion().Match(chart).Groups[1].Value);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/kubernetes.md")]
    [InlineData("deploy/helm/wattshare/README.md")]
    public void Pages_that_install_it_let_the_namespace_have_its_pods_first(string page)
    {
        var text = File.ReadAllText(Path.Combine(RepositoryPaths.Root, page));
        var label = text.IndexOf("kubectl label namespace wattshare pod-security.kubernetes.io/enforce=privileged", StringComparison.Ordinal);
        Assert.InRange(text.IndexOf("helm install wattshare", StringComparison.Ordinal), label, int.MaxValue);
        Assert.InRange(label, 0, int.MaxValue);
        Assert.DoesNotContain(" --reuse-values \\\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_schema_knows_exactly_the_options_that_can_stand_in_the_configuration_file()
    {
        var documented =
            from Match row in YamlRow().Matches(File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "configuration.md")))
            let key = row.Groups[2].Success ? $"{row.Groups[1].Value}/{row.Groups[2].Value}" : row.Groups[1].Value
            where !Managed.Contains(key)
            select key;
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Chart.Folder, "values.schema.json")))!;
        var known = schema["properties"]!["config"]!["properties"]!.AsObject().SelectMany(
            section => section.Value!["properties"] is JsonObject keys ? keys.Select(key => $"{section.Key}/{key.Key}") : [section.Key]);
        Assert.Equal(documented.Order(StringComparer.Ordinal), known.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_value_has_a_schema_and_the_schema_has_no_other_values()
    {
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Chart.Folder, "values.schema.json")))!.AsObject();

        // Helm itself adds this one to the values of a chart that is part of another.
        Assert.True(schema["properties"]!.AsObject().Remove("global"));
        AssertSameKeys(YamlJson.Parse(File.ReadAllText(Path.Combine(Chart.Folder, "values.yaml"))).Single()!, schema, schema["definitions"]!, "");
    }

    /// <summary>Follows the values as far as they are sections; a value that is a map by itself (labels, resources) is one value.</summary>
    private static void AssertSameKeys(JsonNode values, JsonNode schema, JsonNode definitions, string path)
    {
        if (schema["$ref"] is { } reference) schema = definitions[reference.GetValue<string>().Split('/')[^1]]!;
        if (values is not JsonObject section || section.Count == 0 || schema["properties"] is not JsonObject properties || Whole.Contains(path)) return;
        Assert.Equal(
            section.Select(value => $"{path}.{value.Key}").Order(StringComparer.Ordinal),
            properties.Select(value => $"{path}.{value.Key}").Order(StringComparer.Ordinal));
        foreach (var (key, value) in section.Where(child => child.Value is not null)) AssertSameKeys(value!, properties[key]!, definitions, $"{path}.{key}");
    }

    [GeneratedRegex("^appVersion: \"(.+)\"$", RegexOptions.Multiline)]
    private static partial Regex AppVersion();

    [GeneratedRegex(@"^\| YAML \| `([a-z-]+):`(?: → `([a-z-]+):`)? \|$", RegexOptions.Multiline)]
    private static partial Regex YamlRow();
}
