using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Attribution.Ledgers;

/// <summary>
/// Closes the books of an interval that was not divided to its end, because something in it failed that nobody foresaw. The zones have gone
/// on, so its energy is there and cannot come again: what the host has and nobody was given is nobody's, with a reason of its own,
/// and what owners have beyond the rows of their processes is in the row of all that are not shown. Both are reckoned from all
/// that was ever booked, so that it does not matter how far the division came. One thread.
/// </summary>
/// <param name="ledger">What owners got.</param>
/// <param name="rows">What processes got.</param>
/// <param name="unattributed">What nobody got.</param>
internal sealed class Settlement(Ledger ledger, ProcessRows rows, UnattributedEnergy unattributed)
{
    /// <summary>Makes both sums of the report true again.</summary>
    /// <param name="host">All energy of the host since the beginning.</param>
    /// <param name="idle">Idle energy since the beginning that nobody carries.</param>
    public void Close(in ComponentEnergy host, in ComponentEnergy idle)
    {
        var (active, carried) = ledger.AddUp();
        var left = host - idle - unattributed.Total - active - carried;
        var untold = active - rows.Total;
        foreach (var component in Components.All)
        {
            unattributed.Add(component, UnattributedReason.Fault, Math.Max(0, left[component]));
            rows.AddOther(component, Math.Max(0, untold[component]));
        }
    }
}
