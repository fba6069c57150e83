namespace Wattshare.Exporter.Options;

/// <summary>What <c>wattshare check</c> is to say.</summary>
internal sealed class CheckOptions
{
    /// <summary>Whose energy is to be explained, or null for the report on the host.</summary>
    public TargetName? Explain { get; set; }
}
