using Wattshare.Attribution.Model;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host.Processes;

/// <summary>
/// What the kernel knows of how two processes are related, asked of procfs when two of them claim to be the same. None of it can be
/// pretended: nobody chooses a parent or enters the session of another. Sampling thread only.
/// </summary>
/// <param name="files">Reads below <c>/proc/PID</c>.</param>
internal sealed class ProcessAncestry(ProcessFiles files)
{
    /// <summary>Tells whether a process has ended, though nobody may have waited for it or told of it yet.</summary>
    /// <param name="process">The process.</param>
    /// <returns>True when it is certain.</returns>
    public bool HasEnded(ProcessKey process)
    {
        var length = files.ReadRecord(process.Pid, out var text);
        if (Errno.IsGone(length)) return true;
        if (length <= 0 || !ProcessStat.TryParse(text, out var stat)) return false;
        return stat.StartTicks != process.StartTicks || stat.State is (byte)'Z' or (byte)'X';
    }

    /// <summary>Tells whether a process was started by another and is no more than that yet: its copy, or one of its helpers.</summary>
    /// <param name="process">The process.</param>
    /// <param name="parent">The other.</param>
    /// <returns>True when it was.</returns>
    public bool IsChild(ProcessKey process, ProcessKey parent) => TryRead(process.Pid, out var origin) && origin.Parent == parent.Pid;

    /// <summary>
    /// Tells whether a process is what another put into the background, as daemons do (daemon(3), os_daemonize in QEMU): the other started a
    /// process that began a session and started this one in it. The one between ended at once, and its record stays until the other has
    /// ended, which waits for nobody.
    /// </summary>
    /// <param name="process">The process in the background.</param>
    /// <param name="launcher">The other.</param>
    /// <returns>True when it is.</returns>
    public bool IsDaemon(ProcessKey process, ProcessKey launcher) =>
        TryRead(process.Pid, out var own) && TryRead(own.Session, out var between) && between.Parent == launcher.Pid && between.Session == own.Session;

    private bool TryRead(int pid, out ProcessOrigin origin)
    {
        origin = default;
        return pid > 0 && files.ReadRecord(pid, out var text) > 0 && ProcessOrigin.TryParse(text, out origin);
    }
}
