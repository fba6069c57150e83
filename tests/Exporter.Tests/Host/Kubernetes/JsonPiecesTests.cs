using System.Text;
using Wattshare.Exporter.Host.Containers.Kubernetes;

namespace Wattshare.Exporter.Tests.Host.Kubernetes;

public sealed class JsonPiecesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task A_list_is_cut_into_its_items_wherever_the_network_cuts_it(int chunk)
    {
        var text = PodReplies.List("5", "next", PodReplies.Web(), PodReplies.Small("a"));
        var (items, end, rest) = await CutAsync(text, isList: true, chunk);
        Assert.Equal([PodReplies.Web(), PodReplies.Small("a")], items);
        Assert.Equal(JsonPiece.End, end);
        Assert.Equal(PodReplies.List("5", "next", "0", "0"), rest);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    public async Task A_watch_is_cut_into_its_events(int chunk)
    {
        var first = PodReplies.Event("ADDED", PodReplies.Web());
        var second = PodReplies.Event("DELETED", PodReplies.Mirror());
        var (items, end, _) = await CutAsync(" \r\n" + first + second, isList: false, chunk);
        Assert.Equal([first.TrimEnd(), second.TrimEnd()], items);
        Assert.Equal(JsonPiece.End, end);
    }

    [Theory]
    [InlineData("", true, "End")]
    [InlineData("{\"items\":[{}", true, "Torn")]
    [InlineData("{\"items\":[{\"a\":\"", true, "Torn")]
    [InlineData("{\"type\":\"A", false, "Torn")]
    [InlineData("}", true, "Garbage")]
    [InlineData("{}]", false, "Garbage")]
    [InlineData("<html>", false, "Garbage")]
    [InlineData("{} x", false, "Garbage")]
    [InlineData("\"{\"", false, "Garbage")]
    [InlineData("[{}]", false, "Garbage")]
    public async Task Other_ends_are_told_apart(string text, bool isList, string end) =>
        Assert.Equal(Enum.Parse<JsonPiece>(end), (await CutAsync(text, isList, 3)).End);

    [Fact]
    public async Task What_nests_too_deep_is_garbage() => Assert.Equal(JsonPiece.Garbage, (await CutAsync(new string('[', 1000), isList: true, 64)).End);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_object_above_its_limit_is_refused(bool isList)
    {
        var item = "{\"a\":\"" + new string('x', 92) + "\"}";
        var text = isList ? "{\"items\":[" + item + "]}" : item;
        Assert.Equal(JsonPiece.End, (await CutAsync(text, isList, 10, maxObject: 100)).End);
        Assert.Equal(JsonPiece.TooLarge, (await CutAsync(text, isList, 10, maxObject: 99)).End);
    }

    [Fact]
    public async Task More_than_the_limit_altogether_is_refused()
    {
        var text = string.Concat(Enumerable.Repeat("{}\n", 100));
        Assert.Equal(JsonPiece.End, (await CutAsync(text, isList: false, 10, maxTotal: 300)).End);
        Assert.Equal(JsonPiece.TooLarge, (await CutAsync(text, isList: false, 10, maxTotal: 299)).End);
    }

    [Fact]
    public async Task What_is_around_a_list_is_bounded_too() =>
        Assert.Equal(JsonPiece.TooLarge, (await CutAsync("{\"metadata\":\"" + new string('x', 70_000), isList: true, 1000)).End);

    private static async Task<(IReadOnlyList<string> Items, JsonPiece End, string Around)> CutAsync(
        string text, bool isList, int chunk, int maxObject = 100_000, long maxTotal = 1_000_000)
    {
        await using var stream = new TrickleStream(Encoding.UTF8.GetBytes(text), chunk);
        var pieces = new JsonPieces(stream, isList, maxObject, maxTotal);
        List<string> items = [];
        JsonPiece piece;
        while ((piece = await pieces.NextAsync(default)) == JsonPiece.Item) items.Add(Encoding.UTF8.GetString(pieces.Item));
        return (items, piece, Encoding.UTF8.GetString(pieces.Rest));
    }
}
