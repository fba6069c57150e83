using Microsoft.Extensions.Logging.Console;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Logging;

/// <summary>Sets up logging with the formatters of the framework: one line a message, UTC, all of it on stderr so that stdout stays for results.</summary>
internal static class LogSetup
{
    private const string Timestamp = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";

    /// <summary>Configures a builder; what was configured before is dropped.</summary>
    /// <param name="builder">The builder of the host or of a factory.</param>
    /// <param name="options">Level and format.</param>
    public static void Configure(ILoggingBuilder builder, LogOptions options)
    {
        builder.ClearProviders();
        builder.SetMinimumLevel(options.Level);

        // The framework logs every request and every start of its parts at info; that is its debug output, not ours.
        if (options.Level >= LogLevel.Information) builder.AddFilter("Microsoft", LogLevel.Warning);

        // A start that fails is told once, by the command, in one line; what ends a running program is logged as critical.
        builder.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        AddFormatter(builder, options.Format);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    /// <summary>Makes a factory of its own, for commands that run no host. Disposing it writes what is still queued.</summary>
    /// <param name="options">Level and format.</param>
    /// <returns>The factory.</returns>
    public static ILoggerFactory CreateFactory(LogOptions options) => LoggerFactory.Create(builder => Configure(builder, options));

    private static void AddFormatter(ILoggingBuilder builder, LogFormat format)
    {
        switch (format)
        {
            case LogFormat.Json:
                builder.AddJsonConsole(static console => (console.TimestampFormat, console.UseUtcTimestamp) = (Timestamp.TrimEnd(), true));
                break;
            case LogFormat.Systemd:
                // journald writes the time itself.
                builder.AddSystemdConsole(static console => console.UseUtcTimestamp = true);
                break;
            default:
                builder.AddSimpleConsole(static console =>
                    (console.TimestampFormat, console.UseUtcTimestamp, console.SingleLine) = (Timestamp, true, true));
                break;
        }
    }
}
