using System.Buffers.Text;
using System.IO.MemoryMappedFiles;
using System.Runtime.Intrinsics;

namespace Wattshare.Fixtures.Simulator;

/// <summary>
/// A file with one decimal number that changes while others read it. A kernel's counter file is never seen half written, but a
/// <c>pwrite</c> of a whole number is (rarely) seen so. One aligned 16-byte store into the mapped page is not, and readers that keep
/// the file open see it as well as those that open it again. For that the number keeps its width: it gets leading zeros where it
/// is too short, which happens after a wrap only. One thread at a time.
/// </summary>
internal sealed unsafe class CounterFile : IDisposable
{
    private const int StoreBytes = 16;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _page;
    private readonly int _digits;

    /// <summary>Makes the file.</summary>
    /// <param name="path">Where.</param>
    /// <param name="digits">The width of the number, at most 15.</param>
    /// <param name="value">The first value.</param>
    public CounterFile(string path, int digits, long value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(digits, StoreBytes);
        _digits = digits;
        File.WriteAllText(path, value.ToString($"D{digits}") + "\n");

        // The file is shorter than the store; what lies between its end and the end of the page exists in memory only.
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, digits + 1);
        _view = _file.CreateViewAccessor(0, digits + 1);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _page);
    }

    /// <summary>Replaces the number in one step.</summary>
    /// <param name="value">Not negative and within the width.</param>
    public void Write(long value)
    {
        Span<byte> text = stackalloc byte[StoreBytes];
        if (!Utf8Formatter.TryFormat(value, text, out _, new('D', (byte)_digits))) throw new ArgumentOutOfRangeException(nameof(value));
        text[_digits] = (byte)'\n';
        Vector128.Create<byte>(text).StoreAligned(_page);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
