namespace Wattshare.Attribution.Idle;

/// <summary>
/// How what was learned fades: half of it in a day, however much of the day taught anything. So a change of the hardware's state is followed within days
/// also where the host is hardly ever idle. What is left never weighs less than 200 s: the newest that is known stays until there is something
/// newer, on a host that is never idle for ever, and fewer than ten odd seconds (5 % of 200) never decide a quantile.
/// </summary>
internal static class Fading
{
    /// <summary>More seconds than this nobody has seen who forgets half of them in a day.</summary>
    public const double MostSeconds = 124_650;

    private const double HalfLifeSeconds = 86_400;
    private const double LeastSeconds = IdleFloorEstimator.MinObservedSeconds / IdleFloorEstimator.Quantile;

    /// <summary>What is left of a weight.</summary>
    /// <param name="weight">What was learned, in seconds of now.</param>
    /// <param name="seconds">The time that has passed, not negative.</param>
    /// <returns>A factor, at most 1.</returns>
    public static double Factor(double weight, double seconds) =>
        weight <= LeastSeconds ? 1 : Math.Max(Math.Pow(2, -seconds / HalfLifeSeconds), LeastSeconds / weight);
}
