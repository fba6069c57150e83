using Wattshare.Attribution.Ledgers;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Idle;

/// <summary>
/// Weighs who carries the idle energy of memory, by the memory that is held: refresh and standby do not follow CPU time, and whoever holds a
/// page keeps it from others. The whole is the host's memory, or the sum of what is held where that is more. Who is not known to hold
/// anything carries as much of it as of the other components. One thread; allocates nothing.
/// </summary>
/// <param name="ledger">The accounts.</param>
internal sealed class HeldMemory(Ledger ledger)
{
    /// <summary>More than any host has; with it the sum of the weights of all accounts stays in range.</summary>
    private const long MostKibibytes = 1L << 42;

    /// <summary>The sum of the weights and of what nobody holds, in units of 1024 bytes; 0 when the rule does not hold in this interval.</summary>
    public long Total { get; private set; }

    /// <summary>Weighs the accounts.</summary>
    /// <param name="sample">What is held.</param>
    /// <param name="carriers">The accounts that are there, weighed by the policy.</param>
    /// <param name="total">The sum of all weights by the policy, what nobody carries included.</param>
    public void Weigh(HostSample sample, ReadOnlySpan<Account> carriers, long total)
    {
        Total = 0;
        var whole = sample.MemoryKibibytes;
        if (whole is <= 0 or > MostKibibytes || !Take(sample.Memory.Items)) return;
        foreach (var carrier in carriers)
            carrier.HeldWeight = carrier.HeldKibibytes is { } held ? Math.Min(held, whole) : PartOf(whole, carrier.IdleWeight, total);

        // What a machine in a container holds is in the container's figure as well, and counts once. A figure by the policy is without it.
        foreach (var carrier in carriers)
        {
            if (carrier.Vm?.Container is not { } outer || ledger.FindContainer(outer.Id) is not { HeldKibibytes: not null } container) continue;
            container.HeldWeight = Math.Max(0, container.HeldWeight - carrier.HeldWeight);
        }

        var sum = 0L;
        foreach (var carrier in carriers) sum += carrier.HeldWeight;
        Total = Math.Max(whole, sum);
    }

    /// <summary>Notes what is known; false when nothing is.</summary>
    private bool Take(ReadOnlySpan<MemoryReading> readings)
    {
        var any = false;
        foreach (ref readonly var reading in readings)
        {
            if (reading.Kibibytes < 0 || ledger.Find(reading.Vm, reading.Container) is not { IsLive: true } account) continue;
            account.HeldKibibytes = reading.Kibibytes;
            any = true;
        }

        return any;
    }

    private static long PartOf(long whole, long weight, long total) => total <= 0 ? 0 : (long)((Int128)whole * weight / total);
}
