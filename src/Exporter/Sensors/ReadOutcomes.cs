using Wattshare.Attribution.Model;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Sensors;

/// <summary>
/// Turns what the runtime throws, or the kernel answers, for a file into the outcome that the rest of the program speaks of. Safe for any number of threads.
/// </summary>
internal static class ReadOutcomes
{
    private const int NoSuchDeviceOrAddress = 6;

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
        IOException { HResult: Errno.NoDevice or NoSuchDeviceOrAddress } => ReadOutcome.Absent,
        _ => ReadOutcome.Failed,
    };

    /// <summary>The outcome behind an error number of the kernel.</summary>
    /// <param name="error">A number of errno(3).</param>
    /// <returns>Never <see cref="ReadOutcome.Ok"/>.</returns>
    public static ReadOutcome From(int error) => error switch
    {
        Errno.Denied or Errno.NotPermitted => ReadOutcome.Denied,
        Errno.NoEntry or Errno.NotDirectory or Errno.NoDevice or NoSuchDeviceOrAddress => ReadOutcome.Absent,
        _ => ReadOutcome.Failed,
    };
}
