using Wattshare.Exporter.Exposition;

namespace Wattshare.Exporter.Tests.Exposition;

public sealed class DurationHistogramTests
{
    [Fact]
    public void A_bound_belongs_to_its_bucket_and_the_last_bucket_counts_all()
    {
        var histogram = new DurationHistogram(10, 20);
        foreach (var value in new long[] { 0, 10, 11, 20, 21, -5 }) histogram.Observe(value);
        var cumulative = new long[3];
        Assert.Equal(62, histogram.Read(cumulative));
        Assert.Equal([3, 5, 6], cumulative);
    }

    [Fact]
    public void Readers_beside_a_writer_see_sums_that_fit_their_counts()
    {
        var histogram = new DurationHistogram(5);
        using var done = new ManualResetEventSlim();
        var writer = new Thread(() =>
        {
            for (var i = 0; i < 200_000; i++) histogram.Observe(7);
            done.Set();
        });
        writer.Start();
        var cumulative = new long[2];
        var reads = 0L;
        while (!done.IsSet || reads == 0)
        {
            var sum = histogram.Read(cumulative);
            Assert.Equal(cumulative[1] * 7, sum);
            reads++;
        }

        writer.Join();
        Assert.Equal(1_400_000, histogram.Read(cumulative));
    }
}
