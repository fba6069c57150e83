namespace Wattshare.Attribution.Model;

/// <summary>How a zone comes to its energy. A model is never passed off as a measurement.</summary>
public enum MeasurementMethod
{
    /// <summary>An energy counter of the hardware (or a share derived from one).</summary>
    Counter = 0,

    /// <summary>Measured power, integrated over time.</summary>
    Integrated = 1,

    /// <summary>A formula over utilisation: nothing was measured.</summary>
    Model = 2,
}
