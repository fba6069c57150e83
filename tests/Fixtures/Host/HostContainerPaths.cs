namespace Wattshare.Fixtures.Host;

/// <summary>
/// Cgroup paths as real hosts have them, and what they are. <c>A</c> to <c>D</c> stand for ids of 64 digits, <c>P</c> for a pod's uid,
/// <c>p</c> for the same with underscores, <c>S</c> for the hash of a static pod. The table is shown in docs/identity.md as well.
/// </summary>
public static class HostContainerPaths
{
    public const string A = "3f4e9d1c2b8a7f6e5d4c3b2a19087f6e5d4c3b2a1908f7e6d5c4b3a291807f6e";
    public const string B = "b1946ac92492d2347c6235b4d2611184b1946ac92492d2347c6235b4d2611184";
    public const string C = "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00";
    public const string PodUid = "7b3f1c2a-9d8e-4f6b-a1c2-0d9e8f7a6b5c";
    public const string StaticPod = "5f8d3b0e9a7c6d5e4f3a2b1c0d9e8f7a";

    /// <summary>path | runtime or "-" | id | pod uid.</summary>
    private const string Table = """
        /docker/{A} | docker | {A} |
        /docker/{A}/init.scope | docker | {A} |
        /docker/{A}/system.slice/docker.service | docker | {A} |
        /docker/{A}/docker/{B} | docker | {A} |
        /docker/{A}/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-pod{p}.slice/cri-containerd-{B}.scope | docker | {A} |
        /docker/{A}/kubepods/burstable/pod{P}/{B} | docker | {A} |
        /system.slice/docker-{A}.scope | docker | {A} |
        /system.slice/docker-{A}.scope/init.scope | docker | {A} |
        /user.slice/user-1000.slice/user@1000.service/user.slice/docker-{A}.scope | docker | {A} |
        /ci.slice/docker-{A}.scope | docker | {A} |
        /ecs/task-17/{A} | unknown | {A} |
        /actions_job/{A} | unknown | {A} |
        /system.slice/containerd.service/kubepods-burstable-pod{p}.slice:cri-containerd:{A} | containerd | {A} | {P}
        /kubepods-besteffort-pod{p}.slice:cri-containerd:{A} | containerd | {A} | {P}
        /kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod{p}.slice/cri-containerd-{A}.scope | containerd | {A} | {P}
        /kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod{p}.slice/cri-containerd-{A}.scope | containerd | {A} | {P}
        /kubepods.slice/kubepods-pod{p}.slice/cri-containerd-{A}.scope | containerd | {A} | {P}
        /kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod{S}.slice/cri-containerd-{A}.scope | containerd | {A} | {S}
        /kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-burstable.slice/kubelet-kubepods-burstable-pod{p}.slice/cri-containerd-{A}.scope | containerd | {A} | {P}
        /kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod{p}.slice/docker-{A}.scope | docker | {A} | {P}
        /kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod{p}.slice/crio-{A}.scope | cri-o | {A} | {P}
        /kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod{p}.slice/crio-{A}.scope/container | cri-o | {A} | {P}
        /kubepods/besteffort/pod{P}/{A} | unknown | {A} | {P}
        /kubepods/burstable/pod{P}/{A} | unknown | {A} | {P}
        /kubepods/pod{P}/{A} | unknown | {A} | {P}
        /kubepods/burstable/pod{S}/{A} | unknown | {A} | {S}
        /kubepods/burstable/pod{P}/crio-{A} | cri-o | {A} | {P}
        /k8s.io/{A} | containerd | {A} |
        /default/{A} | containerd | {A} |
        /system.slice/nerdctl-{A}.scope | containerd | {A} |
        /user.slice/user-1000.slice/user@1000.service/user.slice/nerdctl-{A}.scope | containerd | {A} |
        /system.slice/crio-{A}.scope | cri-o | {A} |
        /machine.slice/libpod-{A}.scope | podman | {A} |
        /machine.slice/libpod-{A}.scope/container | podman | {A} |
        /machine.slice/libpod-{A}.scope/container/system.slice/sshd.service | podman | {A} |
        /machine.slice/machine-libpod_pod_{B}.slice/libpod-{A}.scope/container | podman | {A} |
        /user.slice/user-1000.slice/user@1000.service/user.slice/libpod-{A}.scope/container | podman | {A} |
        /libpod_parent/libpod-{A} | podman | {A} |
        /lxc/web01 | lxc | web01 |
        /lxc/101/ns | lxc | 101 |
        /lxc/101/ns/system.slice/nginx.service | lxc | 101 |
        /lxc/101/ns/docker/{A} | lxc | 101 |
        /lxc.payload.web01 | lxc | web01 |
        /lxc.payload.web01/system.slice/nginx.service | lxc | web01 |
        /lxc.payload.user-1000_db | lxc | user-1000_db |
        /lxc.payload/old | lxc | old |
        /user.slice/user-1000.slice/session-2.scope/lxc.payload.mine | lxc | mine |
        /machine.slice/machine-lxc\x2d1234\x2dbox.scope | lxc | 1234-box |
        / | - | |
        /init.scope | - | |
        /docker | - | |
        /docker/buildkit/u0fzyw5j8f7kqg1 | - | |
        /docker/short | - | |
        /system.slice/docker.service | - | |
        /system.slice/docker.socket | - | |
        /system.slice/docker-abc123.scope | - | |
        /system.slice/containerd.service | - | |
        /system.slice/crio-conmon-{A}.scope | - | |
        /kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod{p}.slice/crio-conmon-{A}.scope | - | |
        /machine.slice/libpod-conmon-{A}.scope | - | |
        /machine.slice/machine-libpod_pod_{B}.slice | - | |
        /lxc.monitor.web01 | - | |
        /lxc.monitor/101 | - | |
        /lxc | - | |
        /lxc.pivot | - | |
        /kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod{p}.slice | - | |
        /kubepods/burstable/pod{P} | - | |
        /user.slice/user-1000.slice/user@1000.service/app.slice/app-{A}.service | - | |
        /system.slice/run-{A}.scope | - | |
        /machine.slice/machine-qemu\x2d3\x2dweb.scope/libvirt/emulator | - | |
        /qemu.slice/109.scope | - | |
        /default/redis | - | |
        /slurm/uid_1000/job_42/step_0 | - | |
        """;

    /// <summary>The rows as they stand in the table, ids not filled in.</summary>
    public static IEnumerable<string> Rows => Table.Split('\n').Where(line => line.Contains('|', StringComparison.Ordinal));

    public static IEnumerable<HostContainerPath> All => Rows.Select(Parse);

    private static HostContainerPath Parse(string line)
    {
        var cells = line.Split('|').Select(cell => Expand(cell.Trim())).ToArray();
        return new HostContainerPath(cells[0], cells[1], cells[2], cells.Length > 3 ? cells[3] : "");
    }

    private static string Expand(string text) => text
        .Replace("{A}", A, StringComparison.Ordinal).Replace("{B}", B, StringComparison.Ordinal).Replace("{C}", C, StringComparison.Ordinal)
        .Replace("{P}", PodUid, StringComparison.Ordinal).Replace("{p}", PodUid.Replace('-', '_'), StringComparison.Ordinal)
        .Replace("{S}", StaticPod, StringComparison.Ordinal);
}
