using System.Text;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host;
using Wattshare.Exporter.Host.Containers.Kubernetes;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Host.Kubernetes;

public sealed class PodLogSourceTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("wattshare-pods-");
    private readonly FaultProbe _faults = new();

    public void Dispose() => _root.Delete(recursive: true);

    private string Pods => Path.Combine(_root.FullName, "var", "log", "pods");

    [Theory]
    [InlineData("prod_web-0_7b3f1c2a-9d8e-4f6b-a1c2-0d9e8f7a6b5c", "prod", "web-0", "7b3f1c2a-9d8e-4f6b-a1c2-0d9e8f7a6b5c")]
    [InlineData("kube-system_etcd-node-1.example_8a5d4f1f7ef3a7b2e1c0d9f8a7b6c5d4", "kube-system", "etcd-node-1.example", "8a5d4f1f7ef3a7b2e1c0d9f8a7b6c5d4")]
    public void The_folder_of_a_pod_names_it(string text, string space, string pod, string uid)
    {
        Assert.True(PodLogName.TryParse(Encoding.UTF8.GetBytes(text), out var name));
        Assert.Equal(new PodLogName(space, pod, uid), name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("_")]
    [InlineData("__")]
    [InlineData("prod_web-0")]
    [InlineData("prod_web_0_7b3f")]
    [InlineData("Prod_web-0_7b3f")]
    [InlineData("prod_web-0_xyz")]
    [InlineData("prod_web-0_")]
    [InlineData("a.b_web-0_7b3f")]
    [InlineData("prod_w\u00e9b_7b3f")]
    public void Another_folder_is_no_pod(string text) => Assert.False(PodLogName.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void The_link_to_a_containers_log_has_its_name_and_id()
    {
        Assert.True(ContainerLogName.TryParse(Encoding.UTF8.GetBytes($"web-0.a_prod_my-app-{PodReplies.Id('a')}.log"), out var name));
        Assert.Equal(new ContainerLogName("prod", "web-0.a", "my-app", PodReplies.Id('a')), name);
    }

    [Theory]
    [InlineData("web-0_prod_app-{A}")]
    [InlineData("web-0_prod_{A}.log")]
    [InlineData("web-0_prod_-{A}.log")]
    [InlineData("web-0_prod-{A}.log")]
    [InlineData("web-0_prod_app-a{A}.log")]
    [InlineData("web_0_prod_app-{A}.log")]
    [InlineData("_prod_app-{A}.log")]
    [InlineData(".log")]
    public void Another_file_is_no_containers_log(string text) =>
        Assert.False(ContainerLogName.TryParse(Encoding.UTF8.GetBytes(text.Replace("{A}", PodReplies.Id('a'), StringComparison.Ordinal)), out _));

    [Fact]
    public async Task Pods_are_named_by_their_folders_and_containers_by_their_links()
    {
        Make($"prod_web-0_{PodReplies.Uid}/app", $"kube-system_etcd-node-1_{PodReplies.Hash}/etcd");
        Link($"web-0_prod_app-{PodReplies.Id('a')}.log", $"other_prod_app-{PodReplies.Id('b')}.log", "nonsense");
        var names = await ReadAsync(PodStep.Settled);
        Assert.True(names.TryGetPod(PodReplies.Uid, out var pod));
        Assert.Equal(new ContainerLabels { Namespace = "prod", Pod = "web-0" }, pod);
        Assert.True(names.TryGetPod(PodReplies.Hash, out pod));
        Assert.Equal(new ContainerLabels { Namespace = "kube-system", Pod = "etcd-node-1" }, pod);
        Assert.True(names.TryGetContainer(PodReplies.Id('a'), out var app));
        Assert.Equal(new ContainerLabels { Namespace = "prod", Pod = "web-0", Name = "app" }, app);
        Assert.False(names.TryGetContainer(PodReplies.Id('b'), out _));
        Assert.Empty(_faults.Lines);
    }

    [Fact]
    public async Task Without_the_links_pods_have_their_names_all_the_same()
    {
        Make($"prod_web-0_{PodReplies.Uid}/app");
        Assert.True((await ReadAsync(PodStep.Settled)).TryGetPod(PodReplies.Uid, out _));
        Assert.Empty(_faults.Lines);
    }

    [Fact]
    public async Task A_folder_that_is_no_pod_is_skipped_and_counted()
    {
        Make("nonsense", $"prod_web-0_{PodReplies.Uid}", "a_b_c_d", "x_\u202e_1");
        Assert.Equal(1, (await ReadAsync(PodStep.Settled)).Count);
        Assert.Equal(3, _faults.Log.Count(FaultKind.PodUnidentified));
        Assert.Single(_faults.Lines);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_said_once_and_it_is_said_when_it_is()
    {
        await ReadAsync(PodStep.Failed);
        await ReadAsync(PodStep.Failed);
        Assert.Equal(
            $"Warning: KubernetesUnavailable: {Pods}: The names of pods cannot be read there. Mount it, read-only, or use --kubernetes.labels=off.", Assert.Single(_faults.Lines));
        Make($"prod_web-0_{PodReplies.Uid}");
        Assert.Equal(1, (await ReadAsync(PodStep.Settled)).Count);
        Assert.Equal($"Information: KubernetesUnavailable: {Pods}: recovered", _faults.Lines[1]);
    }

    [Fact]
    public async Task No_more_folders_are_read_than_pods_are_remembered()
    {
        for (var i = 0; i < 20; i++) Make($"prod_web-{i}_{i:x8}");
        Assert.Equal(5, (await ReadAsync(PodStep.Settled, new PodLimits { MaxPods = 5 })).Count);
    }

    private void Make(params string[] folders)
    {
        foreach (var folder in folders) Directory.CreateDirectory(Path.Combine(Pods, folder));
    }

    private void Link(params string[] files)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root.FullName, "var", "log", "containers"));
        foreach (var file in files) File.CreateSymbolicLink(Path.Combine(folder.FullName, file), "/nowhere");
    }

    private async Task<PodNames> ReadAsync(PodStep step, PodLimits? limits = null)
    {
        limits ??= new PodLimits();
        var names = new PodNames(new ManualTime(), limits);
        using var source = new PodLogSource(_root.FullName, limits, _faults.Log);
        Assert.Equal(step, await source.StepAsync(names, default));
        return names;
    }
}
