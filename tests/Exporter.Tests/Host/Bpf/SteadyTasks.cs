using System.Runtime.InteropServices;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Host.Bpf;

namespace Wattshare.Exporter.Tests.Host.Bpf;

/// <summary>A kernel with so many tasks, of which always the same ones run. Like the real one it hands out eight pages at once. Allocates nothing.</summary>
internal sealed class SteadyTasks : ITaskFeed
{
    private const int Chunk = 32 * 1024;

    private readonly TaskRecord[] _records;
    private readonly int _active;
    private int _position;
    private int _end;

    /// <summary>Makes a kernel.</summary>
    /// <param name="records">All tasks; kept.</param>
    /// <param name="active">How many of them run, the first ones.</param>
    public SteadyTasks(TaskRecord[] records, int active) => (_records, _active) = (records, active);

    public long Now { get; private set; } = 1_000_000_000_000_000;

    public BpfLosses Losses => default;

    public int Begin(bool full)
    {
        Now += 1_000_000_000;
        _position = 0;
        var written = full ? _records.Length : _active;
        _end = written * TaskRecord.Size;
        foreach (ref var record in _records.AsSpan(0, written)) record.Written = record.Runtime;
        foreach (ref var record in _records.AsSpan(0, _active)) record.Runtime += 1_000_000;
        foreach (ref var record in _records.AsSpan(0, written)) record.Pass++;
        return 0;
    }

    public int Read(Span<byte> buffer)
    {
        var bytes = MemoryMarshal.AsBytes(_records.AsSpan())[_position.._end];
        var length = Math.Min(bytes.Length, Math.Min(buffer.Length, Chunk));
        bytes[..length].CopyTo(buffer);
        _position += length;
        return length;
    }

    public void End()
    {
    }

    public int TakeEnded(Buffer<TaskRecord> records) => 0;

    public int TakeMade(Buffer<GroupRecord> groups) => 0;

    public void TakeOverflows(Buffer<GroupOverflow> overflows)
    {
    }

    public void Dispose()
    {
    }
}
