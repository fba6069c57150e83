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
    private bool _resumed;

    /// <summary>After the whole-machine meter began anew the comparison begins anew as well: the next difference is not one.</summary>
    public void Rebase() => _rebased = true;

    /// <summary>
    /// A whole-machine meter that stood still moves again. Either it catches up now with what it did not show, or it never measured that, and what
    /// the others showed meanwhile is no debt of it.
    /// </summary>
    public void Resume() => _resumed = true;

    /// <summary>No meter stands for the machine.</summary>
    public void Clear() => _balance.Clear();

    /// <summary>Takes the part of the platform.</summary>
    /// <param name="energy">The energies of the same time, that of the whole machine under <see cref="Component.Platform"/>.</param>
    /// <returns>Microjoules, never negative.</returns>
    public long Take(in ComponentEnergy energy)
    {
        if (_rebased)
        {
            _balance.Clear();
            (_rebased, _resumed) = (false, false);
            return 0;
        }

        var debt = _balance.Debt;
        var paid = _balance.Add(energy[Component.Platform] - energy[Component.Cpu] - energy[Component.Dram], long.MaxValue / 4);
        if (_resumed && _balance.Debt > debt / 2) _balance.Clear();
        _resumed = false;
        return paid;
    }
}
