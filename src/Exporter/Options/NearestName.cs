namespace Wattshare.Exporter.Options;

/// <summary>Finds the name that somebody probably meant.</summary>
internal static class NearestName
{
    private const int MaxLength = 64;

    // One or two letters are near to everything.
    private const int MinLength = 3;

    /// <summary>The known name with the smallest edit distance.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="known">The names there are.</param>
    /// <returns>The nearest, the first of equals; null when even that one has little in common with what was written.</returns>
    public static string? Of(string name, IEnumerable<string> known)
    {
        if (name.Length is < MinLength or > MaxLength) return null;
        var nearest = known.Select(candidate => (Name: candidate, Distance: Nearness(name, candidate))).MinBy(pair => pair.Distance);
        return nearest.Name is not null && nearest.Distance <= Math.Max(2, name.Length / 2) ? nearest.Name : null;
    }

    /// <summary>How far a known name is from what was written, for who wants more than one; of any length.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="candidate">A known name.</param>
    /// <returns>The edit distance, or null when the two have little in common or are too long or short to tell.</returns>
    public static int? DistanceOf(string name, string candidate)
    {
        if (name.Length is < MinLength or > MaxLength || candidate.Length > MaxLength) return null;
        var distance = Nearness(name, candidate);
        return distance <= Math.Max(2, name.Length / 2) ? distance : null;
    }

    /// <summary>The end of a sentence about an unknown name.</summary>
    /// <param name="name">What was written, without a prefix that all names have: it would make all of them look alike.</param>
    /// <param name="known">The names there are, without it as well.</param>
    /// <param name="prefix">That prefix, to be printed.</param>
    /// <returns>Empty when nothing is near.</returns>
    public static string Hint(string name, IEnumerable<string> known, string prefix = "") =>
        Of(name, known) is { } nearest ? $"; did you mean {prefix}{nearest}?" : "";

    /// <summary>The edit distance, or that to the beginning of the candidate and one more: names are cut short as often as mistyped.</summary>
    private static int Nearness(string name, string candidate)
    {
        var whole = Distance(name, candidate);
        return candidate.Length <= name.Length ? whole : Math.Min(whole, 1 + Distance(name, candidate[..name.Length]));
    }

    /// <summary>Levenshtein's distance by the usual two rows.</summary>
    private static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        var current = new int[right.Length + 1];
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, 1 + Math.Min(previous[j], current[j - 1]));
            }

            (previous, current) = (current, previous);
        }

        return previous[right.Length];
    }
}
