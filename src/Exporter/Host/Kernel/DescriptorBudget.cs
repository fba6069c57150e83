namespace Wattshare.Exporter.Host.Kernel;

/// <summary>
/// How many descriptors the host readers keep open. A quarter of the limit of the process: the rest is for connections, sensors
/// and shares, and a host with more processes than that is read a little slower instead of failing. One thread.
/// </summary>
/// <param name="limit">The number that may be open at a time; 0 keeps none.</param>
internal sealed class DescriptorBudget(int limit)
{
    // Each kept handle of procfs pins about a page of kernel memory, so that more than this buys little and costs much.
    private const int Ceiling = 65_536;

    private int _left = limit;
    private int _refused;

    /// <summary>Whether one more may stay open.</summary>
    public bool HasSpare => _left > 0;

    /// <summary>The budget that RLIMIT_NOFILE allows (getrlimit(2)).</summary>
    /// <returns>A new budget.</returns>
    public static unsafe DescriptorBudget FromLimit()
    {
        var limits = stackalloc ulong[2];
        if (LibC.GetLimit(LibC.LimitOpenFiles, limits) != 0) return new DescriptorBudget(0);
        return new DescriptorBudget((int)Math.Min(limits[0] / 4, Ceiling));
    }

    /// <summary>Asks for one descriptor to stay open.</summary>
    /// <returns>False when the budget is used up.</returns>
    public bool TryTake()
    {
        if (_left == 0)
        {
            // Where nobody asks for the number it would be full after some days.
            if (_refused < Ceiling) _refused++;
            return false;
        }

        _left--;
        return true;
    }

    /// <summary>How many were asked for in vain since the last call, so that files that are seldom read can give theirs up.</summary>
    /// <returns>The number, which begins at 0 again; at most as many as could be open, since no more can be given up.</returns>
    public int TakeRefused()
    {
        var refused = _refused;
        _refused = 0;
        return refused;
    }

    /// <summary>Gives one back.</summary>
    public void Return() => _left++;
}
