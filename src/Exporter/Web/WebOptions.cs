using System.Collections.Immutable;
using Wattshare.Exporter.Web.Access;

namespace Wattshare.Exporter.Web;

/// <summary>How the exporter is served. Validated by the caller with <see cref="ListenAddress.TryParse"/> and <see cref="Web.TelemetryPath.Fault"/>.</summary>
internal sealed record WebOptions
{
    /// <summary>Where to listen.</summary>
    public required ImmutableArray<ListenAddress> ListenAddresses { get; init; }

    /// <summary>The path of the metrics.</summary>
    public string TelemetryPath { get; init; } = Web.TelemetryPath.Default;

    /// <summary>TLS and who may read; null for plain HTTP and everybody. Not owned.</summary>
    public WebAccess? Access { get; init; }

    /// <summary>The sampling interval, by which the health check knows that the sampler has stopped.</summary>
    public required TimeSpan SampleInterval { get; init; }
}
