using System.Globalization;
using Wattshare.Fixtures.Host;

namespace Wattshare.Golden;

/// <summary>
/// The same life on every kind of host: a Docker container, a pod's container, a libvirt guest with a vhost thread in its scope, a guest
/// started by hand, a service, and a kernel thread. More is reserved than the 4 hardware threads that there are. One second a step.
/// </summary>
internal sealed class GoldenHost : IDisposable
{
    private const string Container = "3f4e9d1c2b8a7f6e5d4c3b2a19087f6e5d4c3b2a1908f7e6d5c4b3a291807f6e";
    private const string PodContainer = "b1946ac92492d2347c6235b4d2611184b1946ac92492d2347c6235b4d2611184";
    private const string PodUid = "7b3f1c2a-9d8e-4f6b-a1c2-0d9e8f7a6b5c";
    private const string Scope = "/machine.slice/machine-qemu\\x2d1\\x2dweb.scope";
    private const long Millisecond = 1_000_000;

    private readonly string _layout;
    private readonly bool _bound;
    private readonly string _docker;
    private readonly string _pod;

    /// <summary>Makes a host.</summary>
    /// <param name="layout">Which cgroups there are.</param>
    /// <param name="bound">
    /// True for two packages: the libvirt guest's virtual processors are bound to the first, the Docker container to the second.
    /// </param>
    public GoldenHost(string layout, bool bound = false)
    {
        (_layout, _bound) = (layout, bound);
        Tree = layout switch
        {
            "v2" => new HostTree().WithVersion2(),
            "v1" => new HostTree().WithVersion1("cpu,cpuacct"),
            "hybrid" => new HostTree().WithHybrid(),
            "none" => new HostTree(),
            _ => throw new ArgumentOutOfRangeException(nameof(layout)),
        };
        _docker = layout == "v2" ? $"/system.slice/docker-{Container}.scope" : $"/docker/{Container}";
        _pod = layout == "v2"
            ? $"/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod{PodUid.Replace('-', '_')}.slice/cri-containerd-{PodContainer}.scope"
            : $"/kubepods/burstable/pod{PodUid}/{PodContainer}";
        SetReservations();
        if (bound) Bind();
        SetStep(0);
    }

    public HostTree Tree { get; }

    /// <summary>Sets the host's counters to a number of seconds after the beginning.</summary>
    public void SetStep(int second)
    {
        var ticks = string.Create(
            CultureInfo.InvariantCulture, $"{10_000 + (150 * second)} 0 {2_000 + (30 * second)} {90_000 + (210 * second)} 10 0 {5 + (2 * second)} 7 0 0");
        var threads = _bound ? ThreadLines(60 * second, 42 * second, 50 * second, 30 * second) : ThreadLines(1, 1, 1, 1);
        File.WriteAllText(Path.Combine(Tree.Proc, "stat"), $"cpu  {ticks}\n{threads}intr 0\n");
        SetGroups(second);
        SetProcesses(second);
    }

    /// <summary>
    /// Makes the host one that tells of its memory: 8 GiB, of which the Docker container holds 0.5, the pod 1 and the guest of libvirt 2; the guest that was started by
    /// hand has 256 MiB of its own and 1 GiB of huge pages. The guest and the Docker container are monitored by resctrl.
    /// </summary>
    public void WatchMemory()
    {
        var file = _layout == "v2" ? "memory.current" : "memory.usage_in_bytes";
        var controller = _layout == "v2" ? null : "memory";
        File.WriteAllText(Path.Combine(Tree.Proc, "meminfo"), "MemTotal:        8388608 kB\nMemFree:         1000000 kB\n");
        if (controller is not null) Tree.SetGroupFile("/", file, "6000000000\n", controller);
        Tree.SetGroupFile(_docker, file, "536870912\n", controller);
        Tree.SetGroupFile(_pod, file, "1073741824\n", controller);
        Tree.SetGroupFile(Scope, file, "2147483648\n", controller);
        File.WriteAllText(Tree.ProcessFile(2000, "status"), "VmRSS:\t 2000000 kB\nHugetlbPages:\t 0 kB\n");
        File.WriteAllText(Tree.ProcessFile(2100, "status"), "VmRSS:\t 262144 kB\nHugetlbPages:\t 1048576 kB\n");
        SetTraffic(0);
    }

    /// <summary>Sets the counters of resctrl: the guest reads and writes 3 GB in a second, the Docker container 0.5 GB, all others 1 GB.</summary>
    public void SetTraffic(int second)
    {
        var monitors = new HostMonitors(Tree);
        monitors.Set("", 70_000_000_000 + (1_500_000_003L * second)).Set("mon_groups/web", 5_000_000_000 + (500_000_001L * second));
        monitors.Set("qemu-1-web-vcpus_0-1", 90_000_000_000 + (3_000_000_007L * second));
        monitors.SetTasks("mon_groups/web", 1200, 1201).SetTasks("qemu-1-web-vcpus_0-1", 2000);
    }

    /// <summary>Makes the folders and links that the kubelet makes for the logs of the pod and its container.</summary>
    public void WriteLogs()
    {
        var log = Path.Combine(Tree.Root, "var", "log");
        Directory.CreateDirectory(Path.Combine(log, "pods", $"shop_cart-7d9f8b6c5-x2x4z_{PodUid}", "java"));
        Directory.CreateDirectory(Path.Combine(log, "containers"));
        File.CreateSymbolicLink(Path.Combine(log, "containers", $"cart-7d9f8b6c5-x2x4z_shop_java-{PodContainer}.log"), "/nowhere");
    }

    public void Dispose() => Tree.Dispose();

    /// <summary>The Docker container may use 1.5 of the 4 hardware threads, the pod's container requests 0.5 (501 thousandths as its weight tells).</summary>
    private void SetReservations()
    {
        if (_layout == "none") return;
        if (_layout == "v2")
        {
            Tree.SetGroupFile(_docker, "cpu.max", "150000 100000\n");
            Tree.SetGroupFile(_pod, "cpu.weight", "20\n");
            Tree.SetGroupFile(_pod, "cpu.max", "max 100000\n");
            return;
        }

        var controller = _layout == "v1" ? "cpu,cpuacct" : "cpu";
        Tree.SetGroupFile("/", "cpu.shares", "1024\n", controller);
        Tree.SetGroupFile(_docker, "cpu.cfs_quota_us", "150000\n", controller);
        Tree.SetGroupFile(_docker, "cpu.cfs_period_us", "100000\n", controller);
        Tree.SetGroupFile(_pod, "cpu.shares", "512\n", controller);
    }

    /// <summary>Two hardware threads for each package. The emulator's thread may run anywhere, and so may everybody else.</summary>
    private void Bind()
    {
        Tree.WithPackages(0, 0, 1, 1);
        Tree.SetGroupFile("/", "cpuset.cpus.effective", "0-3\n", _layout == "v1" ? "cpuset" : null);
        if (_layout == "v1") Tree.SetGroupFile("/", "cpuset.cpus", "0-3\n", "cpuset");
        Tree.SetGroupFile(_docker, _layout == "v1" ? "cpuset.cpus" : "cpuset.cpus.effective", "2-3\n", _layout == "v1" ? "cpuset" : null);
        Tree.SetThreadStatus(2000, 2000, "qemu-system-x86", "0-3");
        Tree.SetThreadStatus(2000, 2010, "CPU 0/KVM", "0");
        Tree.SetThreadStatus(2000, 2011, "CPU 1/KVM", "1");
    }

    private static string ThreadLines(params ReadOnlySpan<int> user)
    {
        var lines = "";
        for (var thread = 0; thread < user.Length; thread++) lines += string.Create(CultureInfo.InvariantCulture, $"cpu{thread} {user[thread]} 0 1 1 0 0 0 0 0 0\n");
        return lines;
    }

    /// <summary>What each group's own processes used, in milliseconds; a group's counter includes all groups below it.</summary>
    private void SetGroups(int second)
    {
        if (_layout == "none") return;
        (string Path, long Begin, long PerSecond)[] own =
        [
            (_docker, 5_000, 601),
            (_pod, 7_000, 299),
            (Scope + "/libvirt/vcpu0", 20_000, 410),
            (Scope + "/libvirt/emulator", 1_000, 20),
            ("/system.slice/ssh.service", 300, 11),
            ("/user.slice/user-0.slice/session-1.scope", 900, 333),
            (_layout == "v2" ? "/init.scope" : "/", 16_000, 26),
        ];
        foreach (var path in own.SelectMany(group => Ancestry(group.Path)).Distinct())
        {
            var below = own.Where(group => path == "/" || group.Path == path || group.Path.StartsWith(path + "/", StringComparison.Ordinal));
            Tree.SetGroup(path, below.Sum(group => group.Begin + (group.PerSecond * second)) * Millisecond);
        }
    }

    private IEnumerable<string> Ancestry(string path)
    {
        for (var end = path.Length; end > 0; end = path.LastIndexOf('/', end - 1)) yield return path[..end];

        // The root of version 2 has a counter as well, but one that is derived from clock ticks; the program leaves it alone.
        if (_layout != "v2") yield return "/";
    }

    private void SetProcesses(int second)
    {
        Process(1, "systemd", 100, 1, _layout == "v2" ? "/init.scope" : "/", second, "/usr/lib/systemd/systemd");
        Process(2, "kthreadd", 10, 0, "/", second, null);
        Process(700, "sshd", 30, 1, "/system.slice/ssh.service", second, "/usr/sbin/sshd");
        Process(1200, "nginx", 400, 41, _docker, second, "/usr/sbin/nginx");
        Process(1201, "nginx: (worker)", 100, 18, _docker, second, "/usr/sbin/nginx");
        Process(1300, "java", 700, 30, _pod, second, "/usr/bin/java");
        Process(
            2000, "qemu-system-x86", 2_000, 42, Scope + "/libvirt/emulator", second, "/usr/bin/qemu-system-x86_64",
            "/usr/bin/qemu-system-x86_64", "-name", "guest=web,,blue,debug-threads=on", "-uuid", "0B0F5C5E-5D1C-4D55-9E0E-3C1F2F6C1A01", "-smp", "2,sockets=1");
        Process(2001, "vhost-2000", 50, 1, Scope + "/libvirt/emulator", second, null);
        Process(
            2100, "kvm", 500, 33, "/user.slice/user-0.slice/session-1.scope", second, "/usr/bin/kvm",
            "/usr/bin/kvm", "-id", "109", "-name", "../../etc", "-smp", "4");
        Process(2200, "qemu-system-x86", 5, 0, "/user.slice/user-0.slice/session-1.scope", second, "/usr/bin/bash", "qemu-system-x86_64", "-name", "pretender");
        if (second == 1) Process(3000, "sh", 1, 0, "/system.slice/ssh.service", second, "/usr/bin/dash", startTicks: 100_050);
        if (second == 2 && Directory.Exists(Path.Combine(Tree.Proc, "3000"))) Tree.RemoveProcess(3000);
    }

    private void Process(int pid, string comm, long ticks, long perSecond, string group, int second, string? exe, params string[] arguments) =>
        Tree.SetProcess(pid, comm, ticks + (perSecond * second), 50 + pid, _layout == "none" ? "/" : group, exe, arguments);

    private void Process(int pid, string comm, long ticks, long perSecond, string group, int second, string? exe, long startTicks) =>
        Tree.SetProcess(pid, comm, ticks + (perSecond * second), startTicks, _layout == "none" ? "/" : group, exe);
}
