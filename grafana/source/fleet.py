"""All hosts."""

from panels import INSTANCE, TOTAL, choice, dashboard, named, ranking, row, stack, stat, table, target
from queries import LIVE_CONTAINER, LIVE_VM, NOT_GUESTS, NOT_GUESTS_NOW, NOT_GUESTS_RANGE, full_name, increase, mean, named_namespace, parts, rate

HOST = 'instance=~"$instance"'
MODELLED = 'wattshare_sensor_info{instance=~"$instance", component!="", method="model", perimeter!="vm_share"}'


def host(expr, unless=NOT_GUESTS_RANGE):
    return f"sum by (instance) ({expr} {unless})"


BOARD = dashboard("fleet", "Fleet", "All hosts: how much, where, and who takes the most.", [INSTANCE], [
    stat("Power now", "How much do all hosts draw at this moment?", f"sum(wattshare_host_power_watts{{{HOST}}} {NOT_GUESTS})", "watt"),
    stat("Energy", "How much energy is that in the time shown?", f'sum({increase("host", HOST)} {NOT_GUESTS_RANGE})', "joule"),
    stat("Hosts reporting", "How many hosts report energy?", f"count(count by (job, instance) (wattshare_host_power_watts{{{HOST}}} {NOT_GUESTS}))", "short"),
    stat("Not answering", "How many exporters that were there a day ago do not answer now?",
         f'count(up{{{HOST}}} == 0 and on (job, instance) last_over_time(wattshare_build_info[1d])) or vector(0)', "short",
         thresholds=[(None, "green"), (1, "red")]),
    stat("Modelled hosts", "How many hosts have no meter, so that their figures are a model and no measurement?",
         f"count(count by (job, instance) ({MODELLED})) or vector(0)", "short", thresholds=[(None, "green"), (1, "orange")]),
    stat("Idle that nobody carries", "Which share of the energy keeps idle machines on without being anybody's?",
         f'sum({mean("idle", HOST)} {NOT_GUESTS_RANGE}) / sum({mean("host", HOST)} {NOT_GUESTS_RANGE})', "percentunit"),
    row("Power"),
    stack("Power by host", "Which host draws how much, and what do all draw together?", [target(host(rate("host", HOST), NOT_GUESTS_NOW), "{{instance}}")]),
    stack("Where the power goes", "Which part is for VMs, for containers, for the system, idle, or nobody's? Together they are the hosts (dashed).",
          [*(target(expr, name) for name, expr, _ in parts(rate, HOST, NOT_GUESTS_NOW)), target(f'sum({rate("host", HOST)} {NOT_GUESTS_NOW})', "Hosts")],
          overrides=[*(named(name, color=color) for name, _, color in parts(rate, HOST)), named("Hosts", **TOTAL)]),
    stack("Power by component", "Is it the processors, the memory, the accelerators, or the rest of the machines?",
          [target(f'sum by (component) ({rate("host", HOST)} {NOT_GUESTS_NOW})', "{{component}}")]),
    table("Hosts", "Which hosts draw much, have high peaks, or much that belongs to nobody? Power and shares are means of the time shown.", [
        ("Power", host(mean("host", HOST))),
        ("Energy", host(increase("host", HOST))),
        ("Peak, last minute", host(f"wattshare_host_power_peak_watts{{{HOST}}}", NOT_GUESTS)),
        ("Idle", f'{host(mean("idle", HOST))} / {host(mean("host", HOST))}'),
        ("Unattributed", f'{host(mean("unattributed", HOST))} / {host(mean("host", HOST))}'),
        ("Modelled", f'max by (instance) (wattshare_sensor_info{{{HOST}, component!="", perimeter!="vm_share"}} == 1 and on (job, instance) {MODELLED}) '
                     f'or 0 * {host("wattshare_host_power_watts{" + HOST + "}", NOT_GUESTS)}'),
    ], "watt", show=["instance"], overrides=[
        named("Energy", unit="joule"), named("Idle", unit="percentunit"), named("Unattributed", unit="percentunit"),
        named("Modelled", unit="short", mappings=[choice((1, "model", "orange"), (0, "measured", "green"))]),
        named("instance", links=[{"title": "This host", "url": "/d/wattshare-host?var-instance=${__value.raw}&${datasource:queryparam}&${__url_time_range}"}]),
    ]),
    row("Who takes the most, mean of the time shown"),
    ranking("VMs", "Which ten VMs draw the most?", f'topk(10, sum by (vm, instance) ({mean("vm", HOST + ", " + LIVE_VM)} {NOT_GUESTS_RANGE}))', "{{vm}} on {{instance}}", width=8),
    ranking("Containers", "Which ten containers draw the most?",
            full_name(f'topk(10, sum by (namespace, pod, container, instance) ({mean("container", HOST + ", " + LIVE_CONTAINER)} {NOT_GUESTS_RANGE}))'),
            "{{name}} on {{instance}}", width=8),
    ranking("Namespaces", "Which ten namespaces draw the most, on all hosts together? (none) is every container outside Kubernetes.",
            named_namespace(f'topk(10, sum by (namespace) ({mean("container", HOST + ", " + LIVE_CONTAINER)} {NOT_GUESTS_RANGE}))'), "{{namespace}}", width=8),
])
