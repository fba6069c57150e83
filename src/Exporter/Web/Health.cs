using System.Globalization;
using Wattshare.Attribution.Model;

namespace Wattshare.Exporter.Web;

/// <summary>Tells whether the exporter lives and whether its figures are there yet. Any number of threads.</summary>
/// <param name="sources">What is told of.</param>
/// <param name="sampleInterval">The sampling interval.</param>
internal sealed class Health(WebSources sources, TimeSpan sampleInterval)
{
    private const string Advice = "run 'wattshare check' as the user of the service, which says why and what mends it";

    private static readonly TimeSpan ShortestLimit = TimeSpan.FromSeconds(30);

    private readonly TimeSpan _limit = TimeSpan.FromTicks(Math.Max(ShortestLimit.Ticks, sampleInterval.Ticks * 10));

    /// <summary>Why the sampler must be taken for dead, or null while it lives.</summary>
    /// <returns>One sentence or null.</returns>
    public string? Unhealthy()
    {
        var silence = sources.Metrics.Clock.Silence;
        return silence <= _limit
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"no sample for {silence.TotalSeconds:F0} s: the sampler has stopped");
    }

    /// <summary>Why there are no figures yet, or null when there are.</summary>
    /// <returns>One sentence or null.</returns>
    public string? NotReady() =>
        sources.Waiting?.Invoke() ?? (sources.Latest.Report.Intervals >= 1 ? null : "waiting for the first complete interval");

    /// <summary>
    /// What is absent from the figures although they are served, or null. An exporter without a counter is ready: it has all that there is, and a
    /// load balancer or an orchestrator that took it away would make nothing better.
    /// </summary>
    /// <returns>One sentence or null.</returns>
    public string? Absent()
    {
        var report = sources.Latest.Report;
        if (report.Measured == ComponentSet.None) return $"no energy source can be read: {Advice}";
        var absent = report.Measured.Without(report.Live);
        if (absent == ComponentSet.None) return null;
        return $"no energy at present of {string.Join(", ", Components.All.ToArray().Where(absent.Contains).Select(Components.Name))}: {Advice}";
    }
}
