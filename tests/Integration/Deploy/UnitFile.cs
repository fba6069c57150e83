using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Deploy;

/// <summary>A unit file of deploy/systemd, a directive a line (systemd.syntax(7)).</summary>
internal sealed class UnitFile
{
    private readonly List<(string Key, string Value)> _directives;

    private UnitFile(string name)
    {
        FilePath = Path.Combine(RepositoryPaths.Root, "deploy", "systemd", name);
        _directives = [.. File.ReadLines(FilePath).Where(line => line.Length > 0 && line[0] is not ('#' or '[')).Select(line => line.Split('=', 2)).Select(parts => (parts[0], parts[1]))];
    }

    /// <summary>The unit of a host.</summary>
    public static UnitFile Host { get; } = new("wattshare.service");

    /// <summary>The unit of a guest.</summary>
    public static UnitFile Guest { get; } = new("wattshare-guest.service");

    /// <summary>Where it is.</summary>
    public string FilePath { get; }

    /// <summary>The capabilities that the unit grants.</summary>
    public IReadOnlyList<string> Capabilities => [.. All("AmbientCapabilities").SelectMany(value => value.Split(' '))];

    /// <summary>The variables that the unit sets.</summary>
    public IReadOnlyDictionary<string, string> Variables => All("Environment").Select(value => value.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1]);

    /// <summary>The directives but those of some names, in order.</summary>
    /// <param name="keys">The names.</param>
    /// <returns>The lines.</returns>
    public IReadOnlyList<string> Without(params string[] keys) => [.. _directives.Where(item => !keys.Contains(item.Key)).Select(item => $"{item.Key}={item.Value}")];

    /// <summary>The values of a directive.</summary>
    /// <param name="key">Its name.</param>
    /// <returns>They, in order.</returns>
    public IEnumerable<string> All(string key) => _directives.Where(item => item.Key == key).Select(item => item.Value);
}
