using System.Text;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.VmShare.Documents;

namespace Wattshare.VmShare.Publishing;

/// <summary>
/// The energy of one machine as the share counts it. A report counts from the start of the exporter, a directory from its own
/// beginning, so the differences of the reports are added to what the directory held. All of the first report counts: a machine's row
/// begins with the machine, or with the exporter.
/// </summary>
internal sealed class VmAccount
{
    private const int LongestName = 1024;
    private ComponentEnergy _lastActive;
    private ComponentEnergy _lastIdle;
    private ComponentEnergy _active;
    private ComponentEnergy _idle;
    private EnergyUncertainty _before;
    private EnergyUncertainty _last;
    private bool _restored;
    private bool _isNewRow;

    /// <summary>An account of a machine.</summary>
    /// <param name="vm">The machine.</param>
    public VmAccount(VmInfo vm)
    {
        Key = vm.Key;
        Name = vm.Name;
        CleanName = Clean(vm.Name);
        CleanUuid = Clean(vm.Uuid);
    }

    /// <summary>Takes the name that the machine has since it was started again; its counters go on.</summary>
    /// <param name="name">The name.</param>
    public void Rename(string name) => (Name, CleanName) = (name, Clean(name));

    /// <summary>
    /// Notes that a report has no row of the machine. Rows of those that ended are given up after a while, so that the next one counts from
    /// its own beginning, however much it holds by the time that it is seen.
    /// </summary>
    public void ExpectNewRow()
    {
        if (_isNewRow) return;
        _before = Uncertainty;
        (_last, _lastActive, _lastIdle, _isNewRow) = (default, default, default, true);
    }

    /// <summary>The identity of the machine.</summary>
    public string Key { get; }

    /// <summary>The name as the hypervisor gave it.</summary>
    public string Name { get; private set; }

    /// <summary>The name as it can be written: valid text of bounded length.</summary>
    public string CleanName { get; private set; }

    /// <summary>The uuid as it can be written, or empty.</summary>
    public string CleanUuid { get; }

    /// <summary>Energy that follows use, since the directory began.</summary>
    public ComponentEnergy Active => _active;

    /// <summary>Idle energy, since the directory began.</summary>
    public ComponentEnergy Idle => _idle;

    /// <summary>How far both together may be off: what earlier runs left and this run are independent of each other where they can be.</summary>
    public EnergyUncertainty Uncertainty => EnergyUncertainty.Combine(_before, _last);

    /// <summary>The counter <c>intel-rapl:0</c>.</summary>
    public ZoneAccount Package { get; } = new();

    /// <summary>The counter <c>intel-rapl:0:0</c>.</summary>
    public ZoneAccount Dram { get; } = new();

    /// <summary>Adds what a report has more than the last one.</summary>
    /// <param name="row">The machine's row.</param>
    /// <param name="package">The component that the package counter stands for, or null while none is measured.</param>
    public void Advance(VmRow row, Component? package)
    {
        if (IsNewRow(row)) ExpectNewRow();
        _last = row.Uncertainty;
        _isNewRow = false;

        // By number: the table of all components is made anew each time it is asked for.
        for (var i = 0; i < Components.Count; i++)
        {
            var component = (Component)i;
            var active = row.Active.Cumulative[component] - _lastActive[component];
            var idle = row.Idle.Cumulative[component] - _lastIdle[component];
            _active[component] += active;
            _idle[component] += idle;
            if (component == package) Package.Add(active + idle);
            if (component == Component.Dram) Dram.Add(active + idle);
        }

        _lastActive = row.Active.Cumulative;
        _lastIdle = row.Idle.Cumulative;
    }

    /// <summary>Goes on from the split of an earlier run. Only once: later the memory knows better.</summary>
    /// <param name="document">What that run left, or null.</param>
    public void Restore(ShareDocument? document)
    {
        if (_restored) return;
        _restored = true;
        if (document is null) return;
        _active += document.Active;
        _idle += document.Idle;
        _before = EnergyUncertainty.Combine(_before, document.Uncertainty);
    }

    /// <summary>
    /// A row that is smaller than it was in any component began anew, where the reports between were not seen: all of it counts, also of the
    /// components that are higher by now.
    /// </summary>
    private bool IsNewRow(VmRow row)
    {
        for (var i = 0; i < Components.Count; i++)
        {
            var component = (Component)i;
            if (row.Active.Cumulative[component] < _lastActive[component] || row.Idle.Cumulative[component] < _lastIdle[component]) return true;
        }

        return false;
    }

    private static string Clean(string text)
    {
        var cut = text.Length <= LongestName ? text : text[..LongestName];
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cut));
    }
}
