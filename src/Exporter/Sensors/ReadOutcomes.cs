using Wattshare.Attribution.Model;

namespace Wattshare.Exporter.Sensors;

/// <summary>
/// Turns what the runtime throws for a file into the outcome that the rest of the program speaks of. Safe for any number of threads.
/// </summary>
internal static class ReadOutcomes
{
    // The numbers of errno(3) that Linux uses on every architecture that .NET runs on.
    private const int NoSuchDeviceOrAddress = 6;
    private const int NoSuchDevice = 19;

    /// <summary>Tells whether an exception is one that a file can cause, and is therefore an outcome and not a defect.</summary>
    /// <param name="exception">What was thrown while a file was opened, read or listed.</param>
    /// <returns>True for the errors of the file system.</returns>
    public static bool IsOutcome(Exception exception) => exception is IOException or UnauthorizedAccessException;

    /// <summary>The outcome behind an exception.</summary>
    /// <param name="exception">An exception for which <see cref="IsOutcome"/> is true.</param>
    /// <returns>Never <see cref="ReadOutcome.Ok"/>.</returns>
    public static ReadOutcome From(Exception exception) => exception switch
    {
        UnauthorizedAccessException => ReadOutcome.Denied,
        FileNotFoundException or DirectoryNotFoundException => ReadOutcome.Absent,

        // A sysfs file whose device went away while it was open answers ENODEV; the runtime keeps the number in HResult.
        IOException { HResult: NoSuchDevice or NoSuchDeviceOrAddress } => ReadOutcome.Absent,
        _ => ReadOutcome.Failed,
    };
}
