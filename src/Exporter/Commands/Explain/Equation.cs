namespace Wattshare.Exporter.Commands.Explain;

/// <summary>Equalities that the program checks while it prints them: <c>==</c> stands where they hold, <c>!=</c> where they do not.</summary>
internal static class Equation
{
    /// <summary>A sum.</summary>
    /// <param name="whole">What the terms add up to.</param>
    /// <param name="terms">The terms and what they are.</param>
    /// <returns>For example <c>30 == 10 (B) + 20 (D)</c>.</returns>
    public static string Sum(long whole, params IEnumerable<(long Value, string Name)> terms)
    {
        var listed = terms.ToList();
        var right = listed.Count == 0 ? "0" : string.Join(" + ", listed.Select(term => $"{term.Value} ({term.Name})"));
        return $"{whole} {Sign(whole == listed.Sum(term => term.Value))} {right}";
    }

    /// <summary>A part of a division by running floors, with its numbers (<see cref="Attribution.Splitting.Apportioner"/>).</summary>
    /// <param name="microjoules">The energy that is divided.</param>
    /// <param name="total">The sum of all weights.</param>
    /// <param name="before">The sum of the weights of the parts before.</param>
    /// <param name="weight">The weight of the part.</param>
    /// <param name="part">The energy that the part got.</param>
    /// <returns>The formula.</returns>
    public static string Part(long microjoules, long total, long before, long weight, long part)
    {
        if (total == 0) return $"no weights: all of it, {microjoules} {Sign(part == microjoules)} {part}";
        var upper = (Int128)microjoules * (before + weight) / total;
        var lower = (Int128)microjoules * before / total;
        return $"floor({microjoules} * ({before} + {weight}) / {total}) - floor({microjoules} * {before} / {total}) = {upper} - {lower} "
            + $"{Sign(upper - lower == part)} {part} uJ";
    }

    /// <summary>The sign between two sides.</summary>
    /// <param name="holds">Whether they are equal.</param>
    /// <returns>The sign.</returns>
    public static string Sign(bool holds) => holds ? "==" : "!=";
}
