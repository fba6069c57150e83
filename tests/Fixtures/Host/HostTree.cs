using System.Globalization;
using System.Text;

namespace Wattshare.Fixtures.Host;

/// <summary>A host made of files in a temporary directory: <c>proc</c>, <c>sys/fs/cgroup</c> and the root. Removed when disposed.</summary>
public sealed class HostTree : IDisposable
{
    public HostTree()
    {
        Root = Directory.CreateTempSubdirectory("wattshare-host-").FullName;

        // Everybody may enter it, so that tests can look at it as an ordinary user.
        TextArchive.SetMode(Root, 0b111_101_101);
        Directory.CreateDirectory(Proc);
        Directory.CreateDirectory(CgroupMount);
    }

    public string Root { get; }

    public string Proc => Path.Combine(Root, "proc");

    public string Sys => Path.Combine(Root, "sys");

    public string CgroupMount => Path.Combine(Sys, "fs", "cgroup");

    /// <summary>Where the groups are that the source should choose; set by the methods that make a hierarchy.</summary>
    public string Hierarchy { get; private set; } = "";

    /// <summary>True after a version 2 hierarchy was made the chosen one.</summary>
    public bool Version2 { get; private set; }

    public HostTree WithVersion2() => MakeVersion2(CgroupMount);

    public HostTree WithVersion1(string controllers = "cpuacct")
    {
        Hierarchy = Path.Combine(CgroupMount, controllers);
        Version2 = false;
        Directory.CreateDirectory(Hierarchy);
        SetGroup("/", 0);
        return this;
    }

    /// <summary>Version 2 beside version 1, without controllers; where both are, version 1 is the one to choose.</summary>
    public HostTree WithHybrid()
    {
        MakeVersion2(Path.Combine(CgroupMount, "unified"));
        SetGroup("/docker", 999_000);
        return WithVersion1();
    }

    public HostTree WithUnifiedOnly() => MakeVersion2(Path.Combine(CgroupMount, "unified"));

    /// <summary>Makes a group, or sets its CPU time.</summary>
    public void SetGroup(string path, long nanoseconds)
    {
        var directory = GroupDirectory(path);
        Directory.CreateDirectory(directory);
        if (Version2)
        {
            var microseconds = (nanoseconds / 1000).ToString(CultureInfo.InvariantCulture);
            Overwrite(Path.Combine(directory, "cpu.stat"), $"usage_usec {microseconds}\nuser_usec 0\nsystem_usec 0\n");
        }
        else Overwrite(Path.Combine(directory, "cpuacct.usage"), nanoseconds.ToString(CultureInfo.InvariantCulture) + "\n");
    }

    public void SetGroupText(string path, string text) =>
        Overwrite(Path.Combine(GroupDirectory(path), Version2 ? "cpu.stat" : "cpuacct.usage"), text);

    /// <summary>Sets another file of a group; in version 1 the controllers may each have a hierarchy of their own.</summary>
    public void SetGroupFile(string path, string name, string text, string? controller = null)
    {
        var directory = Path.Combine(controller is null ? Hierarchy : Path.Combine(CgroupMount, controller), path.TrimStart('/'));
        Directory.CreateDirectory(directory);
        Overwrite(Path.Combine(directory, name), text);
    }

    public void RemoveGroup(string path) => Directory.Delete(GroupDirectory(path), recursive: true);

    /// <summary>Puts another directory in the place of a group. Made before the old one goes, so that the inode differs, as it does on cgroupfs.</summary>
    public void ReplaceGroup(string path, long nanoseconds)
    {
        SetGroup(path + ".new", nanoseconds);
        RemoveGroup(path);
        Directory.Move(GroupDirectory(path + ".new"), GroupDirectory(path));
    }

    public string GroupDirectory(string path) => Path.Combine(Hierarchy, path.TrimStart('/'));

    /// <summary>Makes a process, or changes it.</summary>
    public void SetProcess(int pid, string comm, long cpuTicks, long startTicks, string group = "/", string? exe = null, params string[] arguments)
    {
        SetStat(pid, Encoding.Latin1.GetBytes(comm), cpuTicks, startTicks);
        SetMembership(pid, group);
        if (exe is not null) SetExecutable(pid, exe);
        if (arguments.Length > 0) Overwrite(ProcessFile(pid, "cmdline"), string.Concat(arguments.Select(argument => argument + "\0")));
    }

    public void SetStat(int pid, byte[] comm, long cpuTicks, long startTicks, char state = 'S', long flags = 0, int threads = 1) =>
        SetStatBytes(pid, StatLine(pid, comm, cpuTicks, startTicks, state, flags, threads));

    /// <summary>Says who started a process that is there, and in which session it is.</summary>
    public void SetOrigin(int pid, int parent, int session)
    {
        var text = File.ReadAllText(ProcessFile(pid, "stat"), Encoding.Latin1);
        var end = text.LastIndexOf(')');
        var fields = text[(end + 2)..].Split(' ');
        (fields[1], fields[3]) = (parent.ToString(CultureInfo.InvariantCulture), session.ToString(CultureInfo.InvariantCulture));
        SetStatBytes(pid, Encoding.Latin1.GetBytes(text[..(end + 2)] + string.Join(' ', fields)));
    }

    /// <summary>Makes a thread, or changes it.</summary>
    public void SetThread(int pid, int tid, string comm, long cpuTicks, long startTicks)
    {
        var directory = ProcessFile(pid, "task/" + tid.ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(directory);
        Overwrite(Path.Combine(directory, "stat"), StatLine(tid, Encoding.Latin1.GetBytes(comm), cpuTicks, startTicks, 'S', 0, 1));
    }

    public void RemoveThread(int pid, int tid) =>
        Directory.Delete(ProcessFile(pid, "task/" + tid.ToString(CultureInfo.InvariantCulture)), recursive: true);

    /// <summary>Puts another process in the place of one. Made before the old one goes, so that the inode differs, as it does on procfs.</summary>
    public void ReplaceProcess(int pid, string comm, long cpuTicks, long startTicks, string group = "/")
    {
        var other = int.MaxValue - pid;
        SetProcess(other, comm, cpuTicks, startTicks, group);
        RemoveProcess(pid);
        Directory.Move(Path.Combine(Proc, other.ToString(CultureInfo.InvariantCulture)), Path.Combine(Proc, pid.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Sets the host's count of forks. Without it nobody can tell whether there was one.</summary>
    public void SetForks(long forks) => Overwrite(Path.Combine(Proc, "stat"), string.Create(
        CultureInfo.InvariantCulture,
        $"cpu  1 2 3 4 5 6 7 0 0 0\ncpu0 1 2 3 4 5 6 7 0 0 0\nintr 10 0 0\nctxt 5\nbtime 1700000000\nprocesses {forks}\nprocs_running 1\n"));

    private static byte[] StatLine(int pid, byte[] comm, long cpuTicks, long startTicks, char state, long flags, int threads)
    {
        byte[] head = [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{pid} (")), .. comm];
        var user = cpuTicks / 3;
        var tail = string.Create(
            CultureInfo.InvariantCulture,
            $") {state} 1 1 1 0 -1 {flags} 10 20 30 40 {user} {cpuTicks - user} 7777 8888 20 0 {threads} 0 {startTicks} 1000 100 18446744073709551615\n");
        return [.. head, .. Encoding.ASCII.GetBytes(tail)];
    }

    public void SetStatBytes(int pid, byte[] bytes) => Overwrite(ProcessFile(pid, "stat"), bytes);

    public void SetMembership(int pid, string group)
    {
        // What does not concern the chosen hierarchy stands around it, as on real hosts.
        var text = Version2
            ? $"0::{group}\n"
            : $"12:memory:/elsewhere\n4:{Path.GetFileName(Hierarchy)}:{group}\n1:name=systemd:/init.scope\n0::/other\n";
        Overwrite(ProcessFile(pid, "cgroup"), text);
    }

    public void SetExecutable(int pid, string target)
    {
        var path = ProcessFile(pid, "exe");
        if (Path.Exists(path) || new FileInfo(path).LinkTarget is not null) File.Delete(path);
        File.CreateSymbolicLink(path, target);
    }

    public void RemoveProcess(int pid) => Directory.Delete(Path.Combine(Proc, pid.ToString(CultureInfo.InvariantCulture)), recursive: true);

    public string ProcessFile(int pid, string name)
    {
        var directory = Path.Combine(Proc, pid.ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(directory);
        return Path.Combine(directory, name);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static void Overwrite(string path, string text) => Overwrite(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes in place, as a kernel file changes: whoever keeps it open reads the new text.</summary>
    private static void Overwrite(string path, byte[] bytes)
    {
        using var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        stream.Write(bytes);
        stream.SetLength(bytes.Length);
    }

    private HostTree MakeVersion2(string directory)
    {
        Hierarchy = directory;
        Version2 = true;
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, "cgroup.controllers"), "cpu memory\n");
        SetGroup("/", 5_000_000);
        return this;
    }
}
