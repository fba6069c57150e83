using System.Runtime.InteropServices;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host.Bpf;

/// <summary>
/// The programs of kernel/wattshare.bpf.c, loaded and attached. All go away with the process or on <see cref="Dispose"/>, whichever comes first.
/// </summary>
internal sealed unsafe class BpfTaskFeed : ITaskFeed
{
    private const string Resource = "wattshare.bpf.o";

    private readonly LibBpf _bpf;
    private BpfControl _control;
    private BpfLosses _losses;
    private nint _object;
    private nint _readLink;
    private nint _exitingLink;
    private nint _freedLink;
    private nint _exitsLink;
    private nint _madeLink;
    private BpfRecordRing<TaskRecord>? _ended;
    private BpfRecordRing<GroupRecord>? _made;
    private int _controls;
    private int _counted;
    private int _overflowed;
    private int _iterator = -1;
    private bool _isLast;

    private BpfTaskFeed(LibBpf bpf) => _bpf = bpf;

    /// <inheritdoc/>
    public BpfLosses Losses => _losses;

    /// <summary>Loads and attaches the programs.</summary>
    /// <param name="bpf">The library.</param>
    /// <param name="version1">Whether groups are those of cgroup version 1's cpuacct controller.</param>
    /// <param name="feed">The feed.</param>
    /// <returns>Null, or what the kernel objects to.</returns>
    public static BpfObstacle? Open(LibBpf bpf, bool version1, out BpfTaskFeed? feed)
    {
        var opened = new BpfTaskFeed(bpf);
        var obstacle = opened.Load() ?? opened.Attach(version1);
        feed = obstacle is null ? opened : null;
        if (obstacle is not null) opened.Dispose();

        // The kernel's type information, 5 MB and its index, was on the heap for the time of loading.
        _ = LibC.TrimHeap(0);
        return obstacle;
    }

    /// <inheritdoc/>
    public int Begin(bool full)
    {
        _control.Pass++;
        if (full) _control.FullPass = _control.Pass;
        var result = WriteControl();
        if (result < 0) return result;
        _isLast = false;
        return Start(_readLink);
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                var length = (int)LibC.Read(_iterator, start, (nuint)buffer.Length);
                if (length > 0 || (length == 0 && _isLast)) return length;
                if (length == 0)
                {
                    // Those that live are all told; now those that are about to be freed, which were not among them.
                    End();
                    _isLast = true;
                    if (Start(_exitingLink) is var result and < 0) return result;
                    continue;
                }

                var error = Marshal.GetLastPInvokeError();

                // The kernel gives up after a million tasks that had nothing to say, and goes on from there when asked again.
                if (error is not (Errno.Interrupted or Errno.Again)) return -error;
            }
        }
    }

    /// <inheritdoc/>
    public void End()
    {
        if (_iterator >= 0) _ = LibC.Close(_iterator);
        _iterator = -1;
    }

    /// <inheritdoc/>
    public int TakeEnded(Buffer<TaskRecord> records)
    {
        var result = _ended!.Take(records);
        return result < 0 ? result : ReadLosses();
    }

    /// <inheritdoc/>
    public int TakeMade(Buffer<GroupRecord> groups) => Math.Min(_made!.Take(groups), 0);

    /// <inheritdoc/>
    public void TakeOverflows(Buffer<GroupOverflow> overflows)
    {
        ulong group;
        Overflow sum;

        // Each is deleted once it is read, so the first key is always the next one.
        while (_bpf.NextKey(_overflowed, null, &group) == 0)
        {
            if (_bpf.LookUp(_overflowed, &group, &sum) == 0) overflows.Add(new GroupOverflow(group, sum));
            if (_bpf.Delete(_overflowed, &group) != 0) return;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        End();
        _ended?.Dispose();
        _made?.Dispose();
        foreach (var link in (ReadOnlySpan<nint>)[_madeLink, _exitsLink, _freedLink, _exitingLink, _readLink])
            if (link != 0) _ = _bpf.DestroyLink(link);
        if (_object != 0) _bpf.CloseObject(_object);
        (_ended, _made) = (null, null);
        (_madeLink, _exitsLink, _freedLink, _exitingLink, _readLink, _object) = (0, 0, 0, 0, 0, 0);
    }

    private BpfObstacle? Load()
    {
        using var stream = typeof(BpfTaskFeed).Assembly.GetManifestResourceStream(Resource)!;
        var image = new byte[stream.Length];
        stream.ReadExactly(image);
        fixed (byte* start = image) _object = _bpf.OpenMemory(start, (nuint)image.Length, null);
        if (_object == 0) return BpfObstacle.Refused("opening", Marshal.GetLastSystemError());
        var result = _bpf.LoadObject(_object);
        return result < 0 ? BpfObstacle.Refused("loading", -result) : null;
    }

    private BpfObstacle? Attach(bool version1)
    {
        _controls = FindMap("controls"u8);
        _counted = FindMap("counted"u8);
        _overflowed = FindMap("overflowed"u8);
        _control.Version1 = version1 ? 1UL : 0;
        if (WriteControl() is var written and < 0) return BpfObstacle.Refused("writing a map", -written);
        _ended = new BpfRecordRing<TaskRecord>(_bpf, FindMap("ended"u8));
        _made = new BpfRecordRing<GroupRecord>(_bpf, FindMap("made"u8));
        if (Math.Max(_ended.Error, _made.Error) is var error and > 0) return BpfObstacle.Refused("a ring buffer", error);
        return AttachIterators() ?? AttachTracepoints();
    }

    private BpfObstacle? AttachIterators()
    {
        _readLink = _bpf.AttachIterator(FindProgram("read_tasks"u8), null);
        if (_readLink == 0) return BpfObstacle.Refused("the task iterator", Marshal.GetLastSystemError());
        var exiting = FindMap("exiting"u8);
        var options = IteratorOptions.Over(&exiting);
        _exitingLink = _bpf.AttachIterator(FindProgram("read_exiting"u8), &options);
        return _exitingLink == 0 ? BpfObstacle.Refused("the iterator over ending tasks", Marshal.GetLastSystemError()) : null;
    }

    private BpfObstacle? AttachTracepoints()
    {
        _madeLink = _bpf.Attach(FindProgram("group_made"u8));
        if (_madeLink == 0) return BpfObstacle.Refused("the tracepoint cgroup_mkdir", Marshal.GetLastSystemError());

        // What is told to begin to end has to be told to be freed as well, so that comes first.
        _freedLink = _bpf.Attach(FindProgram("task_freed"u8));
        if (_freedLink == 0) return BpfObstacle.Refused("the tracepoint sched_process_free", Marshal.GetLastSystemError());
        _exitsLink = _bpf.Attach(FindProgram("task_exits"u8));
        return _exitsLink == 0 ? BpfObstacle.Refused("the tracepoint sched_process_exit", Marshal.GetLastSystemError()) : null;
    }

    private int Start(nint link)
    {
        _iterator = _bpf.CreateIterator(_bpf.LinkDescriptor(link));
        return Math.Min(_iterator, 0);
    }

    private nint FindProgram(ReadOnlySpan<byte> name)
    {
        fixed (byte* text = name) return _bpf.FindProgram(_object, text);
    }

    private int FindMap(ReadOnlySpan<byte> name)
    {
        fixed (byte* text = name) return _bpf.FindMap(_object, text);
    }

    private int ReadLosses()
    {
        var key = 0;
        fixed (BpfLosses* losses = &_losses) return _bpf.LookUp(_counted, &key, losses);
    }

    private int WriteControl()
    {
        var key = 0;
        fixed (BpfControl* control = &_control) return _bpf.Update(_controls, &key, control, 0);
    }
}
