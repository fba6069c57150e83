namespace Wattshare.Attribution.Reporting;

/// <summary>How many steps of CPU time were refused since the start: the counter fell, or rose by more than all hardware threads can run.</summary>
/// <param name="Host">Of the host.</param>
/// <param name="Groups">Of control groups.</param>
/// <param name="Processes">Of processes.</param>
public readonly record struct UsageRefusals(long Host, long Groups, long Processes);
