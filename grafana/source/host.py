"""One host: where each watt goes."""

from panels import ONE_INSTANCE, TOTAL, band, dashboard, heatmap, matching, named, ranking, row, stack, stat, table, target, variable
from queries import LIVE_CONTAINER, LIVE_VM, full_name, increase, mean, parts, rate

HOST = 'instance="$instance", component=~"$component"'
COMPONENT = variable("component", "Component", 'label_values(wattshare_host_energy_joules_total{instance="$instance"}, component)')


def split(selector, title, question, **more):
    """The stack that adds up to the host, with the host as a dashed line over it."""
    what = parts(rate, selector)
    return stack(title, question, [*(target(expr, name) for name, expr, _ in what), target(f'sum({rate("host", selector)})', "Host")],
                 overrides=[*(named(name, color=color) for name, _, color in what), named("Host", **TOTAL)], **more)


def everybody(read):
    """Every VM and every container by name, and the rest: together they are the host too."""
    return [
        (f'sum by (vm) ({read("vm", HOST + ", " + LIVE_VM)})', "VM {{vm}}"),
        (full_name(f'sum by (namespace, pod, container) ({read("container", HOST + ", " + LIVE_CONTAINER)})'), "{{name}}"),
        (f'sum({read("system", HOST)})', "System"),
        (f'sum({read("idle", HOST)})', "Idle, carried by nobody"),
        (f'sum by (reason) ({read("unattributed", HOST)})', "Unattributed: {{reason}}"),
    ]


GREYS = [named("System", color="orange"), named("Idle, carried by nobody", color="#8e8e8e"), matching("^Unattributed", color="red")]

BOARD = dashboard("host", "Host", "One host: where each watt goes. Every stack adds up to the host.", [ONE_INSTANCE, COMPONENT], [
    stat("Power now", "How much does the host draw at this moment?", f"sum(wattshare_host_power_watts{{{HOST}}})", "watt"),
    stat("Energy", "How much energy is that in the time shown?", f'sum({increase("host", HOST)})', "joule"),
    stat("Peak, last minute", "What was the highest power in the last minute, in steps of 10 ms and more? Components need not peak together: of several it is an upper bound.",
         f"sum(wattshare_host_power_peak_watts{{{HOST}}})", "watt"),
    stat("95 % of steps are below", "Which power is exceeded in 5 % of all steps? The highest of the components.",
         f"max(histogram_quantile(0.95, sum by (component, le) (rate(wattshare_host_power_distribution_watts_bucket{{{HOST}}}[$__range]))))", "watt"),
    stat("Used by VMs and containers", "Which share of the energy does work for somebody?",
         f'(sum({mean("vm", HOST + ", " + LIVE_VM)}) or vector(0)) / sum({mean("host", HOST)}) '
         f'+ (sum({mean("container", HOST + ", " + LIVE_CONTAINER)}) or vector(0)) / sum({mean("host", HOST)})', "percentunit"),
    stat("Unattributed", "Which share belongs to nobody?", f'(sum({mean("unattributed", HOST)}) or vector(0)) / sum({mean("host", HOST)})', "percentunit",
         thresholds=[(None, "green"), (0.05, "orange"), (0.1, "red")]),
    row("Where each watt goes"),
    split('instance="$instance", component="$component"', "Where each watt goes: $component",
          "Which part of the component's power is for VMs and containers (used, or idle that they reserve), for the system, idle without an owner, or nobody's?",
          repeat="component", height=10),
    row("By name"),
    stack("Every VM and container", "Who draws how much? With system, idle and unattributed it adds up to the host.",
          [target(expr, legend) for expr, legend in everybody(rate)], overrides=GREYS, width=16, height=12),
    ranking("Energy in the time shown", "Who used how much? The same parts, in joules.",
            " or ".join(f'label_replace({expr}, "part", "{name}", "", "")' for name, expr, _ in parts(increase, HOST)), "{{part}}", unit="joule", width=8, height=12),
    row("The host's power"),
    stack("Power by component", "Is it the processors, the memory, the accelerators, or the rest of the machine?",
          [target(f'sum by (component) ({rate("host", HOST)})', "{{component}}")], width=8),
    band("Peaks between scrapes", "How far does the power swing within a minute, which a mean does not show?", [
        target(f"sum(wattshare_host_power_peak_watts{{{HOST}}})", "Peak"), target(f"sum(wattshare_host_power_low_watts{{{HOST}}})", "Low"),
        target(f'sum({rate("host", HOST)})', "Mean"),
    ], "Low", "Peak", width=8),
    heatmap("Distribution of power", "Which powers does the host run at, step by step?",
            f"sum by (le) (increase(wattshare_host_power_distribution_watts_bucket{{{HOST}}}[$__rate_interval]))", width=8),
    row("Processes"),
    table("Top processes", "Which processes draw the most now? Active power only: idle power is nobody's process.",
          [("Power", f"topk(20, sum by (pid, command, vm, container_id) (wattshare_process_power_watts{{{HOST}}}))")],
          "watt", show=["pid", "command", "vm", "container_id"]),
    stack("By program", "Which programs draw the most over time? The ten largest of the processes that are shown.",
          [target(f"topk(10, sum by (command) (wattshare_process_power_watts{{{HOST}}}))", "{{command}}")]),
])
