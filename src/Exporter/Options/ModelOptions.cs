using Wattshare.Exporter.Sensors;

namespace Wattshare.Exporter.Options;

/// <summary>The fallback model.</summary>
internal sealed class ModelOptions
{
    /// <summary>The operator's figures, or null for the documented default from the number of hardware threads.</summary>
    public ModelParameters? Parameters { get; set; }
}
