using Wattshare.Exporter.Host.Containers.Kubernetes;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Host.Kubernetes;

public sealed class BackoffTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Each_pause_is_about_twice_the_last_up_to_the_longest_and_begins_anew_after_a_success()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), _time);
        foreach (var due in new[] { 1, 2, 4, 8, 10, 10 }) Assert.InRange(backoff.Next().TotalSeconds, due / 2.0, due);
        backoff.Reset();
        Assert.InRange(backoff.Next().TotalSeconds, 0.5, 1);
    }

    [Fact]
    public void The_chance_is_spread_over_the_whole_range()
    {
        var shares = new List<double>();
        for (var i = 0; i < 1000; i++)
        {
            _time.Advance(TimeSpan.FromMicroseconds(1));
            shares.Add(Backoff.Share(TimeSpan.FromSeconds(1), _time).TotalSeconds);
        }

        Assert.All(shares, share => Assert.InRange(share, 0, 1));
        for (var tenth = 0; tenth < 10; tenth++) Assert.InRange(shares.Count(share => (int)(share * 10) == tenth), 50, 150);
    }
}
