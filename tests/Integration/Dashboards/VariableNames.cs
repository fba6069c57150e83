using System.Text.RegularExpressions;

namespace Wattshare.Integration.Dashboards;

/// <summary>Which variables of a dashboard a text uses.</summary>
internal static partial class VariableNames
{
    /// <summary>The variables in a text, Grafana's own left out.</summary>
    /// <param name="text">The text; <c>$name</c>, <c>${name}</c> and <c>${name:format}</c> are variables.</param>
    /// <returns>Their names, each once.</returns>
    public static IEnumerable<string> In(string text) => Variable().Matches(text).Select(match => match.Groups["name"].Value).Distinct();

    // $1 is a group of a regular expression, and $__ begins the names of Grafana.
    [GeneratedRegex(@"\$\{?(?!__)(?<name>[A-Za-z_]\w*)")]
    private static partial Regex Variable();
}
