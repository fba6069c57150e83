using System.Runtime.InteropServices;

namespace Wattshare.Exporter.Host.Kernel;

/// <summary>
/// One file of procfs or cgroupfs that is read again and again. The descriptor stays open while the budget allows: a read at
/// offset 0 then gives fresh text with a single call. Beyond the budget the file is opened, read and closed each time.
/// One thread. Reads answer with a length or with a negative error number (<see cref="Errno"/>) and never throw.
/// </summary>
/// <param name="path">The path, ending with NUL.</param>
/// <param name="budget">How many descriptors may stay open.</param>
internal sealed class HostFile(byte[] path, DescriptorBudget budget)
{
    private int _descriptor = -1;

    /// <summary>Whether the descriptor was kept.</summary>
    public bool IsOpen => _descriptor >= 0;

    /// <summary>Reads from the start of the file, at most as much as fits.</summary>
    /// <param name="buffer">Where the text goes.</param>
    /// <param name="keep">Whether to ask for the descriptor to stay open; one that is open already stays so.</param>
    /// <returns>The length, or a negative error number.</returns>
    public int Read(Span<byte> buffer, bool keep = true)
    {
        if (_descriptor >= 0) return ReadAt(_descriptor, buffer, 0);
        var descriptor = Open(path);
        if (descriptor < 0) return descriptor;
        try
        {
            var length = ReadAt(descriptor, buffer, 0);
            if (length >= 0 && keep && budget.TryTake()) _descriptor = descriptor;
            return length;
        }
        finally
        {
            if (_descriptor < 0) _ = LibC.Close(descriptor);
        }
    }

    /// <summary>Closes the descriptor and returns it to the budget. The file can be read again afterwards.</summary>
    public void Close()
    {
        if (_descriptor < 0) return;
        _ = LibC.Close(_descriptor);
        _descriptor = -1;
        budget.Return();
    }

    /// <summary>Opens, reads to the end or until the buffer is full, and closes.</summary>
    /// <param name="path">The path, ending with NUL.</param>
    /// <param name="buffer">Where the text goes.</param>
    /// <returns>The length, or a negative error number.</returns>
    public static int ReadOnce(ReadOnlySpan<byte> path, Span<byte> buffer)
    {
        var descriptor = Open(path);
        if (descriptor < 0) return descriptor;
        try
        {
            return ReadToEnd(descriptor, buffer);
        }
        finally
        {
            _ = LibC.Close(descriptor);
        }
    }

    /// <summary>Reads the target of a symbolic link.</summary>
    /// <param name="path">The path of the link, ending with NUL.</param>
    /// <param name="buffer">Where the target goes, cut at the end of the buffer.</param>
    /// <returns>The length, or a negative error number.</returns>
    public static unsafe int ReadLink(ReadOnlySpan<byte> path, Span<byte> buffer)
    {
        fixed (byte* name = path)
        fixed (byte* target = buffer)
        {
            var length = (int)LibC.ReadLink(name, target, (nuint)buffer.Length);
            return length >= 0 ? length : -Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">The path, ending with NUL.</param>
    /// <returns>A descriptor, or a negative error number.</returns>
    public static unsafe int Open(ReadOnlySpan<byte> path)
    {
        fixed (byte* name = path)
        {
            var descriptor = LibC.Open(name, LibC.OpenFlags);
            return descriptor >= 0 ? descriptor : -Marshal.GetLastPInvokeError();
        }
    }

    private static int ReadToEnd(int descriptor, Span<byte> buffer)
    {
        var total = 0;
        var length = 1;
        while (length > 0 && total < buffer.Length)
        {
            length = ReadAt(descriptor, buffer[total..], total);
            if (length > 0) total += length;
        }

        return length < 0 ? length : total;
    }

    private static unsafe int ReadAt(int descriptor, Span<byte> buffer, long offset)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                var length = (int)LibC.ReadAt(descriptor, start, (nuint)buffer.Length, offset);
                if (length >= 0) return length;
                var error = Marshal.GetLastPInvokeError();
                if (error != Errno.Interrupted) return -error;
            }
        }
    }
}
