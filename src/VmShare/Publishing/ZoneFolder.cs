using System.Text;
using Wattshare.VmShare.Counters;
using Wattshare.VmShare.Native;

namespace Wattshare.VmShare.Publishing;

/// <summary>
/// The directory of one zone of one machine, held open. It is made or adopted when the first value is due, put right when it was
/// damaged, and else gets one store for each report. One caller.
/// </summary>
/// <param name="plan">Which zone it is.</param>
/// <param name="account">What its counter has to show.</param>
/// <param name="faults">Where faults go.</param>
internal sealed class ZoneFolder(ZonePlan plan, ZoneAccount account, FaultList faults) : IDisposable
{
    private readonly (string Name, byte[] Content)[] _constants =
    [
        (ShareFiles.Name, Encoding.ASCII.GetBytes(plan.Name + "\n")),
        (ShareFiles.Range, Encoding.ASCII.GetBytes(ShareFiles.RangeValue)),
        (ShareFiles.Enabled, "1\n"u8.ToArray()),
    ];

    private Folder? _folder;
    private CounterFile? _counter;
    private bool _distrusted;

    /// <summary>Writes what the account has to show.</summary>
    /// <param name="vm">The directory of the machine.</param>
    /// <param name="documented">The value in <c>share.json</c>, or 0: the way back when the counter's file is lost.</param>
    public void Publish(Folder vm, long documented)
    {
        if (_counter is null && !Attach(vm, documented)) return;
        var result = _counter!.Store(account.Target);
        if (result.Damaged)
        {
            // Whoever can truncate the file once can do it at the wrong nanosecond; this machine gets no mapping again (CounterMapping).
            _distrusted = true;
            Damaged(ShareFiles.Energy);
            Detach();
            if (!Attach(vm, documented)) return;
        }

        if (result.Error == Errno.Success) account.Confirm();
        else Unwritable(ShareFiles.Energy, result.Error);
    }

    /// <summary>Looks whether the tree still is what was published; what is not is made again with the next value.</summary>
    /// <param name="vm">The directory of the machine.</param>
    public void Verify(Folder vm)
    {
        if (_folder is null || _counter is null) return;
        var changed = FindChange(vm);
        if (changed is null) return;
        Damaged(changed);
        Detach();
    }

    /// <summary>Lets go of the files; the next value opens them again.</summary>
    public void Detach()
    {
        _counter?.Dispose();
        _counter = null;
        _folder?.Dispose();
        _folder = null;
    }

    /// <inheritdoc/>
    public void Dispose() => Detach();

    private string? FindChange(Folder vm)
    {
        if (vm.Status(plan.Folder, out var status) != Errno.Success || status.Identity != _folder!.Identity) return "";
        var error = _folder.Status(ShareFiles.Energy, out status);
        if (error != Errno.Success || status.Identity != _counter!.Identity || status.Links != 1) return ShareFiles.Energy;
        foreach (var (name, content) in _constants)
        {
            if (!IsRight(name, content)) return name;
        }

        return null;
    }

    private bool IsRight(string name, byte[] content)
    {
        Span<byte> found = stackalloc byte[CounterText.BufferSize];
        return _folder!.ReadFile(name, found, out var length) == Errno.Success && found[..length].SequenceEqual(content);
    }

    private bool Attach(Folder vm, long documented)
    {
        if (OpenFolder(vm) && PutConstants() && OpenCounter(documented)) return true;
        Detach();
        return false;
    }

    private bool OpenFolder(Folder vm)
    {
        var error = vm.Open(plan.Folder, out _folder);
        if (error is Errno.LinkLoop or Errno.NotFolder)
        {
            // Inside a machine's directory the place is ours: what stands in it is removed, a link and never what it leads to.
            faults.Failed(ShareFaultKind.Damaged, PathOf(vm, ""), error);
            error = vm.Remove(plan.Folder);
            if (error == Errno.Success) error = Errno.NotThere;
        }

        if (error == Errno.NotThere) error = vm.Make(plan.Folder, out _folder);
        if (error != Errno.Success) faults.Failed(ShareFaultKind.Unwritable, PathOf(vm, ""), error);
        return error == Errno.Success;
    }

    private bool PutConstants()
    {
        foreach (var (name, content) in _constants)
        {
            if (IsRight(name, content)) continue;
            var error = _folder!.PutFile(name, ShareFiles.ZoneTemporary, content, durable: false);
            if (error == Errno.Success) continue;
            Unwritable(name, error);
            return false;
        }

        return true;
    }

    private bool OpenCounter(long documented)
    {
        FindFloor(documented);
        var error = CounterFile.Open(_folder!, ShareFiles.Energy, account.Target, !_distrusted, out _counter);
        if (error is Errno.NotThere or Errno.Invalid or Errno.LinkLoop) error = PutCounter();
        if (error == Errno.Success) account.Confirm();
        else Unwritable(ShareFiles.Energy, error);
        return error == Errno.Success;
    }

    /// <summary>The counter goes on from the highest credible value: of the file, of <c>share.json</c>, and of memory.</summary>
    private void FindFloor(long documented)
    {
        Span<byte> text = stackalloc byte[CounterText.BufferSize];
        var error = _folder!.ReadFile(ShareFiles.Energy, text, out var length);
        var known = account.Published > 0;
        if (error != Errno.Success || !CounterText.TryParseOwn(text[..length], out var found)) found = 0;
        if (found == 0 && error != Errno.NotThere && !known) ReportUnreadable(documented);
        account.Begin(Math.Max(found, CounterText.IsCredible(documented) ? documented : 0));
    }

    private void ReportUnreadable(long documented)
    {
        var path = PathOf(ShareFiles.Energy);
        if (CounterText.IsCredible(documented))
        {
            faults.Found(ShareFaultKind.Damaged, path, "It did not hold a counter. It goes on from the value in share.json.");
        }
        else
        {
            faults.Found(
                ShareFaultKind.ValueLost,
                path,
                "It did not hold a counter and share.json has no value either. It starts anew at 10^15; mount the directory read-only in the guest.");
        }
    }

    private int PutCounter()
    {
        Span<byte> text = stackalloc byte[CounterText.BufferSize];
        var length = CounterText.Format(account.Target, text);
        var error = _folder!.PutFile(ShareFiles.Energy, ShareFiles.ZoneTemporary, text[..length], durable: true);
        return error != Errno.Success ? error : CounterFile.Open(_folder, ShareFiles.Energy, account.Target, !_distrusted, out _counter);
    }

    private void Damaged(string name) => faults.Found(
        ShareFaultKind.Damaged,
        PathOf(name),
        "Somebody changed, replaced or removed it. It was put right; mount the directory read-only in the guest.");

    private void Unwritable(string name, int error) => faults.Failed(ShareFaultKind.Unwritable, PathOf(name), error);

    private string PathOf(string name) => name.Length == 0 ? _folder!.Path : Path.Join(_folder!.Path, name);

    private string PathOf(Folder vm, string name) => Path.Join(vm.Path, plan.Folder, name);
}
