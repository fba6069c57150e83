namespace Wattshare.Exporter.Options;

/// <summary>Reads options from environment variables. An empty variable counts as one that is not set.</summary>
internal static class EnvironmentSource
{
    /// <summary>Every variable of the program begins with this; others are not looked at.</summary>
    public const string Prefix = "WATTSHARE_";

    /// <summary>Reads all variables of the program, in the order of their names.</summary>
    /// <param name="environment">All variables there are.</param>
    /// <returns>Values, and a fault for each variable of the program that no option has.</returns>
    public static OptionReadings Read(IReadOnlyDictionary<string, string> environment)
    {
        var readings = new OptionReadings();
        foreach (var (name, text) in environment.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!name.StartsWith(Prefix, StringComparison.Ordinal) || ServiceLink.Is(name)) continue;
            var option = OptionCatalog.All.FirstOrDefault(option => option.EnvironmentName == name);
            if (option is null) readings.Faults.Add(Unknown(name));
            else if (text.Length > 0) readings.Values.Add(new OptionValue(option, name, [text]));
        }

        return readings;
    }

    private static string Unknown(string name)
    {
        var known = OptionCatalog.All.Select(option => option.EnvironmentName[Prefix.Length..]);
        return $"unknown environment variable {Printable.Clean(name)}{NearestName.Hint(name[Prefix.Length..], known, Prefix)}";
    }
}
