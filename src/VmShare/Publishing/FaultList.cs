using Wattshare.VmShare.Native;

namespace Wattshare.VmShare.Publishing;

/// <summary>The faults of one report, with the advice that goes with each error. Keeps its memory from report to report.</summary>
internal sealed class FaultList
{
    private readonly List<ShareFault> _faults = [];

    /// <summary>The faults; valid until the next <see cref="Clear"/>.</summary>
    public IReadOnlyList<ShareFault> Items => _faults;

    /// <summary>Forgets the faults of the last report.</summary>
    public void Clear() => _faults.Clear();

    /// <summary>Notes a call that failed.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="path">The full path.</param>
    /// <param name="error">The error number.</param>
    public void Failed(ShareFaultKind kind, string path, int error) =>
        _faults.Add(new ShareFault(kind, path, Errno.Name(error), Advice(error)));

    /// <summary>Notes something that is wrong though no call failed.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="path">The full path.</param>
    /// <param name="advice">What is wrong and what to do.</param>
    public void Found(ShareFaultKind kind, string path, string advice) => _faults.Add(new ShareFault(kind, path, "", advice));

    private static string Advice(int error) => error switch
    {
        Errno.NotThere => "It does not exist. Make the directory (mkdir -p) or mount what belongs there.",
        Errno.AccessDenied or Errno.NotPermitted => "The exporter may not write here. Give its user write permission on the share's root.",
        Errno.ReadOnlyFileSystem => "The file system is read-only. Mount it read-write on the host; only the guests' mounts are read-only.",
        Errno.NoSpace or Errno.OverQuota =>
            "The file system is full. Free space or inodes, or put the share on a small tmpfs of its own; energy is kept in memory until then.",
        Errno.LinkLoop or Errno.NotFolder =>
            "A symbolic link or a file is where a directory has to be, and links are never followed. Remove it, or name the real directory.",
        Errno.IsFolder or Errno.NotEmpty => "A directory with foreign files is where a file has to be. Remove it.",
        Errno.TryAgain => "Another exporter publishes here. Stop it, or give this one a --vmshare.path of its own.",
        Errno.TooMany or Errno.TooManyInSystem => "There are no file handles left. Raise the limit (LimitNOFILE=): each machine needs five.",
        Errno.InputOutput or Errno.Stale => "The file system reports an error of its own. Look at the kernel's log.",
        _ => "The system refused it. It is tried again with the next report.",
    };
}
