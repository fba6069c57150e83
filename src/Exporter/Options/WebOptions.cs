namespace Wattshare.Exporter.Options;

/// <summary>Where the program answers over HTTP.</summary>
internal sealed class WebOptions
{
    /// <summary>
    /// The addresses as given, at least one: <c>HOST:PORT</c>, <c>[IPV6]:PORT</c>, or <c>:PORT</c> for all interfaces. Only their shape was checked.
    /// </summary>
    public IReadOnlyList<string> ListenAddresses { get; set; } = [];

    /// <summary>The web configuration file, or null for plain HTTP without users.</summary>
    public string? ConfigFile { get; set; }

    /// <summary>The path of the metrics, beginning with a slash, never one that the program uses for something else.</summary>
    public string TelemetryPath { get; set; } = "";
}
