using Wattshare.Attribution.Reporting;
using Wattshare.VmShare.Native;
using Wattshare.VmShare.Publishing;

namespace Wattshare.VmShare;

/// <summary>
/// Publishes the energy of virtual machines as one directory for each under a root, in the shape of <c>/sys/class/powercap</c>
/// (docs/vm-share.md). Files are updated in place by one store, counters go on over restarts and kills, and nothing is followed out of
/// the root. One caller at a time; nothing here throws for what a file system, an administrator or a guest can do.
/// </summary>
public sealed class ShareWriter : IDisposable
{
    private readonly ShareOptions _options;
    private readonly TimeProvider _time;
    private readonly FaultList _faults = new();
    private readonly DocumentFile _documents = new();
    private readonly ShareRoot _root;
    private readonly Retirement _retirement;
    private readonly DirectoryNames _names;
    private readonly Orphans _orphans;
    private readonly Dictionary<string, VmEntry> _entries = [];
    private readonly Dictionary<string, VmEntry> _owners = [];
    private readonly List<VmEntry> _leaving = [];
    private readonly Action<VmEntry, string> _give;
    private ReportFacts _facts = ReportFacts.None;
    private int _generation;

    /// <summary>A writer for one root. Nothing is opened before the first report.</summary>
    /// <param name="root">The directory under which each machine gets its own. It must exist; it is not made.</param>
    /// <param name="options">The times.</param>
    /// <param name="time">The clock.</param>
    public ShareWriter(string root, ShareOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _root = new ShareRoot(Path.GetFullPath(root), _faults);
        _retirement = new Retirement(_documents, _faults);
        _names = new DirectoryNames(_retirement);
        _orphans = new Orphans(_retirement, options, time);
        _give = Give;
    }

    /// <summary>Brings the share to a report. What cannot be written is kept and tried again with the next report.</summary>
    /// <param name="report">A report that is not older than the last one.</param>
    /// <returns>What is wrong now, empty when nothing is; valid until the next call.</returns>
    public IReadOnlyList<ShareFault> Apply(PowerReport report)
    {
        _faults.Clear();
        var facts = ReportFacts.Of(report, _facts);
        _facts = facts;
        var now = _time.GetTimestamp();
        See(report, facts, now);
        var root = _root.Current();
        if (_root.Generation != _generation) DetachAll();
        if (root is null) return _faults.Items;
        _names.Assign(root, _entries, _owners, _give);
        foreach (var entry in _entries.Values) Publish(root, entry, facts, now);
        RetireEnded(root, now);
        _orphans.Search(root, _owners);
        return _faults.Items;
    }

    /// <summary>Closes everything; the files stay, and a later writer goes on from them.</summary>
    public void Dispose()
    {
        foreach (var entry in _entries.Values) entry.Folder?.Dispose();
        _entries.Clear();
        _owners.Clear();
        _root.Dispose();
    }

    private void See(PowerReport report, in ReportFacts facts, long now)
    {
        foreach (var row in report.Vms)
        {
            if (row.Vm is not { } vm) continue;
            if (!_entries.TryGetValue(vm.Key, out var entry))
            {
                // A machine that was gone before it was ever published has no guest to read anything.
                if (row.Ended) continue;
                entry = new VmEntry(new VmAccount(vm));
                _entries.Add(vm.Key, entry);
            }

            if (!row.Ended && entry.Account.Name != vm.Name) Rename(entry, vm.Name);
            entry.See(row, facts, report.Sequence, now);
        }

        foreach (var entry in _entries.Values)
        {
            if (entry.SeenIn != report.Sequence) entry.Miss(now);
        }
    }

    /// <summary>
    /// A machine that was started again under another name has its guest mount another directory. The old one is let go: nobody owns it
    /// any more, so that it is retired by its heartbeat like one that an earlier run left (<see cref="Orphans"/>), or is another machine's before.
    /// </summary>
    private void Rename(VmEntry entry, string name)
    {
        entry.Account.Rename(name);
        if (entry.Folder is { } old) _owners.Remove(old.Name);
        entry.LeaveFolder();
    }

    private void Publish(Folder root, VmEntry entry, in ReportFacts facts, long now)
    {
        // Before the first measurement there is nothing to say, and a guest that waits for its directory is told more by its absence.
        if (entry.Folder is null || facts.Measured.Bits == 0 || !entry.NeedsPublishing) return;
        var due = entry.DocumentAt is not { } last || _time.GetElapsedTime(last, now) >= _options.DocumentPeriod;
        if (entry.Folder.Publish(root, facts, _time.GetUtcNow(), due)) entry.DocumentAt = now;
    }

    private void Give(VmEntry entry, string name)
    {
        // Whoever had it has ended (DirectoryNames). Should it come back, it finds a place like any newcomer, and its account still knows
        // how much of its row was published already.
        if (_owners.Remove(name, out var former)) former.LeaveFolder();
        _owners.Add(name, entry);
        entry.Folder = new VmFolder(name, entry.Account, _documents, _faults);
    }

    private void RetireEnded(Folder root, long now)
    {
        foreach (var entry in _entries.Values)
        {
            if (!entry.Live && _time.GetElapsedTime(entry.EndedAt, now) >= _options.Retention) _leaving.Add(entry);
        }

        foreach (var entry in _leaving)
        {
            var name = entry.Folder?.Name;
            entry.LeaveFolder();
            _entries.Remove(entry.Account.Key);
            if (name is null) continue;
            _owners.Remove(name);
            _retirement.Retire(root, name);
        }

        _leaving.Clear();
    }

    private void DetachAll()
    {
        _generation = _root.Generation;
        foreach (var entry in _entries.Values) entry.Folder?.Detach();
    }
}
