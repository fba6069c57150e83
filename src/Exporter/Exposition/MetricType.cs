namespace Wattshare.Exporter.Exposition;

/// <summary>The types of metric families that are exported. Info metrics are gauges of the value 1.</summary>
internal enum MetricType
{
    /// <summary>Only grows; the name ends in <c>_total</c>.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Cumulative buckets, a sum and a count.</summary>
    Histogram,
}
