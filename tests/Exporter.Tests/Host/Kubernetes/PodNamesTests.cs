using Wattshare.Exporter.Host;
using Wattshare.Exporter.Host.Containers.Kubernetes;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Host.Kubernetes;

public sealed class PodNamesTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void A_container_is_found_by_its_id_and_its_pod_by_the_uid_in_its_path()
    {
        var names = Make();
        Assert.True(names.Apply(new Pod("u", "h", "prod", "web-0", [new("1", "app", "web:1", "containerd")])));
        Assert.True(names.TryGetContainer("1", out var container));
        Assert.Equal(new ContainerLabels { Namespace = "prod", Pod = "web-0", Name = "app", Image = "web:1", Runtime = "containerd" }, container);
        Assert.True(names.TryGetPod("h", out var pod));
        Assert.Equal(new ContainerLabels { Namespace = "prod", Pod = "web-0" }, pod);
        Assert.False(names.TryGetPod("u", out _));
        Assert.False(names.TryGetContainer("2", out _));
    }

    [Fact]
    public void What_is_told_again_is_the_same_object()
    {
        var names = Make();
        names.Apply(Web("1"));
        names.TryGetContainer("1", out var before);
        names.Apply(Web("1"));
        names.TryGetContainer("1", out var after);
        Assert.Same(before, after);
    }

    [Fact]
    public void A_pod_that_is_gone_keeps_its_names_for_a_while_and_not_for_ever()
    {
        var names = Make();
        names.Apply(Web("1"));
        names.Remove("u");
        Assert.Equal(0, names.Count);
        _time.Advance(TimeSpan.FromMinutes(10));
        names.Apply(Other());
        Assert.True(names.TryGetContainer("1", out _));
        _time.Advance(TimeSpan.FromSeconds(1));
        names.Apply(Other());
        Assert.False(names.TryGetContainer("1", out _));
        Assert.False(names.TryGetPod("u", out _));
    }

    [Fact]
    public void A_container_that_was_restarted_keeps_its_name_for_a_while()
    {
        var names = Make();
        names.Apply(Web("1"));
        names.Apply(Web("2"));
        Assert.True(names.TryGetContainer("1", out var before));
        Assert.True(names.TryGetContainer("2", out var now));
        Assert.Equal(before, now);
        _time.Advance(TimeSpan.FromMinutes(11));
        names.Apply(Web("2"));
        Assert.False(names.TryGetContainer("1", out _));
        Assert.True(names.TryGetContainer("2", out _));
    }

    [Fact]
    public void A_mirror_pod_that_is_made_again_is_not_gone_with_the_old_one()
    {
        var names = Make();
        names.Apply(new Pod("old", "hash", "kube-system", "etcd", [new("1", "etcd", "", "")]));
        names.Apply(new Pod("new", "hash", "kube-system", "etcd", [new("1", "etcd", "", "")]));
        names.Remove("old");
        _time.Advance(TimeSpan.FromHours(1));
        names.Apply(Other());
        Assert.True(names.TryGetPod("hash", out _));
        Assert.True(names.TryGetContainer("1", out _));
    }

    [Fact]
    public void What_comes_back_in_time_stays()
    {
        var names = Make();
        names.Apply(Web("1"));
        names.Remove("u");
        _time.Advance(TimeSpan.FromMinutes(5));
        names.Apply(Web("1"));
        _time.Advance(TimeSpan.FromHours(1));
        names.Apply(Other());
        Assert.True(names.TryGetContainer("1", out _));
    }

    [Fact]
    public void What_a_list_does_not_name_is_gone_when_it_is_complete_and_not_before()
    {
        var names = Make();
        names.Apply(Web("1"));
        names.BeginList();
        names.Apply(Other());
        Assert.Equal(2, names.Count);
        names.BeginList();
        names.Apply(Other());
        names.EndList();
        Assert.Equal(1, names.Count);
        Assert.True(names.TryGetContainer("1", out _));
    }

    [Fact]
    public void Pods_and_containers_are_bounded_and_what_is_gone_makes_room()
    {
        var names = Make(new PodLimits { MaxPods = 2, MaxContainers = 3 });
        Assert.True(names.Apply(new Pod("a", "a", "n", "a", [new("1", "c", "", ""), new("2", "c", "", "")])));
        Assert.False(names.Apply(new Pod("b", "b", "n", "b", [new("3", "c", "", ""), new("4", "c", "", "")])));
        Assert.False(names.Apply(new Pod("c", "c", "n", "c", [])));
        Assert.True(names.TryGetContainer("3", out _));
        Assert.False(names.TryGetContainer("4", out _));
        names.Remove("a");
        Assert.True(names.Apply(new Pod("c", "c", "n", "c", [new("5", "c", "", "")])));
        Assert.True(names.TryGetContainer("5", out _));
    }

    [Fact]
    public void Looking_allocates_nothing()
    {
        var names = Make();
        names.Apply(Web("1"));
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                names.TryGetContainer("1", out _);
                names.TryGetContainer("2", out _);
                names.TryGetPod("u", out _);
            }
        }));
    }

    private static Pod Web(string id) => new("u", "u", "prod", "web-0", [new(id, "app", "web:1", "containerd")]);

    private static Pod Other() => new("o", "o", "prod", "other", []);

    private PodNames Make(PodLimits? limits = null) => new(_time, limits ?? new PodLimits());
}
