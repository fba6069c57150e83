using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Counters;

/// <summary>
/// What a meter of the whole machine shows beyond processor and memory. Meters are updated at different instants, so the difference
/// swings around the truth: only its certain part is paid out. One thread.
/// </summary>
internal sealed class PlatformRest
{
    private Balance _balance;
    private bool _rebased;

    /// <summary>After the whole-machine meter began anew the comparison begins anew as well: the next difference is not one.</summary>
    public void Rebase() => _rebased = true;

    /// <summary>Takes the part of the platform.</summary>
    /// <param name="energy">The energies of the same time, that of the whole machine under <see cref="Component.Platform"/>.</param>
    /// <returns>Microjoules, never negative.</returns>
    public long Take(in ComponentEnergy energy)
    {
        if (_rebased)
        {
            _balance.Clear();
            _rebased = false;
            return 0;
        }

        return _balance.Add(energy[Component.Platform] - energy[Component.Cpu] - energy[Component.Dram], long.MaxValue / 4);
    }
}
