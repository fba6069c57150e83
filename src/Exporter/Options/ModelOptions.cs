namespace Wattshare.Exporter.Options;

/// <summary>The fallback model.</summary>
internal sealed class ModelOptions
{
    /// <summary>
    /// The idle and the full-load watts as given, for example <c>10,65</c>: two decimal numbers, the second not below the first. Null when the
    /// model is to derive them from the CPU.
    /// </summary>
    public string? CpuWatts { get; set; }
}
