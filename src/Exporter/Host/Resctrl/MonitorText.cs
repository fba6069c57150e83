using System.Buffers.Text;

namespace Wattshare.Exporter.Host.Resctrl;

/// <summary>What stands in the files of resctrl (https://docs.kernel.org/filesystems/resctrl.html).</summary>
internal static class MonitorText
{
    /// <summary>Reads a counter.</summary>
    /// <param name="text">The file.</param>
    /// <param name="bytes">The number.</param>
    /// <returns>False for <c>Unavailable</c>, <c>Error</c>, <c>Unassigned</c>, and whatever else is no whole number in range.</returns>
    public static bool TryParseBytes(ReadOnlySpan<byte> text, out long bytes)
    {
        bytes = 0;
        if (!Utf8Parser.TryParse(text, out ulong number, out var used) || number > long.MaxValue || text[0] == '+') return false;
        if (used != text.Length - 1 || text[used] != '\n') return false;
        bytes = (long)number;
        return true;
    }

    /// <summary>Tells whether a mask of hardware threads, groups of hexadecimal digits with commas between, has any.</summary>
    /// <param name="text">The file <c>cpus</c>.</param>
    /// <returns>True when it has one, or is no mask.</returns>
    public static bool HasThreads(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept((byte)'0', (byte)',', (byte)'\n') >= 0;

    /// <summary>Reads the next task of a list with one in a line.</summary>
    /// <param name="text">What is left of the file <c>tasks</c>; the line is taken off.</param>
    /// <param name="task">The thread id.</param>
    /// <returns>False at the end, and when the line is cut or holds none; then something is left.</returns>
    public static bool TryTakeTask(ref ReadOnlySpan<byte> text, out int task)
    {
        if (!Utf8Parser.TryParse(text, out task, out var used) || task <= 0 || text[0] == '+') return false;
        if (used >= text.Length || text[used] != '\n') return false;
        text = text[(used + 1)..];
        return true;
    }
}
