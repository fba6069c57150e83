using System.Text;
using Wattshare.Exporter.Host.Containers.Kubernetes;

namespace Wattshare.Exporter.Tests.Host.Kubernetes;

public sealed class ApiObjectJsonTests
{
    [Fact]
    public void A_pod_has_its_containers_of_every_sort_with_the_image_that_it_asks_for()
    {
        var pod = Parse(PodReplies.Web()).ToPod()!;
        Assert.Equal((PodReplies.Uid, PodReplies.Uid, "prod", "web-0"), (pod.Uid, pod.PathUid, pod.Namespace, pod.Name));
        Assert.Equal(
            [
                new(PodReplies.Id('1'), "setup", "busybox:1.36", "containerd"),
                new(PodReplies.Id('b'), "app", "registry.example/web:1.2", "containerd"),
                new(PodReplies.Id('a'), "app", "registry.example/web:1.2", "containerd"),
                new(PodReplies.Id('c'), "proxy", "envoy:2", "cri-o"),
                new(PodReplies.Id('e'), "debugger", "busybox", "docker"),
            ],
            pod.Containers);
        Assert.Equal("101", Parse(PodReplies.Web()).ResourceVersion);
    }

    [Fact]
    public void A_mirror_pod_is_known_by_the_hash_of_its_manifest()
    {
        var pod = Parse(PodReplies.Mirror()).ToPod()!;
        Assert.Equal((PodReplies.MirrorUid, PodReplies.Hash), (pod.Uid, pod.PathUid));
    }

    [Theory]
    [InlineData("\"name\":\"web-0\"", "\"name\":\"Web_0\"")]
    [InlineData("\"name\":\"web-0\"", "\"name\":\"web-0\\n\"")]
    [InlineData("\"name\":\"web-0\"", "\"name\":\"a..b\"")]
    [InlineData("\"name\":\"web-0\"", "\"name\":\"-a\"")]
    [InlineData("\"name\":\"web-0\"", "\"name\":5")]
    [InlineData("\"name\":\"web-0\"", "\"name\":{\"name\":\"web-0\"}")]
    [InlineData("\"name\":\"web-0\"", "\"nam\":\"web-0\"")]
    [InlineData("\"namespace\":\"prod\"", "\"namespace\":\"a.b\"")]
    [InlineData("\"namespace\":\"prod\"", "\"namespace\":\"\"")]
    [InlineData("\"namespace\":\"prod\"", "\"namespace\":[]")]
    [InlineData("\"uid\":\"7b3f", "\"uid\":\"../7b3f")]
    [InlineData("\"metadata\":{\"name\":\"web-0\"", "\"metadata\":[],\"m\":{\"name\":\"web-0\"")]
    public void A_pod_with_a_name_that_cannot_be_is_none(string good, string bad)
    {
        var text = PodReplies.Web();
        Assert.Contains(good, text, StringComparison.Ordinal);
        Assert.Null(Parse(text.Replace(good, bad, StringComparison.Ordinal)).ToPod());
    }

    [Theory]
    [InlineData("\"name\":\"proxy\",\"lastState\"", "\"name\":\"Pro xy\",\"lastState\"")]
    [InlineData("\"cri-o://cc", "\"cri-o://CC")]
    [InlineData("\"cri-o://cc", "\"cri-o:/cc")]
    [InlineData("\"containerID\":\"cri-o:", "\"containerId\":\"cri-o:")]
    public void A_container_with_a_name_or_id_that_cannot_be_is_left_out(string good, string bad)
    {
        var text = PodReplies.Web();
        Assert.Contains(good, text, StringComparison.Ordinal);
        var pod = Parse(text.Replace(good, bad, StringComparison.Ordinal)).ToPod()!;
        Assert.DoesNotContain(pod.Containers, container => container.Name == "proxy" || container.Id == PodReplies.Id('c'));
        Assert.Equal(4, pod.Containers.Count);
    }

    [Fact]
    public void An_image_is_free_text_and_is_cleaned_and_bounded()
    {
        var image = "\u202ea" + new string('x', 300);
        var pod = Parse(PodReplies.Web().Replace("registry.example/web:1.2", image, StringComparison.Ordinal)).ToPod()!;
        Assert.Equal("\uFFFDa" + new string('x', 254), pod.Containers.Last(container => container.Name == "app").Image);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_no_name_and_no_crash()
    {
        byte[] json = [.. "{\"metadata\":{\"name\":\""u8, 0xFF, 0xC3, .. "\",\"resourceVersion\":\"\\ud800\",\"namespace\":\"a\",\"uid\":\"1\"},\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\""u8, 0xFF, .. "\"}]}}"u8];
        Assert.True(ApiObjectJson.TryParse(json, out var item));
        Assert.Null(item.ToPod());
        Assert.Equal("", item.ResourceVersion);
        Assert.Equal("\uFFFD", item.Images["a"]);
    }

    [Fact]
    public void What_breaks_off_anywhere_is_refused()
    {
        var bytes = Encoding.UTF8.GetBytes(PodReplies.Web());
        for (var length = 0; length < bytes.Length; length++) Assert.False(ApiObjectJson.TryParse(bytes.AsSpan(0, length), out _));
    }

    [Fact]
    public void What_is_changed_anywhere_is_no_crash()
    {
        var good = Encoding.UTF8.GetBytes(PodReplies.Web());
        foreach (var value in "\"{}[]:,\\0\0"u8)
        {
            for (var at = 0; at < good.Length; at++)
            {
                var bytes = good.ToArray();
                bytes[at] = value;
                if (!ApiObjectJson.TryParse(bytes, out var item)) continue;
                Assert.All(item.ToPod()?.Containers ?? [], container => Assert.Equal(64, container.Id.Length));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{} {}")]
    [InlineData("{\"a\":}")]
    [InlineData("<html>")]
    public void What_is_no_object_is_refused(string text) => Assert.False(ApiObjectJson.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void What_is_nested_too_deep_is_refused() =>
        Assert.False(ApiObjectJson.TryParse(Encoding.UTF8.GetBytes("{\"a\":" + new string('[', 200) + new string(']', 200) + "}"), out _));

    [Theory]
    [InlineData("ADDED", "Present")]
    [InlineData("MODIFIED", "Present")]
    [InlineData("DELETED", "Deleted")]
    [InlineData("NONSENSE", "Unknown")]
    public void An_event_has_its_type_before_or_behind_its_object(string word, string type)
    {
        var expected = Enum.Parse<WatchEventType>(type);
        Assert.True(WatchEvent.TryParse(Encoding.UTF8.GetBytes(PodReplies.Event(word, PodReplies.Web())), out var change));
        Assert.Equal((expected, "web-0"), (change.Type, change.Object.Name));
        Assert.True(WatchEvent.TryParse(Encoding.UTF8.GetBytes($$"""{"object":{{PodReplies.Web()}},"type":"{{word}}"}"""), out change));
        Assert.Equal((expected, "web-0"), (change.Type, change.Object.Name));
    }

    [Theory]
    [InlineData("{\"type\":\"ADDED\"}")]
    [InlineData("{\"type\":\"ADDED\",\"object\":[]}")]
    [InlineData("{\"type\":\"ADDED\",\"object\":{}")]
    public void An_event_without_an_object_is_none(string text) => Assert.False(WatchEvent.TryParse(Encoding.UTF8.GetBytes(text), out _));

    private static ApiObject Parse(string text)
    {
        Assert.True(ApiObjectJson.TryParse(Encoding.UTF8.GetBytes(text), out var item));
        return item;
    }
}
