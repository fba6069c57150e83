namespace Wattshare.Attribution.Reporting;

/// <summary>By which rule the active energy of a component is divided among groups and processes.</summary>
public enum ActiveRule
{
    /// <summary>By CPU time, over the whole host.</summary>
    CpuTime = 0,

    /// <summary>By CPU time, package by package: who can run on one package only carries energy of that one.</summary>
    CpuTimeByPackage = 1,

    /// <summary>By memory traffic to who is monitored, and to the others together; among those by CPU time.</summary>
    MemoryBandwidth = 2,
}
