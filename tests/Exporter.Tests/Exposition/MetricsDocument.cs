using System.Text;
using Wattshare.Exporter.Exposition;

namespace Wattshare.Exporter.Tests.Exposition;

/// <summary>Makes docs/metrics.md from the catalog.</summary>
internal static class MetricsDocument
{
    public static string Render()
    {
        var text = new StringBuilder(Introduction.ReplaceLineEndings("\n"));
        foreach (var family in MetricCatalog.All)
        {
            var labels = family.Labels.Select(label => $"`{label}`");
            var unit = family.Unit is null ? "" : $" ({family.Unit})";
            text.Append($"| `{family.Name}` | {family.TypeName}{unit} | {string.Join(", ", labels)} | {family.Help} |\n");
        }

        return text.Append(Remarks.ReplaceLineEndings("\n")).ToString();
    }

    private const string Introduction =
        """
        # Metrics

        Generated from the catalog in `src/Exporter/Exposition/MetricCatalog.cs`; do not edit. To write it anew:
        `WATTSHARE_UPDATE_GOLDEN=1 dotnet test tests/Exporter.Tests --filter MetricsDocument`.

        Energies are exact: they are integer microjoules inside and are printed as decimals without rounding. A series that cannot be
        known is absent, which is not the same as 0. `sum()` over any metric is meaningful, except over `wattshare_sensor_*`
        and `*_uncertainty_joules`.

        | metric | type (unit) | labels | meaning |
        |---|---|---|---|

        """;

    private const string Remarks =
        """

        ## Label values

        - `component`: `cpu`, `dram`, `gpu`, `platform`. Series exist only for components that were ever measured or modelled; power only
          for those that the last interval has energy of.
        - `mode`: `active` or `idle`. `reason` of unattributed energy: `interrupt`, `skew`, `no_usage`, `fault`. `reason` of sensor errors:
          `absent`, `denied`, `garbage`, `failed`, `implausible`. `method`: `counter`, `integrated`, or `model`, which is not a measurement.
        - `kind`: `random` or `systematic`, each one standard deviation; together, the root of the sum of their squares (docs/accuracy.md).
        - `role`: `vcpu`, `emulator` (everything else of the hypervisor and its helpers), `iothread`, `vhost`.
        - `vm="(ended)",uuid=""` and `container="(ended)",container_id="",namespace="",pod=""` sum the rows of VMs and containers that
          ended and were retired, so that no sum ever goes down.
        - `container_id` is the first 12 of the 64 hexadecimal digits that engines give. Any other id is a name, such as those of LXC,
          and stands whole.
        - VMs or containers whose labels are all equal are one series, their sum; their info series tells of one that runs. What one of
          them used stays in it after its end, until the last of them is retired: a series that goes on never falls.
        - A container whose name becomes known has a new series, which begins with all that it used; the old one ends. A new series has no
          increase at its first scrape, so `rate()` and `increase()` count nothing twice; what was used between the two scrapes around it is in neither.
          While another has the old or the new labels too, the old ones stay.
        - A value longer than 1024 characters is cut and ends in `…`. Text that is not valid Unicode is replaced by `�`.

        ## Good to know

        - `wattshare_faults_total` is an addition to the families that dashboards may rely on from the first version: it counts what went
          wrong beside the sensors. Every kind is always present, so that an increase is seen from the first fault on.
        - `wattshare_vm_cpu_seconds_total` is exported where the usage source tells the threads of a hypervisor apart, and for the roles
          that were ever seen. It counts from the start of the exporter.
        - `wattshare_host_power_peak_watts` and `wattshare_host_power_low_watts` look back 60 seconds (and one sampling interval) from the
          last sample, so that a scraper that comes at least once a minute misses no peak; no scraper affects another. The components need
          not peak together: the sum of their peaks is an upper bound. Without a step in that time the series is absent.
        - `wattshare_host_power_distribution_watts` counts steps and not time: `_sum` is the sum of their watts, `_sum / _count` their mean.
        - The `process_*` metrics are read every five seconds (or every sampling interval, if that is longer), because a scrape does no I/O.
        - The text is written once for each report and format and shared by all scrapers; it is written anew after a second, so that
          `wattshare_sample_age_seconds` grows when sampling stands still.
        - The labels of the histogram buckets are the same in both formats (`le="1.0"`), so that no series depends on the format.

        """;
}
