using System.Collections.Immutable;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.VmShare.Documents;

/// <summary>The content of <c>share.json</c>, schema version 1. Immutable. It is written by <see cref="ShareJson"/> and read back by it.</summary>
public sealed record ShareDocument
{
    /// <summary>The version of the schema that this program writes and understands.</summary>
    public const int SchemaVersion = 1;

    /// <summary>The name of the machine, at most 1024 characters of it.</summary>
    public required string Vm { get; init; }

    /// <summary>The uuid of the machine, or empty.</summary>
    public string Uuid { get; init; } = "";

    /// <summary>True when the exporter made the directory and may remove it; false when it was there, made by an administrator.</summary>
    public bool DirectoryMade { get; init; }

    /// <summary>The components that the host measures.</summary>
    public ComponentSet Components { get; init; }

    /// <summary>The weakest of the methods of the zones.</summary>
    public MeasurementMethod Method { get; init; } = MeasurementMethod.Model;

    /// <summary>The length of the host's last interval in seconds, 0 before the first.</summary>
    public double IntervalSeconds { get; init; }

    /// <summary>The wall clock of the host, for display only.</summary>
    public DateTimeOffset HeartbeatTime { get; init; }

    /// <summary>Grows by one with each writing, over restarts of the exporter too. A reader that sees it stand still knows that nobody writes.</summary>
    public long HeartbeatSequence { get; init; }

    /// <summary>The published counters.</summary>
    public ImmutableArray<ShareZone> Zones { get; init; } = [];

    /// <summary>Energy that follows use, in microjoules since the directory began.</summary>
    public ComponentEnergy Active { get; init; }

    /// <summary>Idle energy that the machine carries, in microjoules since the directory began.</summary>
    public ComponentEnergy Idle { get; init; }

    /// <summary>How far <see cref="Active"/> and <see cref="Idle"/> together may be off.</summary>
    public EnergyUncertainty Uncertainty { get; init; }

    /// <summary>The counter of one zone when the document was written.</summary>
    /// <param name="path">The name of the zone's directory.</param>
    /// <returns>Microjoules, or 0 when the document does not have that zone.</returns>
    public long EnergyOf(string path)
    {
        foreach (var zone in Zones)
        {
            if (zone.Path == path) return zone.EnergyMicrojoules;
        }

        return 0;
    }
}
