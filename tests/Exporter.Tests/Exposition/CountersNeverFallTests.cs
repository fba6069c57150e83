using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Wattshare.Attribution;
using Wattshare.Exporter.Exposition;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Exposition;

public sealed class CountersNeverFallTests
{
    private static readonly string[] Counters =
    [
        "wattshare_vm_energy_joules_total", "wattshare_vm_cpu_seconds_total", "wattshare_container_energy_joules_total", "wattshare_host_energy_joules_total",
        "wattshare_idle_energy_joules_total", "wattshare_system_energy_joules_total", "wattshare_unattributed_energy_joules_total",
    ];

    private static int _shared;

    [Fact]
    public void No_series_that_is_in_two_scrapes_in_a_row_falls_whoever_comes_goes_or_is_renamed()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), Live).Check(Config.QuickThrowOnFailure.WithMaxTest(150));
        Assert.InRange(_shared, 100, int.MaxValue);
    }

    private static bool Live(int seed)
    {
        var host = new RandomOwners(seed);
        var attributor = new Attributor(new AttributionRules { EndedRetention = TimeSpan.FromSeconds(3), ProcessLimit = 0 });
        using var view = new MetricsView(Rendering.NewSources(new ManualTime()));
        using var buffer = new ByteBuffer();
        var last = new Dictionary<string, decimal>();
        for (var i = 0; i < 60; i++)
        {
            var report = attributor.Advance(host.Next());
            buffer.Truncate(0);
            view.Render(report, ExpositionFormat.Text, buffer);
            var now = Values(Encoding.UTF8.GetString(buffer.Written));
            foreach (var (series, value) in now)
                if (last.TryGetValue(series, out var before)) Assert.True(value >= before, $"{series} fell from {before} to {value} in sample {i} of seed {seed}.");
            last = now;
            if (report.Vms.Any(row => row.Vm?.Key.StartsWith("retired:", StringComparison.Ordinal) ?? false)) _shared++;
        }

        return true;
    }

    private static Dictionary<string, decimal> Values(string text) => ReferenceParser.Parse(text).Where(sample => Counters.Contains(sample.Name))
        .ToDictionary(sample => sample.Identity, sample => decimal.Parse(sample.Value, NumberStyles.Float, CultureInfo.InvariantCulture));
}
