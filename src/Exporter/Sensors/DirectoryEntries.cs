using Wattshare.Attribution.Model;

namespace Wattshare.Exporter.Sensors;

/// <summary>Lists a directory of sysfs, where not to be there or not to be allowed is an answer and not an exception.</summary>
internal static class DirectoryEntries
{
    /// <summary>Lists the entries of a directory.</summary>
    /// <param name="directory">The full path.</param>
    /// <param name="paths">The full paths in no order, or none.</param>
    /// <returns><see cref="ReadOutcome.Ok"/>, or why there are none.</returns>
    public static ReadOutcome List(string directory, out string[] paths)
    {
        paths = [];
        try
        {
            paths = Directory.GetFileSystemEntries(directory);
            return ReadOutcome.Ok;
        }
        catch (Exception exception) when (ReadOutcomes.IsOutcome(exception))
        {
            return ReadOutcomes.From(exception);
        }
    }
}
