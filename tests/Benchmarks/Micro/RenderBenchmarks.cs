using System.Buffers;
using BenchmarkDotNet.Attributes;
using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Exposition;
using Wattshare.Exporter.Tests.Exposition;
using Wattshare.Exporter.Web;
using Wattshare.Fixtures;

namespace Wattshare.Benchmarks.Micro;

/// <summary>The text of a report with 10,000 series. It is made once for all scrapers, and compressed once.</summary>
public class RenderBenchmarks : IDisposable
{
    private readonly PowerReport[] _reports = new PowerReport[8];
    private readonly MetricsView _view = new(Rendering.NewSources(new ManualTime()));
    private readonly ByteBuffer _buffer = new();
    private readonly BodyShelf _shelf = new();
    private byte[] _text = [];
    private int _next;

    [GlobalSetup]
    public void Begin()
    {
        var random = new Random(1);
        _reports[0] = LargeReports.Of(4_900);
        for (var i = 1; i < _reports.Length; i++) _reports[i] = LargeReports.Changed(_reports[i - 1], random);
        foreach (var report in _reports) Render(report);
        _text = _buffer.Written.ToArray();
    }

    [Benchmark]
    public int SameReport() => Render(_reports[0]);

    [Benchmark]
    public int OneRowInAHundredChanged() => Render(_reports[_next++ % _reports.Length]);

    [Benchmark]
    public int Gzip()
    {
        var body = _shelf.Take();
        body.Begin().Write(_text);
        body.Complete(1, 0, leases: 1);
        var length = body.Gzip.Length;
        body.Release();
        return length;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _view.Dispose();
        _buffer.Dispose();
        _shelf.Dispose();
        GC.SuppressFinalize(this);
    }

    private int Render(PowerReport report)
    {
        _buffer.Truncate(0);
        _view.Render(report, ExpositionFormat.Text, _buffer);
        return _buffer.Written.Length;
    }
}
