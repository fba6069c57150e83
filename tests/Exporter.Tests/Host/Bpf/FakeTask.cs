using System.Text;
using Wattshare.Exporter.Host.Bpf;

namespace Wattshare.Exporter.Tests.Host.Bpf;

/// <summary>One thread of <see cref="FakeKernel"/>.</summary>
internal sealed class FakeTask
{
    public required int Thread { get; init; }

    public required FakeTask? Leader { get; init; }

    public required ulong Started { get; init; }

    public byte[] Comm { get; set; } = "task"u8.ToArray();

    public ulong Group { get; set; }

    public int Parent { get; set; } = 1;

    public uint Flags { get; set; }

    public ulong Runtime { get; set; }

    public ulong Written { get; set; }

    public ulong Pass { get; set; }

    /// <summary>What the kernel's side writes of the task.</summary>
    public TaskRecord ToRecord()
    {
        var leader = Leader ?? this;
        var record = new TaskRecord
        {
            Runtime = Runtime,
            Written = Written,
            Pass = Pass,
            Started = Started,
            ProcessStarted = leader.Started,
            Group = leader.Group,
            Thread = Thread,
            Process = leader.Thread,
            Parent = Parent,
            Flags = Flags,
        };
        Comm.AsSpan(0, Math.Min(Comm.Length, 16)).CopyTo(record.Comm);
        leader.Comm.AsSpan(0, Math.Min(leader.Comm.Length, 16)).CopyTo(record.ProcessComm);
        return record;
    }

    public FakeTask Named(string comm)
    {
        Comm = Encoding.UTF8.GetBytes(comm);
        return this;
    }
}
