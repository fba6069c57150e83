namespace Wattshare.Attribution.Counters;

/// <summary>
/// The part of a noisy difference that is certain. Differences between counters that are read at slightly different instants, or in
/// coarse ticks, go up and down around the truth; taking each positive one and dropping each negative one would add noise up for ever.
/// This pays out only what exceeds the highest sum so far, so that the total paid is within one swing of the true total.
/// </summary>
public struct Balance : IEquatable<Balance>
{
    private long _carry;

    /// <summary>A balance that begins with a debt: so much has to come together before anything is paid out.</summary>
    /// <param name="debt">The debt, at least 0.</param>
    /// <returns>The balance.</returns>
    public static Balance InDebt(long debt) => new() { _carry = -debt };

    /// <summary>What has to come together before anything is paid out; 0 or more, in the unit of the differences.</summary>
    public readonly long Debt => Math.Max(0, -_carry);

    /// <summary>Adds a difference and takes out what is certain now.</summary>
    /// <param name="amount">The difference of this interval, in any unit; may be negative.</param>
    /// <param name="maxDebt">How much negative sum is remembered at most; more than this is not noise and is forgotten.</param>
    /// <returns>What exceeds everything paid out before; never negative.</returns>
    public long Add(long amount, long maxDebt)
    {
        _carry = Math.Max(_carry + amount, -maxDebt);
        if (_carry <= 0) return 0;
        var paid = _carry;
        _carry = 0;
        return paid;
    }

    /// <summary>Forgets the debt.</summary>
    public void Clear() => _carry = 0;

    /// <summary>Tells whether two balances are equal.</summary>
    /// <param name="left">One side.</param>
    /// <param name="right">Other side.</param>
    /// <returns>True when equal.</returns>
    public static bool operator ==(Balance left, Balance right) => left.Equals(right);

    /// <summary>Tells whether two balances differ.</summary>
    /// <param name="left">One side.</param>
    /// <param name="right">Other side.</param>
    /// <returns>True when different.</returns>
    public static bool operator !=(Balance left, Balance right) => !left.Equals(right);

    /// <inheritdoc/>
    public readonly bool Equals(Balance other) => _carry == other._carry;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is Balance other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => _carry.GetHashCode();
}
