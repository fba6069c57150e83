using System.Buffers.Text;
using Wattshare.Attribution.Model;
using Wattshare.Exporter.Host.Processes;

namespace Wattshare.Exporter.Composition;

/// <summary>Finds the exporter's own process in the procfs that it samples.</summary>
internal static class SelfKey
{
    /// <summary>Reads the identity from <c>self/stat</c>.</summary>
    /// <param name="procfsRoot">The root of procfs; the host's in a container that shares its process ids.</param>
    /// <returns>The identity, or null when the exporter is not among the processes of that procfs.</returns>
    public static ProcessKey? Read(string procfsRoot)
    {
        try
        {
            var text = File.ReadAllBytes(Path.Combine(procfsRoot, "self", "stat"));
            var known = ProcessStat.TryParse(text, out var stat) & Utf8Parser.TryParse(text, out int pid, out _);
            return known ? new ProcessKey(pid, stat.StartTicks) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
