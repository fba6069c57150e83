using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Tests.Options;

/// <summary>Loads settings without touching the machine.</summary>
internal static class Loading
{
    public const string FilePath = "/etc/w.yaml";

    private static readonly Dictionary<string, string> NoEnvironment = [];

    public static OptionsResult Flags(params string[] arguments) => OptionsLoader.Load(arguments, NoEnvironment, NoFile);

    public static OptionsResult Environment(params (string Name, string Value)[] variables) =>
        OptionsLoader.Load([], variables.ToDictionary(pair => pair.Name, pair => pair.Value), NoFile);

    public static OptionsResult Yaml(string text) =>
        OptionsLoader.Load(["--config.file", FilePath], NoEnvironment, _ => ConfigText.Of(text));

    public static OptionsResult All(string[] arguments, Dictionary<string, string> environment, string yaml) =>
        OptionsLoader.Load([.. arguments, "--config.file=" + FilePath], environment, path =>
        {
            Assert.Equal(FilePath, path);
            return ConfigText.Of(yaml);
        });

    public static ConfigText NoFile(string path) => throw new InvalidOperationException($"nobody named the file {path}");
}
