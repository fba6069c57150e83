using System.Buffers.Text;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host.Processes;

/// <summary>
/// The list of processes, made when it may have changed: after a fork, and now and then all the same, since processes that end are
/// noticed by it as well. Sampling thread only; allocates nothing.
/// </summary>
/// <param name="files">Paths below <c>/proc</c>.</param>
/// <param name="procfsRoot">The root of procfs.</param>
/// <param name="faults">Told when there is no list.</param>
internal sealed class ProcessList(ProcessFiles files, string procfsRoot, FaultLog faults) : IDisposable
{
    /// <summary>A list is not older than so many ticks, forks or not.</summary>
    public const int EveryTicks = 10;

    private const string Subject = "the list of processes";

    private readonly DirectoryLister _lister = new();
    private readonly ForkCounter _forks = new(procfsRoot);
    private long _listed = -EveryTicks;

    /// <summary>Marks who is there and notes who is new.</summary>
    /// <param name="turn">This tick.</param>
    /// <param name="live">The processes that are known.</param>
    /// <param name="candidates">Where the others go.</param>
    /// <returns>True when there is a list and it is whole, so that who is missing in it has ended.</returns>
    public bool Refresh(in ReadingTurn turn, Dictionary<int, TrackedProcess> live, List<Candidate> candidates)
    {
        var forked = _forks.HasMoved();
        if (!forked && !turn.IsFull && turn.Tick - _listed < EveryTicks) return false;
        if (_lister.Begin(files.RootPath) == 0)
            while (_lister.MoveNext())
                Take(turn.Tick, live, candidates);
        _lister.End();
        if (_lister.Error != 0)
        {
            faults.Report(FaultKind.ProcessUnreadable, Subject, "The processes could not be listed; mount procfs or set --path.procfs.");
            _listed = -EveryTicks;
            return false;
        }

        faults.Recovered(FaultKind.ProcessUnreadable, Subject);
        _listed = turn.Tick;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lister.End();
        _forks.Dispose();
    }

    private void Take(long tick, Dictionary<int, TrackedProcess> live, List<Candidate> candidates)
    {
        var name = _lister.Name;
        if (!Utf8Parser.TryParse(name, out int pid, out var used) || used != name.Length || pid <= 0) return;
        if (!live.TryGetValue(pid, out var process))
        {
            candidates.Add(new Candidate(pid, _lister.Inode));
            return;
        }

        process.SeenTick = tick;
        if (process.Inode != 0 && process.Inode != _lister.Inode)
        {
            // Most likely another process under the same number; reading it anew tells.
            process.Unsettled = true;
            process.Stat.Close();
        }

        process.Inode = _lister.Inode;
    }
}
