using Wattshare.Attribution.Ledgers;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Attribution.Usage;

/// <summary>What is remembered of one process between samples. One thread.</summary>
internal sealed class ProcessState
{
    /// <summary>The latest description.</summary>
    public required ProcessInfo Info { get; set; }

    /// <summary>The account that carries the process.</summary>
    public required Account Owner { get; set; }

    /// <summary>The CPU time at the last reading, in nanoseconds.</summary>
    public long LastCpu { get; set; }

    /// <summary>The instant of the last reading, in nanoseconds.</summary>
    public long ReadAt { get; set; }

    /// <summary>The group that the process was in at its last reading, or null.</summary>
    public GroupState? Group { get; set; }

    /// <summary>What that group had <see cref="GroupState.Paid"/> before it.</summary>
    public long PaidBefore { get; set; }

    /// <summary>CPU time in this interval, without what was charged before the process was read.</summary>
    public long Used { get; set; }

    /// <summary>The package that the process was bound to.</summary>
    public PackagePin Pin;

    /// <summary>Energy of this interval, valid when <see cref="Interval"/> is the current one.</summary>
    public ComponentEnergy Energy;

    /// <summary>The number of the interval that <see cref="Energy"/> and <see cref="Used"/> belong to.</summary>
    public long Interval { get; set; }

    /// <summary>True once the process is gone; it leaves after this interval.</summary>
    public bool Ended { get; set; }

    /// <summary>True while the process has a row of its own.</summary>
    public bool Shown { get; set; }

    /// <summary>The place among the processes that are shown, while it is.</summary>
    public int Place { get; set; }

    /// <summary>The row that was last made of the process, or null.</summary>
    public ProcessRow? Row { get; set; }

    /// <summary>Energy since the row began.</summary>
    public ComponentEnergy ShownEnergy;

    /// <summary>Mean energy per second with a fading memory, for the choice of rows; see <see cref="ProcessRows"/>.</summary>
    public double Score { get; set; }

    /// <summary>The instant that <see cref="Score"/> holds for, in nanoseconds.</summary>
    public long ScoreTime { get; set; }
}
