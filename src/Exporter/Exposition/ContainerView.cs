using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Exporter.Exposition;

/// <summary>Writes the families of containers. Containers that share every label are one series. One thread.</summary>
internal sealed class ContainerView : IDisposable
{
    private readonly SeriesTable<EnergySeries> _series = new();

    /// <summary>The label <c>container_id</c>, without the string that <see cref="ContainerInfo.ShortId"/> makes.</summary>
    /// <param name="container">A container or null.</param>
    /// <returns>The id as it is shown, or nothing.</returns>
    public static ReadOnlySpan<char> ShortId(ContainerInfo? container) => ContainerIds.Shorten(container?.Id);

    /// <summary>Writes the families.</summary>
    /// <param name="writer">The text.</param>
    /// <param name="report">The report.</param>
    public void Write(ref ExpositionWriter writer, PowerReport report)
    {
        Gather(report);
        EnergyFamilies.WriteModes(ref writer, MetricCatalog.ContainerEnergy, report, _series);
        EnergyFamilies.WritePower(ref writer, MetricCatalog.ContainerPower, report, _series);
        UncertaintyFamilies.Write(ref writer, MetricCatalog.ContainerUncertainty, report, _series);
        WriteInfo(ref writer, report);
    }

    /// <inheritdoc/>
    public void Dispose() => _series.Dispose();

    private void Gather(PowerReport report)
    {
        _series.Clear();
        for (var i = 0; i < report.Containers.Length; i++)
        {
            var row = report.Containers[i];
            if (row.Container is null || !_series.Knows(row.Container)) Describe(row.Container);
            ref var series = ref _series.Commit(out var isNew);
            series.Add(row.Active, row.Idle, row.Ended || row.Container is null);
            UncertaintyFamilies.Add(ref series, row.Uncertainty, isNew);
            if (isNew) series.InfoRow = -1;
            if (row.Container is not null && (series.InfoRow < 0 || report.Containers[series.InfoRow].Ended)) series.InfoRow = i;
        }
    }

    private void Describe(ContainerInfo? container)
    {
        _series.Label("container"u8, container?.Name ?? VmView.EndedName);
        _series.Label("container_id"u8, ShortId(container));
        _series.Label("namespace"u8, container?.Namespace);
        _series.Label("pod"u8, container?.Pod);
    }

    // The order of the labels is that of the contract, so the text of the energy series does not serve here.
    private void WriteInfo(ref ExpositionWriter writer, PowerReport report)
    {
        writer.Family(MetricCatalog.ContainerInfo);
        for (var i = 0; i < _series.Count; i++)
        {
            if (_series[i].InfoRow < 0) continue;
            var container = report.Containers[_series[i].InfoRow].Container!;
            writer.Sample();
            writer.Label("container"u8, container.Name);
            writer.Label("container_id"u8, ShortId(container));
            writer.Label("runtime"u8, container.Runtime);
            writer.Label("image"u8, container.Image);
            writer.Label("pod"u8, container.Pod);
            writer.Label("pod_uid"u8, container.PodUid);
            writer.Label("namespace"u8, container.Namespace);
            writer.Integer(1);
        }
    }
}
