using System.Runtime.InteropServices;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Host.Bpf;

namespace Wattshare.Exporter.Tests.Host.Bpf;

/// <summary>A kernel in which the same tasks run in every tick, and which allocates nothing.</summary>
internal sealed class QuietKernel : ITaskFeed
{
    private readonly TaskRecord[] _records;
    private int _position;

    public QuietKernel(IEnumerable<FakeTask> tasks) => _records = [.. tasks.Select(task => task.ToRecord())];

    public long Now { get; private set; } = 1_000_000_000_000_000;

    public BpfLosses Losses => default;

    public int Begin(bool full)
    {
        Now += 1_000_000_000;
        _position = 0;
        foreach (ref var record in _records.AsSpan())
        {
            record.Written = record.Runtime;
            record.Runtime += 1_000_000;
            record.Pass++;
        }

        return 0;
    }

    public int Read(Span<byte> buffer)
    {
        var bytes = MemoryMarshal.AsBytes(_records.AsSpan())[_position..];
        var length = Math.Min(bytes.Length, Math.Min(buffer.Length, 1000));
        bytes[..length].CopyTo(buffer);
        _position += length;
        return length;
    }

    public void End()
    {
    }

    public int TakeEnded(Buffer<TaskRecord> records) => 0;

    public void TakeOverflows(Buffer<GroupOverflow> overflows)
    {
    }

    public void Dispose()
    {
    }
}
