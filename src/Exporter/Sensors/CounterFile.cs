using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Wattshare.Attribution.Model;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Sensors;

/// <summary>
/// One counter file that is kept open and read from its beginning each time, without allocating. One thread.
/// </summary>
internal sealed class CounterFile : IDisposable
{
    private SafeFileHandle? _handle;
    private ReadOutcome _closed = ReadOutcome.Absent;

    /// <summary>
    /// Opens a file, whether one was open or not. An open handle follows the file that it was opened on, while the path may
    /// have come to mean another one (a reloaded module, a tree that was replaced); opening again is the only way to see that
    /// which needs no comparison of inodes, and it sees changed permissions as well.
    /// </summary>
    /// <param name="path">The full path.</param>
    public void Reopen(string path)
    {
        Close(ReadOutcome.Absent);
        try
        {
            // With this sharing mode the runtime takes no advisory lock on the file, so that readers never hinder one another.
            _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception exception) when (ReadOutcomes.IsOutcome(exception))
        {
            // The runtime says "access denied" of a directory too, and permissions would not mend that.
            _closed = Directory.Exists(path) ? ReadOutcome.Failed : ReadOutcomes.From(exception);
        }
    }

    /// <summary>Closes the file; reads answer <paramref name="outcome"/> until it is opened again.</summary>
    /// <param name="outcome">Anything but <see cref="ReadOutcome.Ok"/>.</param>
    public void Close(ReadOutcome outcome)
    {
        _handle?.Dispose();
        _handle = null;
        _closed = outcome;
    }

    /// <summary>Reads the counter with one system call, where that succeeds. An error of the kernel is a number here and never an exception, of which a thousand a second would be a load.</summary>
    /// <param name="buffer">At least <see cref="CounterText.BufferSize"/> bytes of scratch space.</param>
    /// <param name="value">The counter, or 0 without one.</param>
    /// <returns>Whether there is a value, and why not. A file that is gone is closed and stays <see cref="ReadOutcome.Absent"/>.</returns>
    public ReadOutcome Read(Span<byte> buffer, out long value)
    {
        value = 0;
        if (_handle is null) return _closed;
        var length = ReadAt(_handle, buffer);
        if (length >= 0) return CounterText.TryParse(buffer[..length], out value) ? ReadOutcome.Ok : ReadOutcome.Garbage;
        var outcome = ReadOutcomes.From(-length);
        if (outcome == ReadOutcome.Absent) Close(outcome);
        return outcome;
    }

    /// <inheritdoc/>
    public void Dispose() => Close(ReadOutcome.Absent);

    /// <summary>The length, or a negative error number. The handle is this object's own and one thread uses it, so nobody closes it meanwhile.</summary>
    private static unsafe int ReadAt(SafeFileHandle handle, Span<byte> buffer)
    {
        var descriptor = (int)handle.DangerousGetHandle();
        fixed (byte* start = buffer)
        {
            var quick = (int)LibC.TryReadAt(descriptor, start, (nuint)buffer.Length, 0);
            if (quick >= 0) return quick;
            while (true)
            {
                var length = (int)LibC.ReadAt(descriptor, start, (nuint)buffer.Length, 0);
                if (length >= 0) return length;
                var error = Marshal.GetLastPInvokeError();
                if (error != Errno.Interrupted) return -error;
            }
        }
    }
}
