using System.Text;
using Wattshare.Exporter.Exposition;

namespace Wattshare.Exporter.Tests.Exposition;

public sealed class SeriesTableTests
{
    [Fact]
    public void Rows_of_the_same_labels_share_a_series_and_the_first_gives_the_order()
    {
        using var table = new SeriesTable<long>();
        foreach (var (name, value) in new[] { ("b", 1L), ("a", 10L), ("b", 100L) }) Add(table, name, value);
        Assert.Equal(["n=\"b\",m=\"x\"", "n=\"a\",m=\"x\""], Labels(table));
        Assert.Equal(101, table[0]);
        Assert.Equal(10, table[1]);
    }

    [Fact]
    public void Ten_thousand_rows_keep_their_own_values_through_growth_and_clearing()
    {
        using var table = new SeriesTable<long>();
        for (var round = 0; round < 2; round++)
        {
            table.Clear();
            for (var i = 0; i < 20_000; i++) Add(table, $"name{i % 10_000}", i);
            Assert.Equal(10_000, table.Count);
            for (var i = 0; i < 10_000; i++) Assert.Equal(i + i + 10_000, table[i]);
            Assert.Equal("n=\"name9999\",m=\"x\"", Labels(table)[^1]);
        }
    }

    [Fact]
    public void A_thing_that_is_known_gets_its_labels_again_in_whatever_order_it_comes()
    {
        using var table = new SeriesTable<long>();
        var (a, b) = (new object(), new object());
        Assert.False(Add(table, a, "a", 1));
        Assert.False(Add(table, b, "b", 2));
        table.Clear();
        Assert.True(Add(table, b, "not asked for", 20));
        Add(table, "b", 200);
        Assert.False(Add(table, new object(), "c", 4));
        Assert.True(Add(table, a, "not asked for", 10));
        Assert.Equal(["n=\"b\",m=\"x\"", "n=\"c\",m=\"x\"", "n=\"a\",m=\"x\""], Labels(table));
        Assert.Equal([220, 4, 10], Enumerable.Range(0, 3).Select(i => table[i]));
    }

    private static bool Add(SeriesTable<long> table, object thing, string name, long value)
    {
        var known = table.Knows(thing);
        if (known) table.Commit(out _) += value;
        else Add(table, name, value);
        return known;
    }

    private static void Add(SeriesTable<long> table, string name, long value)
    {
        table.Label("n"u8, name);
        table.Label("m"u8, "x");
        table.Commit(out _) += value;
    }

    private static string[] Labels(SeriesTable<long> table) =>
        [.. Enumerable.Range(0, table.Count).Select(i => Encoding.UTF8.GetString(table.Labels(i)))];
}
