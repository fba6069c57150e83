namespace Wattshare.Exporter.Options;

/// <summary>The headings of the help text, in order.</summary>
internal enum OptionGroup
{
    /// <summary>Where settings come from and what is logged.</summary>
    General,

    /// <summary>Answers over HTTP.</summary>
    Web,

    /// <summary>What is read, and how often.</summary>
    Measuring,

    /// <summary>Who carries which energy, and who is told.</summary>
    Attribution,
}
