using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Wattshare.Exporter.Sampling;
using Wattshare.Exporter.Tests.Exposition;
using Wattshare.Exporter.Web;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Web;

public sealed class ReportCacheTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly Latest _latest = new();
    private readonly BodyShelf _shelf = new();
    private int _renderings;

    [Fact]
    public void A_report_is_rendered_once_however_many_ask()
    {
        using var cache = NewCache();
        _latest.Publish(SampleReports.Full(1));
        var bodies = new RenderedBody[64];
        Parallel.For(0, bodies.Length, i => bodies[i] = cache.Lease());
        Assert.Equal(1, _renderings);
        Assert.All(bodies, body => Assert.Same(bodies[0], body));
    }

    [Fact]
    public void A_newer_report_or_a_second_makes_a_new_body_and_leaves_a_leased_one_whole()
    {
        using var cache = NewCache();
        _latest.Publish(SampleReports.Full(1));
        var first = cache.Lease();
        _latest.Publish(SampleReports.Full(2));
        Assert.Equal("report 2, rendering 2", Ask(cache));
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal("report 2, rendering 2", Ask(cache));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("report 2, rendering 3", Ask(cache));
        Assert.Equal("report 1, rendering 1", Text(first.Plain));
    }

    [Fact]
    public void Clients_that_hold_on_to_too_many_old_answers_are_asked_to_let_go_of_the_oldest()
    {
        using var cache = NewCache();
        var bodies = new List<RenderedBody>();
        for (var i = 1; i <= 10; i++)
        {
            _latest.Publish(SampleReports.Full(i));
            bodies.Add(cache.Lease());
        }

        // Nine are superseded and one is current; eight of the nine may be held.
        Assert.Equal([true, .. Enumerable.Repeat(false, 9)], bodies.Select(body => body.Revoked.IsCancellationRequested));
        bodies[0].Release();
        bodies[1].Release();
        _latest.Publish(SampleReports.Full(11));
        Assert.False(cache.Lease().Revoked.IsCancellationRequested);
        Assert.All(bodies.Skip(2), body => Assert.False(body.Revoked.IsCancellationRequested));
    }

    [Fact]
    public void A_rendering_that_fails_leaves_the_cache_usable_and_keeps_no_memory()
    {
        var fail = true;
        using var cache = new ReportCache(_latest, _time, _shelf, new Lock(), (_, output) =>
        {
            output.Write("partial"u8);
            if (fail) throw new InvalidOperationException("once");
        });
        for (var i = 0; i < 10; i++) Assert.Throws<InvalidOperationException>(cache.Lease);
        Assert.Equal(1, _shelf.Count);
        fail = false;
        Assert.Equal("partial", Ask(cache));
        Assert.Equal(0, _shelf.Count);
    }

    [Fact]
    public void A_body_that_nobody_reads_any_more_is_written_again()
    {
        using var cache = NewCache();
        _latest.Publish(SampleReports.Full(1));
        var first = cache.Lease();
        first.Release();
        _latest.Publish(SampleReports.Full(2));
        var second = cache.Lease();
        Assert.Same(first, second);
        Assert.Equal("report 2, rendering 2", Text(second.Plain));
    }

    [Fact]
    public void The_memory_of_older_answers_is_kept_for_a_few_and_given_up_for_more()
    {
        using var cache = NewCache();
        var slow = new RenderedBody[20];
        for (var i = 0; i < slow.Length; i++)
        {
            _latest.Publish(SampleReports.Full(i + 1));
            slow[i] = cache.Lease();
        }

        Assert.Equal(20, slow.Distinct().Count());
        Assert.Equal(slow.Select((_, i) => $"report {i + 1}, rendering {i + 1}"), slow.Select(body => Text(body.Plain)));
        foreach (var body in slow) body.Release();
        Assert.Equal(4, _shelf.Count);
    }

    [Fact]
    public void A_packed_body_is_packed_anew_with_its_next_content()
    {
        using var cache = NewCache();
        for (var i = 1; i < 4; i++)
        {
            _latest.Publish(SampleReports.Full(i));
            var body = cache.Lease();
            var packed = body.Gzip;
            Assert.Equal(packed, body.Gzip);
            using var unpacked = new StreamReader(new GZipStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress));
            Assert.Equal($"report {i}, rendering {i}", unpacked.ReadToEnd());
            body.Release();
        }
    }

    [Fact]
    public void Two_caches_that_share_a_shelf_never_give_out_each_others_bodies()
    {
        const int turns = 20_000;
        using ReportCache letters = Of('a'), digits = Of('0');
        Parallel.For(0, 4, worker =>
        {
            for (var i = 0; i < turns; i++)
            {
                if (worker == 0) _latest.Publish(SampleReports.Full(i + 1));
                Check(letters, 'a');
                Check(digits, '0');
            }
        });

        ReportCache Of(char letter) => new(_latest, _time, _shelf, new Lock(), (report, output) =>
            output.Write(Encoding.UTF8.GetBytes(letter + report.Sequence.ToString(CultureInfo.InvariantCulture))));

        static void Check(ReportCache cache, char letter)
        {
            var body = cache.Lease();
            Assert.Equal(letter + body.Sequence.ToString(CultureInfo.InvariantCulture), Text(body.Plain));
            body.Release();
        }
    }

    [Fact]
    public void A_steady_cache_renders_and_gives_out_without_allocating()
    {
        var text = Enumerable.Repeat((byte)'x', 1_000_000).ToArray();
        var reports = Enumerable.Range(1, 40).Select(i => SampleReports.Full(i)).ToArray();
        using var cache = new ReportCache(_latest, _time, _shelf, new Lock(), (_, output) => output.Write(text));
        var next = 0;
        Turn();
        Turn();
        Assert.Equal(0, Allocations.Of(Turn));

        void Turn()
        {
            _latest.Publish(reports[next++]);
            for (var i = 0; i < 3; i++) cache.Lease().Release();
        }
    }

    public void Dispose() => _shelf.Dispose();

    private static string Ask(ReportCache cache)
    {
        var body = cache.Lease();
        var text = Text(body.Plain);
        body.Release();
        return text;
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private ReportCache NewCache() => new(
        _latest,
        _time,
        _shelf,
        new Lock(),
        (report, output) => output.Write(Encoding.UTF8.GetBytes($"report {report.Sequence}, rendering {Interlocked.Increment(ref _renderings)}")));
}
