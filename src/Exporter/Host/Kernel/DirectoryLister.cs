using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Wattshare.Exporter.Host.Kernel;

/// <summary>
/// Lists one directory at a time with getdents64(2) into one buffer, without allocation. One thread.
/// Use: <see cref="Begin"/>, <see cref="MoveNext"/> until false, <see cref="End"/>.
/// </summary>
internal sealed class DirectoryLister
{
    // struct linux_dirent64: inode 8, offset 8, record length 2, type 1, then the name with NUL.
    private const int LengthOffset = 16;
    private const int TypeOffset = 18;
    private const int NameOffset = 19;
    private const byte TypeUnknown = 0;
    private const byte TypeDirectory = 4;

    private readonly byte[] _buffer = new byte[32 * 1024];
    private int _descriptor = -1;
    private int _filled;
    private int _next;
    private int _current;

    /// <summary>0 while all went well, else the negative error number that ended the list early.</summary>
    public int Error { get; private set; }

    /// <summary>The name of the current entry, valid until the next move.</summary>
    public ReadOnlySpan<byte> Name => KernelText.BeforeNul(_buffer.AsSpan(_current + NameOffset, _next - _current - NameOffset));

    /// <summary>
    /// The inode of the current entry. On procfs it belongs to one process or thread: under the same number, another inode is most likely
    /// another process, and the same inode surely the same one (fs/proc/base.c, proc_fill_cache).
    /// </summary>
    public ulong Inode => BinaryPrimitives.ReadUInt64LittleEndian(_buffer.AsSpan(_current));

    /// <summary>True unless the file system says that the entry is something else than a directory.</summary>
    public bool MayBeDirectory => _buffer[_current + TypeOffset] is TypeDirectory or TypeUnknown;

    /// <summary>Opens a directory.</summary>
    /// <param name="path">The path, ending with NUL.</param>
    /// <returns>0, or a negative error number; then there are no entries.</returns>
    public int Begin(ReadOnlySpan<byte> path)
    {
        End();
        _filled = _next = _current = 0;
        _descriptor = HostFile.Open(path);
        Error = Math.Min(_descriptor, 0);
        return Error;
    }

    /// <summary>Moves to the next entry, "." and ".." left out.</summary>
    /// <returns>False at the end and after an error.</returns>
    public bool MoveNext()
    {
        do
        {
            if (_next >= _filled && !Fill()) return false;
            _current = _next;
            _next += BinaryPrimitives.ReadUInt16LittleEndian(_buffer.AsSpan(_current + LengthOffset));
        }
        while (Name is [(byte)'.'] or [(byte)'.', (byte)'.']);
        return true;
    }

    /// <summary>Closes the directory.</summary>
    public void End()
    {
        if (_descriptor >= 0) _ = LibC.Close(_descriptor);
        _descriptor = -1;
    }

    private unsafe bool Fill()
    {
        _next = _filled = 0;
        if (_descriptor < 0) return false;
        fixed (byte* start = _buffer)
        {
            var length = (int)LibC.ReadDirectory(_descriptor, start, (nuint)_buffer.Length);
            if (length < 0) Error = -Marshal.GetLastPInvokeError();
            _filled = Math.Max(length, 0);
        }

        return _filled > 0;
    }
}
