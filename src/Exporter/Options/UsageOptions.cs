namespace Wattshare.Exporter.Options;

/// <summary>Who tells the CPU time of tasks.</summary>
internal sealed class UsageOptions
{
    /// <summary>The source.</summary>
    public UsageSourceKind Source { get; set; }
}
