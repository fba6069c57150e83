using Wattshare.Attribution.Idle;

namespace Wattshare.Exporter.Options;

/// <summary>Who carries which energy.</summary>
internal sealed class AttributionOptions
{
    /// <summary>Who carries idle energy.</summary>
    public IdlePolicy Idle { get; set; }

    /// <summary>The idle power of all packages together in microwatts, or null when it is to be learned.</summary>
    public long? IdleMicrowatts { get; set; }
}
