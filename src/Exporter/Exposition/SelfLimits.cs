using System.Buffers.Text;

namespace Wattshare.Exporter.Exposition;

/// <summary>Reads the limit of open files out of <c>/proc/self/limits</c> (proc(5)).</summary>
internal static class SelfLimits
{
    /// <summary>Parses the soft limit.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="files">The limit.</param>
    /// <returns>False when there is no such line or no number in it, as with <c>unlimited</c>.</returns>
    public static bool TryParseOpenFiles(ReadOnlySpan<byte> text, out long files)
    {
        files = 0;
        var label = "Max open files"u8;
        var start = text.IndexOf(label);
        return start >= 0 && Utf8Parser.TryParse(text[(start + label.Length)..].TrimStart((byte)' '), out files, out _);
    }
}
