using System.Globalization;

namespace Wattshare.Exporter.Options;

/// <summary>Durations as people write them: <c>500ms</c>, <c>1s</c>, <c>2m</c>, <c>1h</c>. A whole number and one unit, nothing else.</summary>
internal static class Duration
{
    private const long TicksPerMillisecond = TimeSpan.TicksPerMillisecond;

    /// <summary>Parses a duration, the same in every culture.</summary>
    /// <param name="text">The text.</param>
    /// <param name="duration">The duration, not negative; zero when the result is false.</param>
    /// <returns>False when the text is not a duration or does not fit into a <see cref="TimeSpan"/>.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        if (digits <= 0 || TicksOf(text[digits..]) is not { } unit) return false;
        if (!long.TryParse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return false;
        if (count > long.MaxValue / unit) return false;
        duration = TimeSpan.FromTicks(count * unit);
        return true;
    }

    /// <summary>Writes a duration the way <see cref="TryParse"/> reads it, in the largest unit that leaves no fraction.</summary>
    /// <param name="duration">A duration of whole milliseconds.</param>
    /// <returns>For example <c>1ms</c> or <c>2m</c>.</returns>
    public static string Format(TimeSpan duration)
    {
        foreach (var unit in (ReadOnlySpan<string>)["h", "m", "s"])
        {
            var ticks = TicksOf(unit)!.Value;
            if (duration.Ticks != 0 && duration.Ticks % ticks == 0) return Write(duration.Ticks / ticks, unit);
        }

        return Write(duration.Ticks / TicksPerMillisecond, "ms");
    }

    private static long? TicksOf(ReadOnlySpan<char> unit) => unit switch
    {
        "ms" => TicksPerMillisecond,
        "s" => TimeSpan.TicksPerSecond,
        "m" => TimeSpan.TicksPerMinute,
        "h" => TimeSpan.TicksPerHour,
        _ => null,
    };

    private static string Write(long count, string unit) => count.ToString(CultureInfo.InvariantCulture) + unit;
}
