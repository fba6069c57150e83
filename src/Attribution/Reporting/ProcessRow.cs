using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Reporting;

/// <summary>One process that is shown.</summary>
/// <param name="Process">The process.</param>
/// <param name="Active">Its energy since it was first shown; what it used before is in <see cref="PowerReport.ProcessOther"/>.</param>
public sealed record ProcessRow(ProcessInfo Process, EnergyAmount Active);
