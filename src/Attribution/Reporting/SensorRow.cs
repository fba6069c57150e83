using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Reporting;

/// <summary>One zone and its health.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="CountsAs">The component it is counted for, or null when it is shown only.</param>
/// <param name="Outcome">The outcome of the last read.</param>
/// <param name="HasEnergy">True once a value was read; before that the zone has no energy, which is not 0.</param>
/// <param name="EnergyMicrojoules">Unwrapped energy since the first value, in microjoules.</param>
/// <param name="LastIntervalMicrojoules">
/// What the last interval has, in microjoules: from the instant of one sample to that of the next, while <paramref name="EnergyMicrojoules"/>
/// goes up to the last reading, which is some milliseconds later.
/// </param>
/// <param name="Wraps">How often the counter went past its range.</param>
/// <param name="Resets">How often the counter began anew.</param>
/// <param name="Refused">How many steps were implausible and therefore not counted.</param>
/// <param name="AbsentReads">Failed reads: not there.</param>
/// <param name="DeniedReads">Failed reads: no permission.</param>
/// <param name="GarbageReads">Failed reads: not a number.</param>
/// <param name="FailedReads">Failed reads: any other error.</param>
public sealed record SensorRow(
    ZoneInfo Zone,
    Component? CountsAs,
    ReadOutcome Outcome,
    bool HasEnergy,
    long EnergyMicrojoules,
    long LastIntervalMicrojoules,
    long Wraps,
    long Resets,
    long Refused,
    long AbsentReads,
    long DeniedReads,
    long GarbageReads,
    long FailedReads)
{
    /// <summary>
    /// The part of <see cref="EnergyMicrojoules"/> that no reading shows: it was interpolated over the moments in which the counter began anew,
    /// or over a longer time without a reading of a power that is integrated, from the power on both sides.
    /// </summary>
    public long UnseenMicrojoules { get; init; }

    /// <summary>True when the last read gave a value.</summary>
    public bool Up => Outcome == ReadOutcome.Ok;
}
