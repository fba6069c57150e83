using System.Runtime.InteropServices;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Host.Bpf;

namespace Wattshare.Exporter.Tests.Host.Bpf;

public sealed class TaskRecordTests
{
    [Fact]
    public void The_structures_have_the_sizes_and_offsets_of_the_kernels_side()
    {
        Assert.Equal(TaskRecord.Size, Marshal.SizeOf<TaskRecord>());
        Assert.Equal(96, TaskRecord.Size);
        Assert.Equal(48, Marshal.OffsetOf<TaskRecord>(nameof(TaskRecord.Thread)));
        Assert.Equal(64, Marshal.OffsetOf<TaskRecord>(nameof(TaskRecord.Comm)));
        Assert.Equal(80, Marshal.OffsetOf<TaskRecord>(nameof(TaskRecord.ProcessComm)));
        Assert.Equal(16, Marshal.SizeOf<Overflow>());
        Assert.Equal(24, Marshal.SizeOf<BpfControl>());
        Assert.Equal(32, Marshal.SizeOf<BpfLosses>());
        Assert.Equal(272, Marshal.SizeOf<GroupRecord>());
        Assert.Equal(16, Marshal.OffsetOf<GroupRecord>(nameof(GroupRecord.Name)));
    }

    [Fact]
    public void A_read_that_ends_within_a_record_is_an_error_and_gives_the_whole_ones()
    {
        using var kernel = new ShortKernel(TaskRecord.Size * 2 + 17);
        var records = new Buffer<TaskRecord>();
        Assert.Equal(-74, new TaskPass(kernel).Read(full: true, records));
        Assert.Equal(2, records.Count);
        Assert.Equal(0x0202_0202, records.Items[0].Thread);
        Assert.True(kernel.Ended);
    }

    private sealed class ShortKernel(int length) : ITaskFeed
    {
        private int _left = length;

        public bool Ended { get; private set; }

        public BpfLosses Losses => default;

        public int Begin(bool full) => 0;

        public int Read(Span<byte> buffer)
        {
            var length = Math.Min(_left, 50);
            buffer[..length].Fill(2);
            _left -= length;
            return length;
        }

        public void End() => Ended = true;

        public int TakeEnded(Buffer<TaskRecord> records) => 0;

        public int TakeMade(Buffer<GroupRecord> groups) => 0;

        public void TakeOverflows(Buffer<GroupOverflow> overflows)
        {
        }

        public void Dispose()
        {
        }
    }
}
