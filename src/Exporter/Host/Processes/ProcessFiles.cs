using System.Globalization;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host.Processes;

/// <summary>Paths and one-time reads below <c>/proc/PID</c>, through buffers that are used again. Sampling thread only.</summary>
/// <param name="procfsRoot">The root of procfs.</param>
internal sealed class ProcessFiles(string procfsRoot)
{
    // QEMU's command lines are long (one of 100 disks has some 60 kB); nobody needs more than this to tell a name.
    private const int MaxCommandLine = 256 * 1024;

    private readonly byte[] _root = HostPath.Root(procfsRoot);
    private readonly byte[] _path = new byte[procfsRoot.Length * 4 + 64];
    private readonly byte[] _name = new byte[64];
    private readonly byte[] _hostMemory = HostPath.Join(HostPath.Root(procfsRoot), "meminfo"u8);
    private readonly byte[] _text = new byte[64 * 1024];

    /// <summary>The root itself, ending with NUL.</summary>
    public byte[] RootPath { get; } = HostPath.Join(HostPath.Root(procfsRoot), default);

    /// <summary>The path of a file of a process, to keep.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="name">The name of the file.</param>
    /// <returns>A new path ending with NUL.</returns>
    public byte[] PathOf(int pid, ReadOnlySpan<byte> name) => Build(pid, name).ToArray();

    /// <summary>The path of the <c>stat</c> file of a thread, to keep.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="tid">The thread.</param>
    /// <returns>A new path ending with NUL.</returns>
    public byte[] ThreadPathOf(int pid, int tid) => PathOf(pid, ThreadFile(tid, "/stat"u8));

    /// <summary>Reads what the kernel tells people of a thread.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="tid">The thread.</param>
    /// <param name="text">The file, valid until the next read.</param>
    /// <returns>The length, or a negative error number.</returns>
    public int ReadThreadStatus(int pid, int tid, out ReadOnlySpan<byte> text) =>
        Result(HostFile.ReadOnce(Build(pid, ThreadFile(tid, "/status"u8)), _text), out text);

    /// <summary>The directory of the threads of a process.</summary>
    /// <param name="pid">The process.</param>
    /// <returns>A path ending with NUL, valid until the next call.</returns>
    public ReadOnlySpan<byte> ThreadsOf(int pid) => Build(pid, "task"u8);

    /// <summary>Reads the membership of cgroups.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="text">The file, valid until the next read.</param>
    /// <returns>The length, or a negative error number.</returns>
    public int ReadCgroup(int pid, out ReadOnlySpan<byte> text) => Result(HostFile.ReadOnce(Build(pid, "cgroup"u8), _text), out text);

    /// <summary>Reads the record of a process once.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="text">The file, valid until the next read.</param>
    /// <returns>The length, or a negative error number.</returns>
    public int ReadRecord(int pid, out ReadOnlySpan<byte> text) => Result(HostFile.ReadOnce(Build(pid, "stat"u8), _text), out text);

    /// <summary>Reads the name, which for threads of the kernel is longer here than in their records.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="text">The file, valid until the next read.</param>
    /// <returns>The length, or a negative error number.</returns>
    public int ReadName(int pid, out ReadOnlySpan<byte> text) => Result(HostFile.ReadOnce(Build(pid, "comm"u8), _text), out text);

    /// <summary>Reads the status, which tells the memory of a process.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="text">The file, valid until the next read.</param>
    /// <returns>The length, or a negative error number.</returns>
    public int ReadStatus(int pid, out ReadOnlySpan<byte> text) => Result(HostFile.ReadOnce(Build(pid, "status"u8), _text), out text);

    /// <summary>Reads the host's memory.</summary>
    /// <param name="text">The file, valid until the next read.</param>
    /// <returns>The length, or a negative error number.</returns>
    public int ReadHostMemory(out ReadOnlySpan<byte> text) => Result(HostFile.ReadOnce(_hostMemory, _text), out text);

    /// <summary>Reads which executable runs.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="target">The target of the link, valid until the next read.</param>
    /// <returns>The length, or a negative error number.</returns>
    public int ReadExecutable(int pid, out ReadOnlySpan<byte> target) => Result(HostFile.ReadLink(Build(pid, "exe"u8), _text), out target);

    /// <summary>Reads the arguments, which only happens when a virtual machine is first seen.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="text">The arguments, each ending with NUL, cut after 256 kB.</param>
    /// <returns>The length, or a negative error number.</returns>
    public int ReadCommandLine(int pid, out ReadOnlySpan<byte> text)
    {
        var buffer = new byte[MaxCommandLine];
        var length = HostFile.ReadOnce(Build(pid, "cmdline"u8), buffer);
        text = buffer.AsSpan(0, Math.Max(length, 0));
        return length;
    }

    private ReadOnlySpan<byte> ThreadFile(int tid, ReadOnlySpan<byte> file)
    {
        "task/"u8.CopyTo(_name);
        tid.TryFormat(_name.AsSpan("task/"u8.Length), out var digits, default, CultureInfo.InvariantCulture);
        var length = "task/"u8.Length + digits;
        file.CopyTo(_name.AsSpan(length));
        return _name.AsSpan(0, length + file.Length);
    }

    private int Result(int length, out ReadOnlySpan<byte> text)
    {
        text = _text.AsSpan(0, Math.Max(length, 0));
        return length;
    }

    private ReadOnlySpan<byte> Build(int pid, ReadOnlySpan<byte> name)
    {
        _root.CopyTo(_path, 0);
        var length = _root.Length;
        _path[length++] = (byte)'/';
        pid.TryFormat(_path.AsSpan(length), out var digits, default, CultureInfo.InvariantCulture);
        length += digits;
        _path[length++] = (byte)'/';
        name.CopyTo(_path.AsSpan(length));
        length += name.Length;
        _path[length++] = 0;
        return _path.AsSpan(0, length);
    }
}
