using System.Buffers;
using System.Text;
using Wattshare.Exporter.Sampling;
using Wattshare.Exporter.Tests.Exposition;
using Wattshare.Exporter.Web;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Web;

public sealed class ReportCacheTests
{
    private readonly ManualTime _time = new();
    private readonly Latest _latest = new();
    private int _renderings;

    [Fact]
    public void A_report_is_rendered_once_however_many_ask()
    {
        using var cache = NewCache();
        _latest.Publish(SampleReports.Full(1));
        var bodies = new RenderedBody[64];
        Parallel.For(0, bodies.Length, i => bodies[i] = cache.Get());
        Assert.Equal(1, _renderings);
        Assert.All(bodies, body => Assert.Same(bodies[0], body));
    }

    [Fact]
    public void A_newer_report_or_a_second_makes_a_new_body_and_leaves_the_old_one_whole()
    {
        using var cache = NewCache();
        _latest.Publish(SampleReports.Full(1));
        var first = cache.Get();
        _latest.Publish(SampleReports.Full(2));
        Assert.Equal("report 2, rendering 2", Text(cache.Get()));
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal("report 2, rendering 2", Text(cache.Get()));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("report 2, rendering 3", Text(cache.Get()));
        Assert.Equal("report 1, rendering 1", Text(first));
    }

    [Fact]
    public void A_rendering_that_fails_leaves_the_cache_usable()
    {
        var fail = true;
        using var cache = new ReportCache(_latest, _time, (_, output) =>
        {
            output.Write("partial"u8);
            if (fail) throw new InvalidOperationException("once");
        });
        Assert.Throws<InvalidOperationException>(cache.Get);
        fail = false;
        Assert.Equal("partial", Text(cache.Get()));
    }

    private static string Text(RenderedBody body) => Encoding.UTF8.GetString(body.Plain.Span);

    private ReportCache NewCache() => new(
        _latest,
        _time,
        (report, output) => output.Write(Encoding.UTF8.GetBytes($"report {report.Sequence}, rendering {Interlocked.Increment(ref _renderings)}")));
}
