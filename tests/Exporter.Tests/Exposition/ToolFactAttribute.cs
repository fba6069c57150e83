namespace Wattshare.Exporter.Tests.Exposition;

/// <summary>A test that needs a program of the machine and is skipped, by name, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(string path, string package)
    {
        Path = path;
        Package = package;
        if (!File.Exists(path)) Skip = $"{path} is missing (package {package})";
    }

    public string Path { get; }

    public string Package { get; }
}
