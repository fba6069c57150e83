namespace Wattshare.Exporter.Options;

/// <summary>What is logged and how.</summary>
internal sealed class LogOptions
{
    /// <summary>The lowest level that is written.</summary>
    public LogLevel Level { get; set; }

    /// <summary>The form of a line.</summary>
    public LogFormat Format { get; set; }
}
