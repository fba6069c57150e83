using System.Globalization;
using Wattshare.Attribution.Uncertainty;

namespace Wattshare.Exporter.Options;

/// <summary>The names of <c>--uncertainty.percent</c> and the figures that they set.</summary>
internal static class UncertaintyNames
{
    private const decimal Most = 100;

    private static readonly (string Name, Func<UncertaintyRules, double, UncertaintyRules> With)[] Names =
    [
        ("package", (rules, value) => rules with { Package = value }),
        ("package-estimated", (rules, value) => rules with { EstimatedPackage = value }),
        ("dram", (rules, value) => rules with { Dram = value }),
        ("platform", (rules, value) => rules with { Platform = value }),
        ("gpu", (rules, value) => rules with { Gpu = value }),
        ("integrated", (rules, value) => rules with { Integrated = value }),
        ("model", (rules, value) => rules with { Model = value }),
        ("model-guessed", (rules, value) => rules with { GuessedModel = value }),
        ("vm-share", (rules, value) => rules with { VmShare = value }),
        ("share", (rules, value) => rules with { ShareModel = value }),
        ("idle-floor", (rules, value) => rules with { IdleFloor = value }),
    ];

    /// <summary>All names, as a fault names them.</summary>
    public static string Known { get; } = string.Join(", ", Names.Select(name => name.Name));

    /// <summary>One item of the list.</summary>
    /// <param name="options">Not looked at.</param>
    /// <param name="text">A name, an equals sign and percent.</param>
    /// <returns>A fault or null.</returns>
    public static string? Fault(WattshareOptions options, string text)
    {
        var (name, percent) = Split(text);
        if (percent is null) return $"{Printable.Quote(text)} is not a name and percent such as package=3";
        if (!Array.Exists(Names, known => known.Name == name)) return $"{Printable.Quote(name)} is not one of {Known}";
        return TryParse(percent, out _) ? null : $"{Printable.Quote(text)} is not between 0 and 100 percent";
    }

    /// <summary>Stores the list; what it does not name keeps its default.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="texts">Items without a fault.</param>
    /// <returns>A fault or null; nothing is stored with one.</returns>
    public static string? Set(WattshareOptions options, IReadOnlyList<string> texts)
    {
        var rules = new UncertaintyRules { UpdateNanoseconds = options.Uncertainty.UpdateNanoseconds };
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var (name, percent) = Split(text);
            if (!seen.Add(name)) return $"{name} is given twice";
            _ = TryParse(percent, out var ratio);
            rules = Array.Find(Names, known => known.Name == name).With(rules, ratio);
        }

        options.Uncertainty = rules;
        return null;
    }

    private static (string Name, string? Percent) Split(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
    }

    private static bool TryParse(string? text, out double ratio)
    {
        ratio = 0;
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) || percent > Most) return false;
        ratio = (double)(percent / 100);
        return true;
    }
}
