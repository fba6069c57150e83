namespace Wattshare.Attribution.Splitting;

/// <summary>
/// Divides an energy by weights so that the parts add up to it exactly: part i is ⌊E·C_i/C⌋ − ⌊E·C_(i−1)/C⌋ with C_i the running sum of
/// the weights. A weight of 0 gets 0, every part is within 1 µJ of the ideal, and equal inputs give equal parts.
/// A value to be used once: ask for the parts in order, with weights that add up to the total.
/// </summary>
/// <param name="microjoules">The energy to divide, at least 0.</param>
/// <param name="totalWeight">The sum of all weights that will be asked for, more than 0.</param>
public ref struct Apportioner(long microjoules, long totalWeight)
{
    private readonly ulong _energy = checked((ulong)microjoules);
    private readonly ulong _total = totalWeight > 0 ? (ulong)totalWeight : throw new ArgumentOutOfRangeException(nameof(totalWeight));
    private ulong _cumulative;
    private long _given;

    /// <summary>The part of the next weight.</summary>
    /// <param name="weight">The weight, at least 0.</param>
    /// <returns>Microjoules.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The weight is negative, or the weights so far exceed the total.</exception>
    public long Next(long weight)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(weight);
        _cumulative += (ulong)weight;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_cumulative, _total, nameof(weight));
        var upTo = UpTo(_energy, _cumulative, _total);
        var part = upTo - _given;
        _given = upTo;
        return part;
    }

    /// <summary>The sum of the parts up to a running sum of weights.</summary>
    /// <param name="energy">The energy to divide, in microjoules.</param>
    /// <param name="cumulative">The sum of the weights so far, at most the total.</param>
    /// <param name="total">The sum of all weights, more than 0.</param>
    /// <returns>Microjoules.</returns>
    internal static long UpTo(ulong energy, ulong cumulative, ulong total) => (long)(ulong)((UInt128)energy * cumulative / total);
}
