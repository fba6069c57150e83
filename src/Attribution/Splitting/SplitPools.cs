using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Splitting;

/// <summary>
/// The pools that the active energy of one component was put into, each divided as an <see cref="Apportioner"/> divides: exactly, in the
/// order in which the parts are asked for. One thread; allocates nothing once it has grown.
/// </summary>
internal sealed class SplitPools
{
    private readonly Buffer<PoolInfo> _pools = new();
    private readonly Buffer<Progress> _progress = new();

    /// <summary>The pools by number.</summary>
    public ReadOnlySpan<PoolInfo> All => _pools.Items;

    /// <summary>Takes all pools out.</summary>
    public void Clear()
    {
        _pools.Clear();
        _progress.Clear();
    }

    /// <summary>Adds a pool.</summary>
    /// <param name="pool">The energy, and the sum of the weights that will be asked for.</param>
    /// <returns>Its number.</returns>
    public int Add(PoolInfo pool)
    {
        _pools.Add(pool);
        _progress.Add(default);
        return _pools.Count - 1;
    }

    /// <summary>The part of the next stake.</summary>
    /// <param name="stake">The stake.</param>
    /// <returns>Microjoules.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The weight is negative, or the weights so far exceed the total of the pool.</exception>
    public long Next(Stake stake)
    {
        if (stake.Weight == 0) return 0;
        var (energy, total) = _pools.Items[stake.Pool];
        ref var progress = ref _progress.Items[stake.Pool];
        var weights = checked(progress.Weights + stake.Weight);
        if (stake.Weight < 0 || weights > total) throw new ArgumentOutOfRangeException(nameof(stake));
        var given = Apportioner.UpTo(checked((ulong)energy), (ulong)weights, (ulong)total);
        var part = given - progress.Given;
        progress = new Progress(weights, given);
        return part;
    }

    /// <summary>How far a pool was asked for: the sum of the weights, and of the parts.</summary>
    private readonly record struct Progress(long Weights, long Given);
}
