namespace Wattshare.Exporter.Options;

/// <summary>The values of <c>--log.format</c>.</summary>
internal enum LogFormat
{
    /// <summary>One line of plain text a message.</summary>
    Text,

    /// <summary>One JSON object a message.</summary>
    Json,

    /// <summary>Plain text with the priority prefix that journald understands (sd-daemon(3)).</summary>
    Systemd,
}
