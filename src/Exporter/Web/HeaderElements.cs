using System.Globalization;

namespace Wattshare.Exporter.Web;

/// <summary>
/// Walks over a list header, <c>name;parameter=value;q=0.5, ...</c> (RFC 9110, 5.6), without allocating: the header comes with each
/// scrape and is as long as its sender likes. What makes no sense in it is skipped.
/// </summary>
/// <param name="text">The value of the header.</param>
internal ref struct HeaderElements(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;
    private ReadOnlySpan<char> _parameters;

    /// <summary>What the element names, a media range or a coding; never empty.</summary>
    public ReadOnlySpan<char> Name { get; private set; }

    /// <summary>The weight, 0 to 1; 1 when none is given, and 0 when it is not a number from 0 to 1, which makes the element void.</summary>
    public readonly double Quality
    {
        get
        {
            if (!TryGet("q", out var text)) return 1;
            var isNumber = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality);
            return isNumber && quality is >= 0 and <= 1 ? quality : 0;
        }
    }

    /// <summary>Goes to the next element.</summary>
    /// <returns>False when there is none.</returns>
    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            _parameters = Take(ref _rest, ',');
            Name = Take(ref _parameters, ';').Trim();
            if (!Name.IsEmpty) return true;
        }

        return false;
    }

    /// <summary>Looks for a parameter of the element.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <param name="value">Its first value, without quotes around it.</param>
    /// <returns>False when the element has no such parameter.</returns>
    public readonly bool TryGet(ReadOnlySpan<char> name, out ReadOnlySpan<char> value)
    {
        var rest = _parameters;
        while (!rest.IsEmpty)
        {
            value = Take(ref rest, ';');
            if (!Take(ref value, '=').Trim().Equals(name, StringComparison.OrdinalIgnoreCase)) continue;
            value = value.Trim();
            if (value is ['"', .. var quoted, '"']) value = quoted;
            return true;
        }

        value = default;
        return false;
    }

    // Takes what is before the separator; one between quotes does not count.
    private static ReadOnlySpan<char> Take(scoped ref ReadOnlySpan<char> rest, char separator)
    {
        var quoted = false;
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] == '"')
            {
                quoted = !quoted;
            }
            else if (quoted && rest[i] == '\\')
            {
                i++;
            }
            else if (!quoted && rest[i] == separator)
            {
                var taken = rest[..i];
                rest = rest[(i + 1)..];
                return taken;
            }
        }

        var all = rest;
        rest = default;
        return all;
    }
}
