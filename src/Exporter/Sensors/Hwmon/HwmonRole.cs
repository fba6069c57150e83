namespace Wattshare.Exporter.Sensors.Hwmon;

/// <summary>Why a channel is counted or only shown.</summary>
internal enum HwmonRole
{
    /// <summary>Nobody can say what it overlaps with.</summary>
    Shown = 0,

    /// <summary>Counted.</summary>
    Counted,

    /// <summary>Inside what another meter measures, which is counted.</summary>
    Inside,

    /// <summary>A further meter of the whole machine.</summary>
    Duplicate,
}
