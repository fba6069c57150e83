namespace Wattshare.Exporter.Options;

/// <summary>The VM share.</summary>
internal sealed class VmShareOptions
{
    /// <summary>
    /// With <c>serve</c> the directory under which a tree per VM is published, or null to publish nothing. With <c>guest</c> the
    /// directory to read from, never null.
    /// </summary>
    public string? Path { get; set; }
}
