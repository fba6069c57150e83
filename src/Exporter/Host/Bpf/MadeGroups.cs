using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Diagnostics;

namespace Wattshare.Exporter.Host.Bpf;

/// <summary>
/// The cgroups that were made lately, by the kernel's id, so that one which is gone before a walk could find it still has a name and a
/// place. Remembers a few thousand, the latest ones. Sampling thread only; allocates only when a group was made.
/// </summary>
/// <param name="feed">The kernel's side.</param>
/// <param name="faults">Told when the kernel's side cannot be read.</param>
internal sealed class MadeGroups(ITaskFeed feed, FaultLog faults)
{
    /// <summary>How many are remembered. A name has some 80 bytes, so that they are a megabyte at most.</summary>
    internal const int Capacity = 4096;

    /// <summary>What faults of the buffer are about.</summary>
    internal const string Subject = "the BPF ring buffer of control groups";

    private readonly Dictionary<ulong, MadeGroup> _groups = [];
    private readonly Queue<ulong> _order = new();
    private readonly Buffer<GroupRecord> _records = new();

    /// <summary>Takes over what was made since the last call.</summary>
    /// <returns>Whether there was any.</returns>
    public bool Refresh()
    {
        _records.Clear();
        var result = feed.TakeMade(_records);
        if (result == 0) faults.Recovered(FaultKind.UsageUnreadable, Subject);
        else faults.Report(FaultKind.UsageUnreadable, Subject, $"The groups that were made could not be read (error {-result}); what ran in one that is gone already is counted for its parent process's group.");
        foreach (ref readonly var record in _records.Items) Add(record);
        return _records.Items.Length > 0;
    }

    /// <summary>Looks a group up.</summary>
    /// <param name="id">The kernel's id.</param>
    /// <param name="group">What is known of it.</param>
    /// <returns>False when it was made before the program ran, or too many were made since.</returns>
    public bool TryGet(ulong id, out MadeGroup group) => _groups.TryGetValue(id, out group);

    private void Add(in GroupRecord record)
    {
        var name = GroupRecord.Text.BytesOf(record.Name);

        // It becomes part of a path that is looked at.
        if (name.Length == 0 || name.Contains((byte)'/') || name.SequenceEqual("."u8) || name.SequenceEqual(".."u8)) return;
        if (!_groups.TryAdd(record.Group, new MadeGroup(record.Parent, name.ToArray()))) return;
        _order.Enqueue(record.Group);
        if (_order.Count > Capacity) _groups.Remove(_order.Dequeue());
    }
}
