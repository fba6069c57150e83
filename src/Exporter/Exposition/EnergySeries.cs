using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Exporter.Exposition;

/// <summary>What is gathered for one VM, container or process: the sum of the rows that share its labels, in microjoules.</summary>
internal struct EnergySeries
{
    /// <summary>Active energy.</summary>
    public ComponentEnergy Active;

    /// <summary>Idle energy.</summary>
    public ComponentEnergy Idle;

    /// <summary>What the last interval added to both.</summary>
    public ComponentEnergy LastInterval;

    /// <summary>How far active and idle energy together may be off; VMs and containers only.</summary>
    public EnergyUncertainty Uncertainty;

    /// <summary>True when the series has power: it runs, or the last interval still added to it.</summary>
    public bool HasPower;

    /// <summary>CPU time by role; VMs only.</summary>
    public VmCpuTimes CpuTimes;

    /// <summary>The row that the info series tells of, or −1 when there is none to tell.</summary>
    public int InfoRow;

    /// <summary>Adds a row.</summary>
    /// <param name="active">Its active energy.</param>
    /// <param name="idle">Its idle energy.</param>
    /// <param name="ended">True when nothing runs behind the row any more.</param>
    public void Add(EnergyAmount active, EnergyAmount idle, bool ended)
    {
        Active += active.Cumulative;
        Idle += idle.Cumulative;
        var added = active.LastInterval + idle.LastInterval;
        LastInterval += added;
        HasPower |= !ended || added != default;
    }
}
