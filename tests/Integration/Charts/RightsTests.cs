using System.Text.Json.Nodes;

namespace Wattshare.Integration.Charts;

/// <summary>What the pods may do: as little as the values ask for.</summary>
public sealed class RightsTests
{
    private static readonly object[] PodPath = ["spec", "template", "spec"];

    public static TheoryData<string> ValuesFiles => Chart.ValuesFiles;

    [ChartTheory]
    [MemberData(nameof(ValuesFiles))]
    public async Task The_one_container_is_confined_whatever_the_values(string values)
    {
        var daemonSet = await DaemonSetAsync("-f", Chart.Values(values));
        Assert.Null(daemonSet.At([.. PodPath, "initContainers"]));
        Assert.Single(daemonSet.List([.. PodPath, "containers"]));
        var context = daemonSet.At([.. PodPath, "containers", 0, "securityContext"])!;
        Assert.False(context["privileged"]!.GetValue<bool>());
        Assert.False(context["allowPrivilegeEscalation"]!.GetValue<bool>());
        Assert.True(context["readOnlyRootFilesystem"]!.GetValue<bool>());
        Assert.Equal(["ALL"], context["capabilities"]!["drop"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Equal("RuntimeDefault", daemonSet.Text([.. PodPath, "securityContext", "seccompProfile", "type"]));
        Assert.True(daemonSet.At([.. PodPath, "hostPID"])!.GetValue<bool>());
        Assert.Null(daemonSet.At([.. PodPath, "hostIPC"]));
        Assert.Null(daemonSet.At([.. PodPath, "hostNetwork"]));
    }

    [ChartTheory]
    [InlineData("default", "SYS_PTRACE,BPF,PERFMON", "Unconfined")]
    [InlineData("minimal", "", "RuntimeDefault")]
    [InlineData("everything", "SYS_PTRACE,BPF,PERFMON", "Localhost")]
    public async Task Capabilities_and_the_AppArmor_profile_follow_from_what_is_on(string values, string capabilities, string profile)
    {
        var daemonSet = await DaemonSetAsync("-f", Chart.Values(values));
        var added = daemonSet.List([.. PodPath, "containers", 0, "securityContext", "capabilities", "add"]);
        Assert.Equal(capabilities, string.Join(',', added.Select(name => name.GetValue<string>())));
        Assert.Equal(profile, daemonSet.Text([.. PodPath, "containers", 0, "securityContext", "appArmorProfile", "type"]));
    }

    [ChartTheory]
    [InlineData("default", "unconfined")]
    [InlineData("minimal", "runtime/default")]
    [InlineData("everything", "localhost/wattshare")]
    public async Task Before_Kubernetes_1_30_the_AppArmor_profile_is_an_annotation(string values, string profile)
    {
        var daemonSet = await DaemonSetAsync("-f", Chart.Values(values), "--kube-version", "1.29.0");
        Assert.Equal(profile, daemonSet.Text("spec", "template", "metadata", "annotations", "container.apparmor.security.beta.kubernetes.io/wattshare"));
        Assert.Null(daemonSet.At([.. PodPath, "containers", 0, "securityContext", "appArmorProfile"]));
    }

    [ChartTheory]
    [InlineData("default", "/proc,/sys", "")]
    [InlineData("minimal", "/proc,/sys", "")]
    [InlineData("vm-share", "/proc,/sys", "/var/lib/wattshare,/srv/wattshare")]
    [InlineData("everything", "/proc,/sys,/run/docker.sock,/run/podman", "/var/lib/wattshare,/run/wattshare")]
    public async Task Of_the_host_only_the_share_and_the_state_can_be_written(string values, string read, string written)
    {
        var daemonSet = await DaemonSetAsync("-f", Chart.Values(values));
        Assert.Equal(read, string.Join(',', HostPaths(daemonSet, readOnly: true)));
        Assert.Equal(written, string.Join(',', HostPaths(daemonSet, readOnly: false)));

        // And beside the host's, whatever the values, the directory of the pod in the place of the state.
        var others = Mounts(daemonSet).Where(mount => !(mount.Value["readOnly"]?.GetValue<bool>() ?? false)).Select(mount => mount.Key);
        Assert.Empty(others.Except(["state", "vmshare"]));
    }

    [ChartFact]
    public async Task What_is_mounted_below_a_mount_of_the_host_is_read_only_too_where_Kubernetes_can()
    {
        var mounts = Mounts(await DaemonSetAsync());
        Assert.Equal("IfPossible", mounts["sys"]["recursiveReadOnly"]!.GetValue<string>());
        Assert.Equal("IfPossible", mounts["proc"]["recursiveReadOnly"]!.GetValue<string>());
        Assert.Null(Mounts(await DaemonSetAsync("--kube-version", "1.30.9"))["sys"]["recursiveReadOnly"]);
        Assert.Null(Mounts(await DaemonSetAsync("--set", "security.recursiveReadOnly=Disabled"))["sys"]["recursiveReadOnly"]);
    }

    [ChartTheory]
    [InlineData("minimal", "false", "api")]
    [InlineData("default", "false", "kubelet")]
    [InlineData("default", "true", "files")]
    [InlineData("vm-share", "true", "files")]
    public async Task Without_the_API_there_are_no_rights_and_no_token(string values, string enabled, string source)
    {
        var objects = await Chart.RenderAsync("-f", Chart.Values(values), "--set", $"kubernetes.labels.enabled={enabled},kubernetes.labels.source={source}");
        Assert.DoesNotContain(objects, item => item.Kind.Contains("Role", StringComparison.Ordinal));
        Assert.False(DaemonSet(objects).At([.. PodPath, "automountServiceAccountToken"])!.GetValue<bool>());
        Assert.All(objects.Where(item => item.Kind == "ServiceAccount"), account => Assert.False(account.At("automountServiceAccountToken")!.GetValue<bool>()));
    }

    [ChartFact]
    public async Task With_the_API_pods_can_be_read_and_nothing_else()
    {
        var objects = await Chart.RenderAsync("-f", Chart.Values("everything"), "--namespace", "power");
        var role = objects.Single(item => item.Kind == "ClusterRole");
        Assert.Equal("""[{"apiGroups":[""],"resources":["pods"],"verbs":["list","watch"]}]""", role.At("rules")!.ToJsonString());
        var binding = objects.Single(item => item.Kind == "ClusterRoleBinding");
        Assert.Equal(role.Name, binding.Text("roleRef", "name"));
        Assert.Equal("""[{"kind":"ServiceAccount","name":"power-reader","namespace":"power"}]""", binding.At("subjects")!.ToJsonString());
        Assert.Equal("power-reader", DaemonSet(objects).Text([.. PodPath, "serviceAccountName"]));
        Assert.True(DaemonSet(objects).At([.. PodPath, "automountServiceAccountToken"])!.GetValue<bool>());
    }

    [ChartTheory]
    [InlineData("1.32.9", "nodes/proxy")]
    [InlineData("1.33.0", "nodes/pods")]
    public async Task With_the_kubelet_its_pods_can_be_read_and_before_1_33_what_includes_them(string version, string resource)
    {
        var objects = await Chart.RenderAsync("--set", "kubernetes.labels.source=kubelet", "--kube-version", version);
        var role = objects.Single(item => item.Kind == "ClusterRole");
        Assert.Equal($$"""[{"apiGroups":[""],"resources":["{{resource}}"],"verbs":["get"]}]""", role.At("rules")!.ToJsonString());
        var environment = DaemonSet(objects).List([.. PodPath, "containers", 0, "env"]).Select(item => item["name"]!.GetValue<string>());
        Assert.Equal(["DOTNET_EnableDiagnostics", "STATE_DIRECTORY", "NODE_NAME", "NODE_IP"], environment);
        Assert.True(DaemonSet(objects).At([.. PodPath, "automountServiceAccountToken"])!.GetValue<bool>());
    }

    [ChartFact]
    public async Task With_files_the_folders_of_logs_are_mounted_and_can_only_be_read()
    {
        var daemonSet = await DaemonSetAsync("--set", "kubernetes.labels.source=files");
        Assert.Equal("/proc,/sys,/var/log/pods,/var/log/containers", string.Join(',', HostPaths(daemonSet, readOnly: true)));
    }

    [ChartTheory]
    [InlineData("true", "api", "443,6443")]
    [InlineData("true", "kubelet", "10250")]
    [InlineData("true", "files", "")]
    [InlineData("false", "api", "")]
    public async Task The_policy_lets_the_pods_out_to_who_names_pods_and_to_nobody_else(string enabled, string source, string ports)
    {
        var objects = await Chart.RenderAsync("--set", $"networkPolicy.enabled=true,kubernetes.labels.enabled={enabled},kubernetes.labels.source={source}");
        var rules = objects.Single(item => item.Kind == "NetworkPolicy").List("spec", "egress");
        Assert.Equal(ports, string.Join(',', rules.SelectMany(rule => rule["ports"]!.AsArray()).Select(port => port!["port"]!.ToJsonString())));
        Assert.Contains($"--kubernetes.labels={(enabled == "true" ? source : "off")}", DaemonSet(objects).List([.. PodPath, "containers", 0, "args"]).Select(argument => argument.GetValue<string>()));
    }

    [ChartFact]
    public async Task The_policy_lets_the_pods_out_to_an_API_server_on_other_ports()
    {
        var objects = await Chart.RenderAsync("--set", "networkPolicy.enabled=true", "--set-json", "networkPolicy.apiServerPorts=[443,16443]");
        Assert.Equal(
            """[{"ports":[{"port":443,"protocol":"TCP"},{"port":16443,"protocol":"TCP"}]}]""",
            objects.Single(item => item.Kind == "NetworkPolicy").At("spec", "egress")!.ToJsonString());
    }

    [ChartFact]
    public async Task The_policy_lets_the_named_peers_in()
    {
        var objects = await Chart.RenderAsync("--set", "networkPolicy.enabled=true");
        var policy = objects.Single(item => item.Kind == "NetworkPolicy");
        Assert.Equal(
            """[{"from":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"monitoring"}}}],"ports":[{"port":"metrics","protocol":"TCP"}]}]""",
            policy.At("spec", "ingress")!.ToJsonString());
        Assert.Equal("""["Ingress","Egress"]""", policy.At("spec", "policyTypes")!.ToJsonString());
    }

    private static async Task<Manifest> DaemonSetAsync(params string[] arguments) => DaemonSet(await Chart.RenderAsync(arguments));

    private static Manifest DaemonSet(IEnumerable<Manifest> objects) => objects.Single(item => item.Kind == "DaemonSet");

    private static Dictionary<string, JsonNode> Mounts(Manifest daemonSet) =>
        daemonSet.List([.. PodPath, "containers", 0, "volumeMounts"]).ToDictionary(mount => mount["name"]!.GetValue<string>());

    private static IEnumerable<string> HostPaths(Manifest daemonSet, bool readOnly)
    {
        var mounts = Mounts(daemonSet);
        return
            from volume in daemonSet.List([.. PodPath, "volumes"])
            where volume["hostPath"] is not null && (mounts[volume["name"]!.GetValue<string>()]["readOnly"]?.GetValue<bool>() ?? false) == readOnly
            select volume["hostPath"]!["path"]!.GetValue<string>();
    }
}
