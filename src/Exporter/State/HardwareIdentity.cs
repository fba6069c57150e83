using System.Globalization;
using System.Text;
using Wattshare.Exporter.Host;

namespace Wattshare.Exporter.State;

/// <summary>What tells this hardware from other, as far as idle power goes: the processor's model and how many hardware threads there are.</summary>
internal static class HardwareIdentity
{
    private const int MaxText = 512;

    private static readonly string[] Keys = ["vendor_id", "cpu family", "model", "model name", "stepping", "CPU implementer", "CPU part"];

    /// <summary>Reads it.</summary>
    /// <param name="procfsRoot">Where procfs is mounted.</param>
    /// <returns>One line of text; the same for all hardware that cannot be told.</returns>
    public static string Read(string procfsRoot)
    {
        try
        {
            return Of(File.ReadLines(Path.Combine(procfsRoot, "cpuinfo")));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "unknown";
        }
    }

    private static string Of(IEnumerable<string> lines)
    {
        var threads = 0;
        var first = new StringBuilder();
        foreach (var line in lines)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0) continue;
            var key = line.AsSpan(0, colon).Trim().ToString();
            if (key == "processor") threads++;
            else if (threads == 1 && Array.IndexOf(Keys, key) >= 0) first.Append(line.AsSpan(colon + 1).Trim()).Append(' ');
        }

        first.Append(CultureInfo.InvariantCulture, $"x {threads}");
        return HostText.Clean(first.ToString(), MaxText);
    }
}
