using Wattshare.Attribution.Reporting;

namespace Wattshare.Exporter.Exposition;

/// <summary>What is gathered for one zone.</summary>
internal struct SensorSeries
{
    /// <summary>True when a read gave a value.</summary>
    public bool Up;

    /// <summary>Counts since the start.</summary>
    public long Absent, Denied, Garbage, Failed, Implausible, Wraps, Resets;

    /// <summary>Adds a row.</summary>
    /// <param name="row">A row with the labels of this series.</param>
    public void Add(SensorRow row)
    {
        Up |= row.Up;
        Absent += row.AbsentReads;
        Denied += row.DeniedReads;
        Garbage += row.GarbageReads;
        Failed += row.FailedReads;
        Implausible += row.Refused;
        Wraps += row.Wraps;
        Resets += row.Resets;
    }
}
