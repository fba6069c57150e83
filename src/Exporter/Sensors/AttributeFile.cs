using System.Text;
using Wattshare.Attribution.Model;

namespace Wattshare.Exporter.Sensors;

/// <summary>
/// Reads small sysfs and procfs files as a whole. Failures are answers, never exceptions. Safe for any number of threads.
/// </summary>
internal static class AttributeFile
{
    private const int MaxNameBytes = 64;

    /// <summary>Reads a file from its beginning until the buffer is full or the file ends.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="length">How many bytes were read.</param>
    /// <returns>The outcome.</returns>
    public static ReadOutcome TryRead(string path, Span<byte> buffer, out int length)
    {
        length = 0;
        try
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            int read;
            while (length < buffer.Length && (read = RandomAccess.Read(handle, buffer[length..], length)) > 0) length += read;
            return ReadOutcome.Ok;
        }
        catch (Exception exception) when (ReadOutcomes.IsOutcome(exception))
        {
            return ReadOutcomes.From(exception);
        }
    }

    /// <summary>Reads a number that is never negative.</summary>
    /// <param name="path">The full path.</param>
    /// <returns>The number, or null when the file cannot be read or holds none.</returns>
    public static long? Number(string path)
    {
        Span<byte> buffer = stackalloc byte[CounterText.BufferSize];
        if (TryRead(path, buffer, out var length) != ReadOutcome.Ok) return null;
        return CounterText.TryParse(buffer[..length], out var value) ? value : null;
    }

    /// <summary>Reads the first line as a name that can stand in a label and in a log line.</summary>
    /// <param name="path">The full path.</param>
    /// <returns>At most 64 bytes of text without control characters, or empty when there is none.</returns>
    public static string Name(string path)
    {
        Span<byte> buffer = stackalloc byte[MaxNameBytes];
        if (TryRead(path, buffer, out var length) != ReadOutcome.Ok) return "";
        var line = buffer[..length];
        var end = line.IndexOf((byte)'\n');
        var text = Encoding.UTF8.GetString(end < 0 ? line : line[..end]).Trim();
        return string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = char.IsControl(source[i]) ? '?' : source[i];
        });
    }
}
