using System.Buffers;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Exporter.Exposition;

/// <summary>
/// Writes the whole text of <c>/metrics</c> from a report, in one synchronous pass without I/O, in the order of
/// <see cref="MetricCatalog"/>. Keeps its working memory: in steady state it allocates nothing. One thread at a time.
/// </summary>
/// <param name="sources">What the text needs beside the report.</param>
internal sealed class MetricsView(MetricsSources sources) : IDisposable
{
    private readonly VmView _vms = new();
    private readonly ContainerView _containers = new();
    private readonly ProcessView _processes = new();
    private readonly SensorView _sensors = new();

    /// <summary>Writes the text.</summary>
    /// <param name="report">The report.</param>
    /// <param name="format">The format.</param>
    /// <param name="output">Where the text goes.</param>
    public void Render(PowerReport report, ExpositionFormat format, IBufferWriter<byte> output)
    {
        var writer = new ExpositionWriter(output, format);
        HostView.Write(ref writer, report);
        _vms.Write(ref writer, report);
        _containers.Write(ref writer, report);
        _processes.Write(ref writer, report);
        _sensors.Write(ref writer, report);
        ExporterView.Write(ref writer, report, sources);
        writer.End();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _vms.Dispose();
        _containers.Dispose();
        _processes.Dispose();
        _sensors.Dispose();
    }
}
