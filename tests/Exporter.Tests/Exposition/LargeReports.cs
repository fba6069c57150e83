using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Exporter.Tests.Exposition;

/// <summary>Reports of many processes.</summary>
internal static class LargeReports
{
    /// <summary>A report of so many processes and nothing else; two series each.</summary>
    public static PowerReport Of(int processes) => SampleReports.Full() with
    {
        Measured = default(ComponentSet).With(Component.Cpu),
        Processes = [.. Enumerable.Range(0, processes).Select(i => Row(1000 + 3 * i))],
    };

    public static ProcessRow Row(int pid) =>
        new(SampleReports.NewProcess(pid, $"worker-{pid % 50}", null, pid % 3 == 0 ? SampleReports.Web : null), SampleReports.Amount(pid * 1_234_567L, 0, 0));

    /// <summary>The next report, in which one row in a hundred is another object.</summary>
    public static PowerReport Changed(PowerReport report, Random random)
    {
        var rows = report.Processes.ToBuilder();
        for (var changes = rows.Count / 100; changes >= 0; changes--)
        {
            var i = random.Next(rows.Count);
            var used = random.Next(1, 900_000);
            rows[i] = rows[i] with { Active = SampleReports.Amount(rows[i].Active.Cumulative[Component.Cpu] + used, 0, used) };
        }

        return report with { Sequence = report.Sequence + 1, Processes = rows.DrainToImmutable() };
    }
}
