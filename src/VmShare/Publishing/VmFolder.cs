using System.Collections.Immutable;
using Wattshare.Attribution.Model;
using Wattshare.VmShare.Documents;
using Wattshare.VmShare.Native;

namespace Wattshare.VmShare.Publishing;

/// <summary>
/// The directory of one machine: its zones and its <c>share.json</c>. It is opened when the first report comes and again whenever
/// it was lost; a failure stays with this machine and is tried again with the next report. One caller.
/// </summary>
/// <param name="name">The name of the directory, one path component.</param>
/// <param name="account">The energy of the machine.</param>
/// <param name="documents">Reads and writes <c>share.json</c>.</param>
/// <param name="faults">Where faults go.</param>
internal sealed class VmFolder(string name, VmAccount account, DocumentFile documents, FaultList faults) : IDisposable
{
    private readonly ZoneFolder _package = new(ZonePlan.Package, account.Package, faults);
    private readonly ZoneFolder _dram = new(ZonePlan.Dram, account.Dram, faults);
    private Folder? _folder;
    private ShareDocument? _found;
    private bool _made;
    private long _sequence;

    /// <summary>The name of the directory.</summary>
    public string Name => name;

    /// <summary>Brings the directory to what the account has to show.</summary>
    /// <param name="root">The root of the share.</param>
    /// <param name="facts">What the report says of the host.</param>
    /// <param name="time">The wall clock.</param>
    /// <param name="isDue">Whether it is time to write <c>share.json</c> again. Where there is none, it always is.</param>
    /// <returns>True when <c>share.json</c> was written.</returns>
    public bool Publish(Folder root, in ReportFacts facts, DateTimeOffset time, bool isDue)
    {
        if (isDue) Verify(root);
        if (_folder is null && !Attach(root)) return false;
        if (_found is null)
        {
            // A guest must not take the first counter of a model for a measured one because the document came a moment later: also not
            // where another file system was mounted over the root a moment after the last document was written.
            if (!WriteDocument(facts, time)) return false;
            isDue = true;
        }

        if (facts.Package is not null) _package.Publish(_folder!, _found?.EnergyOf(ZonePlan.Package.Folder) ?? 0);
        if (facts.HasDram) _dram.Publish(_folder!, _found?.EnergyOf(ZonePlan.Dram.Folder) ?? 0);
        return isDue && WriteDocument(facts, time);
    }

    /// <summary>Lets go of everything that is open; the files stay as they are.</summary>
    public void Detach()
    {
        _package.Detach();
        _dram.Detach();
        _folder?.Dispose();
        _folder = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Detach();
        _package.Dispose();
        _dram.Dispose();
    }

    private void Verify(Folder root)
    {
        if (_folder is null) return;
        if (root.Status(name, out var status) == Errno.Success && status.Identity == _folder.Identity)
        {
            _package.Verify(_folder);
            _dram.Verify(_folder);
            return;
        }

        faults.Found(ShareFaultKind.Damaged, _folder.Path, "The directory was removed or replaced. It is made again; the guest may have to mount it again.");
        Detach();
    }

    private bool Attach(Folder root)
    {
        var error = root.Open(name, out _folder);
        _made = error == Errno.NotThere;
        if (_made) error = root.Make(name, out _folder);
        if (error != Errno.Success)
        {
            var kind = error is Errno.LinkLoop or Errno.NotFolder ? ShareFaultKind.Obstructed : ShareFaultKind.Unwritable;
            faults.Failed(kind, Path.Join(root.Path, name), error);
            return false;
        }

        _found = documents.Read(_folder!);
        if (_found is not null) _made = _found.DirectoryMade;
        _sequence = Math.Max(_sequence, _found?.HeartbeatSequence ?? 0);
        account.Restore(_found);
        return true;
    }

    private bool WriteDocument(in ReportFacts facts, DateTimeOffset time)
    {
        var document = new ShareDocument
        {
            Vm = account.CleanName,
            Uuid = account.CleanUuid,
            DirectoryMade = _made,
            Components = facts.Measured,
            Method = facts.Method,
            IntervalSeconds = facts.IntervalSeconds,
            HeartbeatTime = time,
            HeartbeatSequence = ++_sequence,
            Zones = ZonesOf(facts),
            Active = account.Active,
            Idle = account.Idle,
            Uncertainty = account.Uncertainty,
        };
        var error = documents.Write(_folder!, document);
        if (error == Errno.Success) _found ??= document;
        else faults.Failed(ShareFaultKind.Unwritable, Path.Join(_folder!.Path, ShareFiles.Document), error);
        return error == Errno.Success;
    }

    private ImmutableArray<ShareZone> ZonesOf(in ReportFacts facts)
    {
        if (facts.Package is not { } component) return [];
        var package = new ShareZone(ZonePlan.Package.Folder, ZonePlan.Package.Name, component, facts.PackageMethod, account.Package.Published);
        if (!facts.HasDram) return [package];
        return [package, new(ZonePlan.Dram.Folder, ZonePlan.Dram.Name, Component.Dram, facts.DramMethod, account.Dram.Published)];
    }
}
