"""How good the figures are, and what measuring costs."""

from panels import INSTANCE, band, choice, dashboard, named, row, series, stack, stat, table, target
from queries import LIVE_CONTAINER, LIVE_VM, expanded, mean, not_twice, rate

HOST = 'instance=~"$instance"'
OURS = "and on (job, instance) wattshare_build_info"
NOT_TWICE, NOT_TWICE_NOW = not_twice(HOST, "$__range"), not_twice(HOST, "$__rate_interval")
HOST_ERROR = f'({expanded("host", HOST, "job, instance, component")} / sum by (job, instance, component) (wattshare_host_energy_joules_total{{{HOST}}} > 0))'
HOST_POWER = f'sum by (job, instance, component) ({rate("host", HOST)} {NOT_TWICE_NOW})'


def absent_is_zero(part):
    """A part that nobody ever had has no series; in a sum it is 0."""
    return f"(sum by (job, instance, component) (wattshare_{part}_energy_joules_total{{{HOST}}}) or sum by (job, instance, component) (0 * wattshare_host_energy_joules_total{{{HOST}}}))"


def quantile(what):
    return f"histogram_quantile(0.99, sum by (instance, le) (rate(wattshare_sample_{what}_seconds_bucket{{{HOST}}}[$__rate_interval])))"


RESIDUAL = f'sum by (job, instance, component) (wattshare_host_energy_joules_total{{{HOST}}}) - ' + " - ".join(
    absent_is_zero(part) for part in ("idle", "unattributed", "system", "vm", "container"))

BOARD = dashboard("quality", "Quality", "How good the figures are, and what measuring costs.", [INSTANCE], [
    stat("Age of the newest sample", "Is it measuring now? The oldest of the chosen hosts.", f"max(wattshare_sample_age_seconds{{{HOST}}})", "s",
         thresholds=[(None, "green"), (15, "red")]),
    stat("Lost sensors", "How many zones gave energy once and do not now?",
         f"count(wattshare_sensor_up{{{HOST}}} == 0 and on (job, instance, sensor, zone) wattshare_sensor_energy_joules_total) or vector(0)", "short",
         thresholds=[(None, "green"), (1, "red")]),
    stat("Unattributed", "Which share of the energy belongs to nobody?",
         f'(sum({mean("unattributed", HOST)} {NOT_TWICE}) or vector(0)) / sum({mean("host", HOST)} {NOT_TWICE})', "percentunit", thresholds=[(None, "green"), (0.05, "orange"), (0.1, "red")]),
    stat("Residual", "Do the parts add up to the host? The largest difference, over all time; only rounding of Prometheus' floating point is allowed.",
         f"max(abs({RESIDUAL}))", "joule", thresholds=[(None, "green"), (0.001, "red")]),
    stat("Uncertainty", "How far may the energy of a host be off, with 95 % confidence? The worst of them.", f"max({HOST_ERROR})", "percentunit"),
    stat("Cost of measuring", "How much power does the exporter itself take? Active power, on all chosen hosts.", f'sum({mean("exporter", HOST)})', "watt"),
    row("Sensors"),
    table("Sensors", "What is measured, by what, and for which component? An empty component is only shown; the method model is no measurement.", [
        ("State", f"max by (instance, sensor, zone, component, method, perimeter) (wattshare_sensor_info{{{HOST}}} * on (job, instance, sensor, zone) group_left () wattshare_sensor_up)"),
    ], "short", show=["instance", "sensor", "zone", "component", "method", "perimeter"],
          overrides=[named("State", mappings=[choice((1, "up", "green"), (0, "lost", "red"))])]),
    series("Power of each zone", "What does each raw zone show? Zones overlap, so they are not stacked.",
           [target(f"rate(wattshare_sensor_energy_joules_total{{{HOST}}}[$__rate_interval])", "{{instance}} {{sensor}} {{zone}}")], "watt"),
    series("Reads without energy", "How often does a zone give no energy, and why?",
           [target(f"sum by (instance, sensor, zone, reason) (increase(wattshare_sensor_errors_total{{{HOST}}}[$__rate_interval]))", "{{instance}} {{zone}}: {{reason}}")], "short"),
    series("Wraps and resets in an hour", "Do counters wrap as often as their range says, and hardly ever begin anew?", [
        target(f"increase(wattshare_sensor_wraps_total{{{HOST}}}[1h])", "{{instance}} {{zone}}: wraps"),
        target(f"increase(wattshare_sensor_resets_total{{{HOST}}}[1h])", "{{instance}} {{zone}}: resets")], "short"),
    row("How sure"),
    band("Power of the hosts with its uncertainty", "Between which limits is the power of all chosen hosts, with 95 % confidence? Errors of hosts and components are added up, so it is an upper bound.", [
        target(f"sum({HOST_POWER} * (1 + {HOST_ERROR}))", "Upper"), target(f"sum({HOST_POWER} * clamp_min(1 - {HOST_ERROR}, 0))", "Lower"),
        target(f"sum({HOST_POWER})", "Power")], "Lower", "Upper"),
    series("Uncertainty of energy", "How far may energies be off, with 95 % confidence, relative to the energy since the exporter's start?", [
        target(f"max by (instance, component) ({HOST_ERROR})", "{{instance}} {{component}}"),
        target(f'{expanded("vm", HOST + ", " + LIVE_VM, "instance, vm, component")} / (sum by (instance, vm, component) (wattshare_vm_energy_joules_total{{{HOST}}}) > 1)', "VM {{vm}} {{component}}"),
        target(f'{expanded("container", HOST + ", " + LIVE_CONTAINER, "instance, container, component")} / '
               f'(sum by (instance, container, component) (wattshare_container_energy_joules_total{{{HOST}}}) > 1)', "{{container}} {{component}}")], "percentunit"),
    stack("Unattributed, by reason", "Why does energy belong to nobody?",
          [target(f'sum by (reason) ({rate("unattributed", HOST)} {NOT_TWICE_NOW}) / on () group_left () sum({rate("host", HOST)} {NOT_TWICE_NOW})', "{{reason}}")], "percentunit"),
    series("Residual over time", "Do the parts add up to the host at every instant?", [target(f"max by (instance, component) (abs({RESIDUAL}))", "{{instance}} {{component}}")], "joule"),
    table("Idle floors", "Which power counts as idle, where is the figure from, and how much does it stand on? A floor that was not learned has no age.", [
        ("Floor", f"max by (instance, component, source) (wattshare_idle_floor_watts{{{HOST}}})"),
        ("Observed", f"max by (instance, component) (wattshare_idle_floor_observed_seconds{{{HOST}}})"),
        ("Age", f"max by (instance, component) (wattshare_idle_floor_age_seconds{{{HOST}}} or wattshare_idle_floor_observed_seconds{{{HOST}}} * 0 - 1)"),
    ], "watt", show=["instance", "component", "source"], overrides=[
        named("Observed", unit="s"), named("Age", unit="s", mappings=[choice((-1, "never learned", "text"))])]),
    series("Faults", "What keeps going wrong beside the sensors?", [target(f"sum by (instance, kind) (increase(wattshare_faults_total{{{HOST}}}[$__rate_interval]))", "{{instance}} {{kind}}")], "short"),
    row("Sampling and the exporter's own cost"),
    series("Times of sampling", "Does it sample in time? 99 % of samples are faster.", [
        target(quantile("duration"), "{{instance}} takes"), target(quantile("lateness"), "{{instance}} is late by"),
        target(f"max by (instance) (wattshare_sample_age_seconds{{{HOST}}})", "{{instance}} age")], "s"),
    series("Missed samples", "How often was it too late for a sample altogether?", [
        target(f"sum by (instance) (increase(wattshare_samples_missed_total{{{HOST}}}[$__rate_interval]))", "{{instance}}")], "short"),
    series("Power of the exporter", "What does measuring cost, in watts?", [target(f'sum by (instance) ({rate("exporter", HOST)})', "{{instance}}")], "watt", width=8),
    series("CPU of the exporter", "What does measuring cost, in hardware threads?", [
        target(f"sum by (instance) (rate(process_cpu_seconds_total{{{HOST}}}[$__rate_interval]) {OURS})", "{{instance}}")], "percentunit", width=8),
    series("Memory of the exporter", "Does its memory stay where it is?", [target(f"process_resident_memory_bytes{{{HOST}}} {OURS}", "{{instance}}")], "bytes", width=8),
    series("Scrapes", "How long does a scrape take Prometheus?", [target(f"scrape_duration_seconds{{{HOST}}} {OURS}", "{{instance}}")], "s"),
    table("Versions", "Which version runs where, and who tells it the CPU time (bpf is exact, procfs counts in 10 ms)?", [
        ("Build", f"max by (instance, version, revision, runtime) (wattshare_build_info{{{HOST}}})"),
        ("Usage", f"max by (instance, source) (wattshare_usage_info{{{HOST}}})"),
    ], "short", show=["instance", "version", "revision", "runtime", "source"], overrides=[named("Build", custom_hidden=True), named("Usage", custom_hidden=True)]),
])
