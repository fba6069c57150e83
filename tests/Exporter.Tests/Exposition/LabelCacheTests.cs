using System.Text;
using Wattshare.Exporter.Exposition;

namespace Wattshare.Exporter.Tests.Exposition;

public sealed class LabelCacheTests
{
    private readonly LabelCache _cache = new();

    [Fact]
    public void A_text_belongs_to_the_object_and_not_to_its_value()
    {
        var thing = new string('a', 3);
        _cache.Add(thing, "n=\"a\""u8, 42);
        Assert.True(_cache.TryGet(thing, out var labels, out var hash));
        Assert.Equal(("n=\"a\"", 42), (Encoding.UTF8.GetString(labels), hash));
        Assert.False(_cache.TryGet(new string('a', 3), out _, out _));
    }

    [Fact]
    public void What_is_no_longer_shown_is_forgotten_and_what_is_shown_is_kept()
    {
        var shown = Things(10);
        for (var round = 0; round < 100; round++)
        {
            _cache.BeginRound();
            foreach (var thing in shown.Concat(Things(10)))
                if (!_cache.TryGet(thing, out _, out _)) _cache.Add(thing, "x"u8, 1);
        }

        Assert.InRange(_cache.Count, 20, 130);
        Assert.All(shown, thing => Assert.True(_cache.TryGet(thing, out _, out _)));
    }

    private static object[] Things(int count) => [.. Enumerable.Range(0, count).Select(_ => new object())];
}
