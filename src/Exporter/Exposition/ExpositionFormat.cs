namespace Wattshare.Exporter.Exposition;

/// <summary>The text formats that a scraper can ask for.</summary>
internal enum ExpositionFormat
{
    /// <summary>Prometheus text 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/).</summary>
    Text,

    /// <summary>OpenMetrics 1.0 (https://prometheus.io/docs/specs/om/open_metrics_spec/).</summary>
    OpenMetrics,
}
