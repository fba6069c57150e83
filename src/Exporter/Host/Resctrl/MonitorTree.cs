using System.Text;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host.Resctrl;

/// <summary>
/// Follows the control and monitoring groups that the operator or libvirt made; none is ever made here. The root is a control group, and so is
/// each directory in it beside <c>info</c>, <c>mon_data</c> and <c>mon_groups</c>; monitoring groups are in <c>mon_groups</c> of each. Sampling
/// thread only; a list without change allocates nothing.
/// </summary>
/// <param name="sysfsRoot">The root of sysfs, with resctrl under <c>fs/resctrl</c>.</param>
internal sealed class MonitorTree(string sysfsRoot) : IDisposable
{
    /// <summary>More groups than processors have numbers for.</summary>
    private const int MaxGroups = 512;

    private const int MaxCounters = 64;

    private readonly byte[] _root = HostPath.Join(Encoding.UTF8.GetBytes(sysfsRoot.TrimEnd('/') + "/fs"), "resctrl"u8);
    private readonly byte[] _data = HostPath.Join(Encoding.UTF8.GetBytes(sysfsRoot.TrimEnd('/') + "/fs/resctrl"), "mon_data"u8);
    private readonly DescriptorBudget _budget = new(MaxGroups);
    private readonly DirectoryLister _lister = new();
    private readonly DirectoryLister _inner = new();
    private readonly List<MonitorGroup> _groups = [];
    private long _lastId;
    private long _lists;

    /// <summary>The groups, each control group after the monitoring groups in it.</summary>
    public List<MonitorGroup> Groups => _groups;

    /// <summary>Whether there are more groups than are followed, so that the whole is not known.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Looks for groups that came and went.</summary>
    public void List()
    {
        _lists++;
        IsCut = false;

        // There is no such directory where it is not mounted, and there are no counters where the processor has none.
        if (DirectoryFacts.Read(_data, out _) != 0 || !Keep(null, default, default).HasCounters)
        {
            Clear();
            return;
        }

        ListInto(_root, static name => !(name.SequenceEqual("info"u8) || name.SequenceEqual("mon_data"u8) || name.SequenceEqual("mon_groups"u8)), null);
        for (var i = _groups.Count - 1; i >= 0; i--)
            if (_groups[i] is { Control: null } control && control.SeenList == _lists) ListInto(control.MonitorsDirectory, static _ => true, control);
        for (var i = _groups.Count - 1; i >= 0; i--)
            if (_groups[i].SeenList != _lists) Remove(_groups[i]);
    }

    /// <summary>Forgets a group that is gone.</summary>
    /// <param name="group">The group.</param>
    public void Remove(MonitorGroup group)
    {
        group.Close();
        _groups.Remove(group);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Clear();
        _lister.End();
        _inner.End();
    }

    private void Clear()
    {
        foreach (var group in _groups) group.Close();
        _groups.Clear();
    }

    private void ListInto(byte[] directory, Func<ReadOnlySpan<byte>, bool> isGroup, MonitorGroup? control)
    {
        if (_lister.Begin(directory) == 0)
            while (_lister.MoveNext())
                if (_lister.MayBeDirectory && isGroup(_lister.Name)) Keep(control, _lister.Name, directory);
        _lister.End();
    }

    /// <summary>Finds or adds a group; a lister may be at work, so that counters of a new one are found by another.</summary>
    private MonitorGroup Keep(MonitorGroup? control, ReadOnlySpan<byte> name, byte[]? parent)
    {
        foreach (var known in _groups)
        {
            if (!ReferenceEquals(known.Control, control) || !known.Name.SequenceEqual(name)) continue;
            known.SeenList = _lists;
            return known;
        }

        var group = new MonitorGroup(++_lastId, name.ToArray(), parent is null ? _root : HostPath.Join(parent, name), control) { SeenList = _lists };
        if (_groups.Count >= MaxGroups)
        {
            IsCut = true;
            return group;
        }

        AddCounters(group);

        // What is inside comes before what it is in, so that it is read first.
        if (group.HasCounters) _groups.Insert(control is null ? _groups.Count : _groups.IndexOf(control), group);
        return group;
    }

    private void AddCounters(MonitorGroup group)
    {
        var data = HostPath.Join(group.Directory, "mon_data"u8);
        if (_inner.Begin(data) == 0)
            for (var i = 0; i < MaxCounters && _inner.MoveNext(); i++)
                if (_inner.Name.StartsWith("mon_L3_"u8)) AddCounter(group, HostPath.Join(HostPath.Join(data, _inner.Name), "mbm_total_bytes"u8));
        _inner.End();
    }

    /// <summary>Some processors tell how full the cache is, and nothing of the traffic.</summary>
    private void AddCounter(MonitorGroup group, byte[] path)
    {
        if (HostFile.ReadOnce(path, []) >= 0) group.Add(new HostFile(path, _budget));
    }
}
