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

    private static void Add(SeriesTable<long> table, string name, long value)
    {
        table.Label("n"u8, name);
        table.Label("m"u8, "x");
        table.Commit(out _) += value;
    }

    private static string[] Labels(SeriesTable<long> table) =>
        [.. Enumerable.Range(0, table.Count).Select(i => Encoding.UTF8.GetString(table.Labels(i)))];
}
