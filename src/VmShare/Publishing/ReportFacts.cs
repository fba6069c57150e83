using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.VmShare.Publishing;

/// <summary>What every machine's directory needs to know of a report.</summary>
/// <param name="Measured">The components that the host measures.</param>
/// <param name="PackageMethod">How the host comes to the energy of the package counter.</param>
/// <param name="DramMethod">How the host comes to the energy of the memory counter.</param>
/// <param name="IntervalSeconds">The length of the last interval, rounded to milliseconds.</param>
internal readonly record struct ReportFacts(
    ComponentSet Measured,
    MeasurementMethod PackageMethod,
    MeasurementMethod DramMethod,
    double IntervalSeconds)
{
    private const double NanosecondsPerMillisecond = 1e6;

    /// <summary>The facts before the first report. Where nothing says how, it is a model: never passed off as measured.</summary>
    public static ReportFacts None => new(ComponentSet.None, MeasurementMethod.Model, MeasurementMethod.Model, 0);

    /// <summary>The component of the package counter: the processor, or the whole machine where nothing else is metered.</summary>
    public Component? Package => PackageOf(Measured);

    /// <summary>True when memory is measured beside the packages.</summary>
    public bool HasDram => Measured.Contains(Component.Dram);

    /// <summary>The weakest of the methods.</summary>
    public MeasurementMethod Method => HasDram && DramMethod > PackageMethod ? DramMethod : PackageMethod;

    /// <summary>Takes the facts out of a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="last">The facts of the report before: a zone that is away for a while does not change the method.</param>
    /// <returns>The facts.</returns>
    public static ReportFacts Of(PowerReport report, in ReportFacts last) => new(
        report.Measured,
        MethodOf(report, PackageOf(report.Measured)) ?? last.PackageMethod,
        MethodOf(report, Component.Dram) ?? last.DramMethod,
        Math.Round(report.IntervalNanoseconds / NanosecondsPerMillisecond) / 1000);

    private static Component? PackageOf(ComponentSet measured) =>
        measured.Contains(Component.Cpu) ? Component.Cpu
        : measured.Contains(Component.Platform) ? Component.Platform
        : null;

    /// <summary>The weakest method of the zones that are counted for a component, or null where no zone says.</summary>
    private static MeasurementMethod? MethodOf(PowerReport report, Component? component)
    {
        MeasurementMethod? weakest = null;
        foreach (var row in report.Sensors)
        {
            if (!row.HasEnergy || row.CountsAs != component || component is null) continue;
            if (weakest is null || row.Zone.Method > weakest) weakest = row.Zone.Method;
        }

        return weakest;
    }
}
