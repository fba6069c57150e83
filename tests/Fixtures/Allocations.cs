namespace Wattshare.Fixtures;

/// <summary>Measures what code allocates in steady state.</summary>
public static class Allocations
{
    private const int Tries = 10;

    /// <summary>
    /// The least that any of several runs allocated on this thread, in bytes. A collection that another thread starts meanwhile books
    /// the unused rest of this thread's buffer (up to 8 kB) as allocated; what the code itself allocates is allocated in every run.
    /// </summary>
    public static long Of(Action steady)
    {
        var least = long.MaxValue;
        for (var i = 0; i < Tries && least > 0; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            steady();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
