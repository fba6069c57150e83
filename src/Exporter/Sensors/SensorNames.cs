namespace Wattshare.Exporter.Sensors;

/// <summary>The value of <c>--sensors</c>: <c>auto</c>, or names in order of preference. Safe for any number of threads.</summary>
internal static class SensorNames
{
    /// <summary>Energy counters of processors through powercap.</summary>
    public const string Rapl = "rapl";

    /// <summary>The fallback model.</summary>
    public const string Model = "model";

    private const string Auto = "auto";
    private const string Choices = "auto, rapl, model";
    private static readonly string[] Automatic = [Rapl, Model];

    /// <summary>Parses the value.</summary>
    /// <param name="text">The value.</param>
    /// <param name="names">The names in order of preference; empty when there is an error.</param>
    /// <param name="errors">One sentence a fault, every fault, without the option's name.</param>
    /// <returns>True when there is no error.</returns>
    public static bool TryParse(string text, out IReadOnlyList<string> names, out IReadOnlyList<string> errors)
    {
        if (text.Trim() == Auto) (names, errors) = (Automatic, []);
        else (names, errors) = Check(text.Split(',', StringSplitOptions.TrimEntries));
        return errors.Count == 0;
    }

    private static (IReadOnlyList<string> Names, IReadOnlyList<string> Errors) Check(string[] names)
    {
        var errors = new List<string>();
        foreach (var name in names.Distinct())
        {
            if (Fault(name) is { } fault) errors.Add(fault);
            if (names.Count(other => other == name) > 1) errors.Add($"sensor '{name}' is named more than once");
        }

        if (Array.IndexOf(names, Model) is >= 0 and var place && place < names.Length - 1)
            errors.Add("'model' must be the last: it stands in where no counter can be read");
        return errors.Count == 0 ? (names, errors) : ([], errors);
    }

    private static string? Fault(string name) => name switch
    {
        Rapl or Model => null,
        Auto => "'auto' stands alone",
        "nvml" or "hwmon" => $"sensor '{name}' is not in this version; known are {Choices}",
        _ => $"sensor '{name}' is unknown; known are {Choices}",
    };
}
