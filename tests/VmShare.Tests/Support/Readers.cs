using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Wattshare.VmShare.Tests.Support;

/// <summary>The two kinds of readers of a counter, each on a thread of its own. They parse strictly: 16 or more digits and one newline.</summary>
internal static class Readers
{
    private const int ShortestText = 17;

    public static Task<ReaderResult> ReopenAsync(string path, CancellationToken stop) => RunAsync(path, reopen: true, stop);

    public static Task<ReaderResult> KeepOpenAsync(string path, CancellationToken stop) => RunAsync(path, reopen: false, stop);

    private static Task<ReaderResult> RunAsync(string path, bool reopen, CancellationToken stop) =>
        Task.Factory.StartNew(() => Read(path, reopen, stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static ReaderResult Read(string path, bool reopen, CancellationToken stop)
    {
        using var kept = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        long reads = 0, distinct = 0, last = 0;
        Span<byte> buffer = stackalloc byte[64];
        while (!stop.IsCancellationRequested)
        {
            var length = reopen ? Once(path, buffer) : RandomAccess.Read(kept, buffer, 0);
            reads++;
            var text = buffer[..length];
            if (length < ShortestText || !IsNumber(text, out var value)) return new($"not a number: '{Encoding.ASCII.GetString(text)}'", reads, distinct);
            if (value < last) return new($"{value} after {last}", reads, distinct);
            if (value != last) distinct++;
            last = value;
        }

        return new("", reads, distinct);
    }

    private static bool IsNumber(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        return text[^1] == '\n' && long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    private static int Once(string path, Span<byte> buffer)
    {
        using SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return RandomAccess.Read(handle, buffer, 0);
    }
}
