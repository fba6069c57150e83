using Microsoft.Extensions.Logging.Abstractions;
using Wattshare.Attribution.Tracing;
using Wattshare.Exporter.Commands.Explain;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Composition;

/// <summary>Measures one interval for <c>wattshare check --explain</c>, with the same parts that measure in service.</summary>
internal static class HostExplain
{
    /// <summary>Takes two samples, an interval apart, and writes down what becomes of them.</summary>
    /// <param name="options">Settings without a fault.</param>
    /// <param name="cancellation">Ends the wait between the samples.</param>
    /// <returns>What there is to explain.</returns>
    public static async Task<ExplainInput> GatherAsync(WattshareOptions options, CancellationToken cancellation)
    {
        var (time, trace) = (TimeProvider.System, new SplitTrace());

        // Whatever cannot be read is part of the explanation; the log would say it twice.
        using var measuring = new Measuring(options, NullLoggerFactory.Instance, time, trace: trace);
        await measuring.Names.AskAsync(cancellation);
        measuring.Sampler.Prime();
        var before = measuring.Sampler.Take();
        await Task.Delay(options.Sample.Interval, time, cancellation);
        var after = measuring.Sampler.Take();
        return new ExplainInput
        {
            Trace = trace,
            Before = before,
            After = after,
            Findings = measuring.Sensors.Describe(),
            UsageSource = measuring.Usage.Name,
            UsageObstacle = measuring.UsageObstacle,
            Interval = options.Sample.Interval,
        };
    }
}
