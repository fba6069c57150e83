namespace Wattshare.Exporter.Commands;

/// <summary>How good a fact is.</summary>
internal enum CheckLevel
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Neither good nor bad, for example an engine that is not installed.</summary>
    Note,

    /// <summary>Something will be missing from the figures.</summary>
    Warning,

    /// <summary>The exporter would not start.</summary>
    Error,
}
