using System.Runtime.InteropServices;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Host.Bpf;

namespace Wattshare.Exporter.Tests.Host.Bpf;

/// <summary>
/// The kernel's side of the BPF source by the book: remembers what it wrote of each task, keeps the records of ended ones in a buffer
/// of limited size, and hands records out in pieces of any size.
/// </summary>
internal sealed class FakeKernel : ITaskFeed
{
    private readonly List<FakeTask> _tasks = [];
    private readonly List<TaskRecord> _ring = [];
    private readonly List<GroupRecord> _made = [];
    private readonly SortedDictionary<ulong, Overflow> _overflows = [];
    private byte[] _pending = [];
    private int _position;
    private ulong _pass;
    private ulong _fullPass;
    private BpfLosses _losses;

    /// <summary>The time since boot in nanoseconds.</summary>
    public long Now { get; set; } = 1_000_000_000_000_000;

    public int RingCapacity { get; set; } = int.MaxValue;

    /// <summary>How many bytes the next read gives at most.</summary>
    public Func<int> ChunkSize { get; set; } = static () => 32 * 1024;

    /// <summary>What the next calls answer instead, as negative error numbers; 0 for none.</summary>
    public int BeginError { get; set; }

    public int ReadError { get; set; }

    public int RingError { get; set; }

    public int MadeError { get; set; }

    /// <summary>Called before the records of ended tasks are taken.</summary>
    public Action? OnTakeEnded { get; set; }

    public int FullReads { get; private set; }

    public bool Disposed { get; private set; }

    public BpfLosses Losses => _losses;

    public IReadOnlyList<FakeTask> Tasks => _tasks;

    public FakeTask Start(int thread, FakeTask? leader = null, ulong group = 0, string comm = "task", long ago = 0)
    {
        var task = new FakeTask { Thread = thread, Leader = leader, Started = (ulong)(Now - ago), Group = leader?.Group ?? group };
        _tasks.Add(task.Named(comm));
        return task;
    }

    /// <summary>The task ends, and its last record waits in the buffer; it may have left the list of tasks before.</summary>
    public void Free(FakeTask task)
    {
        _tasks.Remove(task);
        if (_ring.Count < RingCapacity)
        {
            _ring.Add(task.ToRecord());
            return;
        }

        var group = (task.Leader ?? task).Group;
        var sum = _overflows.GetValueOrDefault(group);
        _overflows[group] = new Overflow { Runtime = sum.Runtime + task.Runtime - task.Written, Tasks = sum.Tasks + 1 };
        _losses.Dropped++;
    }

    /// <summary>The task ended, and its record is still to come.</summary>
    public void Hide(FakeTask task) => _tasks.Remove(task);

    /// <summary>A record that no kernel would write, or one whose order or content matters.</summary>
    public void Put(TaskRecord record) => _ring.Add(record);

    /// <summary>A group is made; whether its directory is there as well is for the test to say.</summary>
    public void MakeGroup(ulong id, ulong parent, ReadOnlySpan<byte> name)
    {
        var record = new GroupRecord { Group = id, Parent = parent };
        name.CopyTo(record.Name);
        _made.Add(record);
    }

    /// <summary>Groups were made for which there was no room.</summary>
    public void LoseGroups(ulong count) => _losses.Untold += count;

    public void Lose(ulong nanoseconds) => _losses.Lost += nanoseconds;

    public int Begin(bool full)
    {
        if (BeginError != 0) return BeginError;
        _pass++;
        if (full)
        {
            _fullPass = _pass;
            FullReads++;
        }

        var records = new List<TaskRecord>();
        foreach (var task in _tasks)
        {
            if (task.Runtime == task.Written && task.Pass >= _fullPass) continue;
            records.Add(task.ToRecord());
            (task.Written, task.Pass) = (task.Runtime, _pass);
        }

        _pending = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(records)).ToArray();
        _position = 0;
        return 0;
    }

    public int Read(Span<byte> buffer)
    {
        if (ReadError != 0 && _position > 0) return ReadError;
        var length = Math.Min(Math.Min(buffer.Length, Math.Max(ChunkSize(), 1)), _pending.Length - _position);
        _pending.AsSpan(_position, length).CopyTo(buffer);
        _position += length;
        return length;
    }

    public void End()
    {
    }

    public int TakeEnded(Buffer<TaskRecord> records)
    {
        OnTakeEnded?.Invoke();
        if (RingError != 0) return RingError;
        foreach (var record in _ring) records.Add(record);
        _ring.Clear();
        return 0;
    }

    public int TakeMade(Buffer<GroupRecord> groups)
    {
        if (MadeError != 0) return MadeError;
        foreach (var record in _made) groups.Add(record);
        _made.Clear();
        return 0;
    }

    public void TakeOverflows(Buffer<GroupOverflow> overflows)
    {
        foreach (var (group, sum) in _overflows) overflows.Add(new GroupOverflow(group, sum));
        _overflows.Clear();
    }

    public void Dispose() => Disposed = true;
}
