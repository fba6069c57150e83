using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Sampling;
using Wattshare.VmShare;

namespace Wattshare.Exporter.Share;

/// <summary>
/// Applies each published report to the VM share, off the sampling thread: a slow disk delays guests and never the sampler. Reports
/// that come while one is written are skipped, and nothing is lost by that since reports are cumulative.
/// </summary>
/// <param name="latest">Where reports are published.</param>
/// <param name="writer">Writes the share; its owner disposes of it after this has ended.</param>
/// <param name="faults">Where faults are counted and logged.</param>
internal sealed class ShareService(Latest latest, ShareWriter writer, FaultLog faults)
{
    private HashSet<string> _open = [];
    private HashSet<string> _found = [];

    /// <summary>Applies reports until it is cancelled.</summary>
    /// <param name="cancellation">Ends the service.</param>
    /// <returns>A task that ends without an exception when it is cancelled.</returns>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var seen = 0L;
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                var report = await latest.NextAsync(seen, cancellation);
                seen = report.Sequence;
                Tell(writer.Apply(report));
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The program stops.
        }
    }

    private void Tell(IReadOnlyList<ShareFault> now)
    {
        if (now.Count == 0 && _open.Count == 0) return;
        _found.Clear();
        foreach (var fault in now)
        {
            _found.Add(fault.Path);
            faults.Report(FaultKind.ShareUnwritable, fault.Path, fault.Error.Length > 0 ? $"{fault.Error}: {fault.Advice}" : fault.Advice);
        }

        foreach (var path in _open)
        {
            if (!_found.Contains(path)) faults.Recovered(FaultKind.ShareUnwritable, path);
        }

        (_open, _found) = (_found, _open);
    }
}
