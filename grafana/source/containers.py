"""Containers, pods and namespaces."""

from panels import INSTANCE, dashboard, energy_bars, named, ranking, row, stack, stat, table, target, variable
from queries import LIVE_CONTAINER, expanded, full_name, in_namespace, increase, mean, named_namespace, not_twice, rate

HOST = 'instance=~"$instance"'
CONTAINER = f'{HOST}, namespace=~"$namespace", {LIVE_CONTAINER}'
IDLE = f'{CONTAINER}, mode="idle"'
NOT_TWICE = not_twice(HOST, "$__range")
NAMESPACE = variable("namespace", "Namespace", 'label_values(wattshare_container_energy_joules_total{instance=~"$instance"}, namespace)')


def by_hour(what, selector):
    return increase(what, selector, "1h")


BOARD = dashboard("containers", "Containers and pods", "Who in a cluster or on a container host draws what. A VM in a pod counts for its namespace.", [INSTANCE, NAMESPACE], [
    stat("Power now", "How much do the chosen containers draw at this moment, VMs in pods not among them?", f"sum(wattshare_container_power_watts{{{CONTAINER}}})", "watt"),
    stat("Energy", "How much energy is that in the time shown, VMs in pods included?", f'sum({in_namespace(increase, HOST)})', "joule"),
    stat("Energy, kWh", "The same in the unit of an electricity bill.", f'sum({in_namespace(increase, HOST)}) / 3.6e6', "kwatth", decimals=3),
    stat("Containers running", "How many containers are there?", f"count(count by (job, instance, container_id) (wattshare_container_info{{{HOST}, namespace=~\"$namespace\"}}))", "short"),
    stat("Reserved, not used", "Which part of their energy is idle power of what they reserve?",
         f'sum({mean("container", IDLE)}) / sum({mean("container", CONTAINER)})', "percentunit"),
    stat("Share of the hosts", "Which share of their hosts' energy do they take?",
         f'sum({mean("container", CONTAINER)} {NOT_TWICE}) / sum({mean("host", HOST)} {NOT_TWICE})', "percentunit"),
    row("Power"),
    stack("By namespace", "Which namespace draws how much? (none) is every container outside Kubernetes.",
          [target(named_namespace(f"sum by (namespace) ({in_namespace(rate, HOST)})"), "{{namespace}}")]),
    stack("By pod", "Which pods draw the most?", [target(full_name(f"topk(15, sum by (namespace, pod) ({in_namespace(rate, HOST)}))"), "{{name}}")]),
    stack("By container", "Which containers draw the most?",
          [target(full_name(f'topk(15, sum by (namespace, pod, container) ({rate("container", CONTAINER)}))'), "{{name}}")]),
    stack("Used and reserved", "How much follows what containers do (active), and how much what they reserve (idle)?",
          [target(f'sum by (mode) ({rate("container", CONTAINER)})', "{{mode}}")], overrides=[named("active", color="green"), named("idle", color="#8e8e8e")]),
    row("Energy"),
    energy_bars("By namespace and hour", "What is the bill of each namespace, hour by hour?",
                [target(named_namespace(f"sum by (namespace) ({in_namespace(by_hour, HOST)})"), "{{namespace}}")]),
    ranking("By image", "Which images use the most energy, wherever they run?",
            f'topk(10, sum by (image) ({increase("container", CONTAINER)} * on (job, instance, container_id) group_left (image) wattshare_container_info))', "{{image}}", unit="joule"),
    table("Containers", "What does each container draw, and how sure is that (95 %, since the exporter's start)?", [
        ("Power", f'sum by (instance, namespace, pod, container, container_id) ({mean("container", CONTAINER)})'),
        ("Energy", f'sum by (instance, namespace, pod, container, container_id) ({increase("container", CONTAINER)})'),
        ("Uncertainty", f'sum by (instance, namespace, pod, container, container_id) ({expanded("container", CONTAINER, "instance, namespace, pod, container, container_id, component")}) '
                        f'/ (sum by (instance, namespace, pod, container, container_id) (wattshare_container_energy_joules_total{{{CONTAINER}}}) > 0)'),
    ], "watt", show=["namespace", "pod", "container", "container_id", "instance"], overrides=[named("Energy", unit="joule"), named("Uncertainty", unit="percentunit")], width=16),
    ranking("Processes in containers", "Which programs in them draw the most now?",
            f'topk(10, sum by (command, container) (wattshare_process_power_watts{{{HOST}, container_id!=""}} * on (job, instance, container_id) '
            f'group_left (container) wattshare_container_info{{{HOST}, namespace=~"$namespace"}}))', "{{command}} in {{container}}", width=8),
])
