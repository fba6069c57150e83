namespace Wattshare.Attribution.Reporting;

/// <summary>Energy that belongs to nobody, for one reason.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Energy">The energy.</param>
public sealed record UnattributedRow(UnattributedReason Reason, EnergyAmount Energy);
