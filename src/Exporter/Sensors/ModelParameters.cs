using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Wattshare.Exporter.Sensors;

/// <summary>What the fallback model knows of the machine.</summary>
/// <param name="IdleWatts">The power of all packages while nothing runs, above 0.</param>
/// <param name="MaxWatts">Their power while every hardware thread is busy, at least <paramref name="IdleWatts"/>.</param>
/// <param name="Source">Where the two figures come from, for a person.</param>
internal sealed record ModelParameters(decimal IdleWatts, decimal MaxWatts, string Source)
{
    /// <summary>No machine that this program runs on draws more.</summary>
    public const decimal MaxSaneWatts = 10_000m;

    // Averages over processors from SPECpower results, as Cloud Carbon Footprint uses them where it does not know the processor:
    // https://www.cloudcarbonfootprint.org/docs/methodology/#energy-estimate-watt-hours
    private const decimal IdleWattsPerThread = 0.74m;
    private const decimal MaxWattsPerThread = 3.5m;
    private const string Origin = "Cloud Carbon Footprint's averages of 0.74 W and 3.5 W each";
    private const decimal MicrowattsPerWatt = 1_000_000m;

    /// <summary>Whether nobody gave the figures, so that they are those of an average machine.</summary>
    public bool IsGuess { get; private init; }

    /// <summary>Idle power in microwatts.</summary>
    public long IdleMicrowatts => (long)(IdleWatts * MicrowattsPerWatt);

    /// <summary>Full-load power in microwatts.</summary>
    public long MaxMicrowatts => (long)(MaxWatts * MicrowattsPerWatt);

    /// <summary>The default when nobody gave figures: a guess that can be wrong by about 60 %.</summary>
    /// <param name="hardwareThreads">The hardware threads that are online; fewer than 1 counts as 1.</param>
    /// <returns>The parameters.</returns>
    public static ModelParameters FromThreads(int hardwareThreads)
    {
        var threads = Math.Max(1, hardwareThreads);
        var source = string.Create(
            CultureInfo.InvariantCulture,
            $"a guess from {threads} hardware threads ({Origin}), uncertain by about 60 %");
        return new ModelParameters(
            Math.Min(MaxSaneWatts, threads * IdleWattsPerThread), Math.Min(MaxSaneWatts, threads * MaxWattsPerThread), source)
        {
            IsGuess = true,
        };
    }

    /// <summary>
    /// Parses the value of <c>--model.cpu-watts</c>: idle and full-load watts, for example <c>10,65</c> or <c>9.5,120</c>.
    /// </summary>
    /// <param name="text">The value, in the invariant culture.</param>
    /// <param name="parameters">The parameters, or null.</param>
    /// <param name="error">One sentence without the option's name, or empty.</param>
    /// <returns>True when both figures make sense.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out ModelParameters? parameters, out string error)
    {
        parameters = null;
        error = "";
        var parts = text.Split(',');
        if (parts.Length != 2 || !TryWatts(parts[0], out var idle) || !TryWatts(parts[1], out var max))
            error = $"'{text}' is not idle and full-load watts such as 10,65";
        else if (idle <= 0 || max > MaxSaneWatts)
            error = $"'{text}' is out of range: watts are above 0 and at most 10000";
        else if (idle > max)
            error = $"'{text}' has more watts idle than at full load";
        else
            parameters = new ModelParameters(idle, max, "given by --model.cpu-watts");
        return parameters is not null;
    }

    // Neither signs, exponents nor "NaN" pass, and what a decimal cannot hold is refused.
    private static bool TryWatts(string text, out decimal watts) =>
        decimal.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out watts);
}
