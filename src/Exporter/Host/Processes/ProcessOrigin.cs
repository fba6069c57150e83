using System.Buffers.Text;

namespace Wattshare.Exporter.Host.Processes;

/// <summary>Who started a process, and in which session it is, from <c>/proc/PID/stat</c> (4 and 6; proc_pid_stat(5)).</summary>
/// <param name="Parent">The process that started it, or the one that took it over when that ended; 0 when there is none.</param>
/// <param name="Session">
/// The process that began the session. A process begins one of its own or stays in that of who started it, and never enters another.
/// -1 or 0 when it is not told.
/// </param>
internal readonly record struct ProcessOrigin(int Parent, int Session)
{
    /// <summary>Reads the fields.</summary>
    /// <param name="text">The file.</param>
    /// <param name="origin">The fields.</param>
    /// <returns>False when one of them is no number or is cut.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out ProcessOrigin origin)
    {
        origin = default;
        var close = text.LastIndexOf((byte)')');
        if (close < 0 || close + 4 > text.Length) return false;

        // The state, field 3, is one letter between blanks.
        var rest = text[(close + 4)..];
        if (!Take(ref rest, out var parent) || !Take(ref rest, out _) || !Take(ref rest, out var session)) return false;
        origin = new ProcessOrigin(parent, session);
        return true;
    }

    private static bool Take(ref ReadOnlySpan<byte> rest, out int value)
    {
        if (!Utf8Parser.TryParse(rest, out value, out var used) || used >= rest.Length || rest[used] != ' ') return false;
        rest = rest[(used + 1)..];
        return true;
    }
}
