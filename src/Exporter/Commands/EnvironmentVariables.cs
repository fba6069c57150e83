using System.Collections;

namespace Wattshare.Exporter.Commands;

/// <summary>Takes the environment of the process once, so that everything behind it can be given another one.</summary>
internal static class EnvironmentVariables
{
    /// <summary>Reads all variables.</summary>
    /// <returns>A copy; names are told apart by case.</returns>
    public static IReadOnlyDictionary<string, string> Read() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
}
