"""Parts of queries that several dashboards ask for."""

GUESTS = 'wattshare_sensor_info{perimeter="vm_share"}'

# The series named (ended) jumps by a whole life when it takes one over, so no rate and no increase may see it.
LIVE_VM = 'vm!="(ended)"'
LIVE_CONTAINER = 'container!="(ended)"'


# A guest that runs the exporter says again what its host has said: its energy is the share that the host gave it.
NOT_GUESTS = f"unless on (job, instance) {GUESTS}"


def not_guests(window):
    """The same for a rate or an increase: a guest that stopped in the window has energy in it, and says no more at its end what it is."""
    return f"unless on (job, instance) max_over_time({GUESTS}[{window}])"


NOT_GUESTS_NOW, NOT_GUESTS_RANGE = not_guests("$__rate_interval"), not_guests("$__range")


def not_twice(selector, window):
    """Leaves guests out where hosts are chosen as well. Who looks at guests alone sees them."""
    hosts = f'max_over_time(wattshare_sensor_info{{{selector}, component!="", perimeter!="vm_share"}}[{window}])'
    return f"unless on (job, instance) (max_over_time({GUESTS}[{window}]) and on () {hosts})"


def rate(what, selector):
    """Watts, out of the energy: it has everything since the last scrape in it, where a power gauge has one second."""
    return f"rate(wattshare_{what}_energy_joules_total{{{selector}}}[$__rate_interval])"


def increase(what, selector, window="$__range"):
    """Joules in a window."""
    return f"increase(wattshare_{what}_energy_joules_total{{{selector}}}[{window}])"


def mean(what, selector):
    """Mean watts over the time that the dashboard shows."""
    return f"rate(wattshare_{what}_energy_joules_total{{{selector}}}[$__range])"


def parts(read, selector, unless=""):
    """Where the energy of hosts goes, as (name, query, colour); together they are the host. `read` is one of the functions above."""
    whose = [
        ("VMs, active", "vm", f'{LIVE_VM}, mode="active"', "blue"),
        ("VMs, idle", "vm", f'{LIVE_VM}, mode="idle"', "light-blue"),
        ("Containers, active", "container", f'{LIVE_CONTAINER}, mode="active"', "green"),
        ("Containers, idle", "container", f'{LIVE_CONTAINER}, mode="idle"', "light-green"),
        ("System", "system", "", "orange"),
        ("Idle, carried by nobody", "idle", "", "#8e8e8e"),
        ("Unattributed", "unattributed", "", "red"),
    ]
    return [(name, f'sum({read(what, ", ".join(filter(None, [selector, own])))} {unless})', color) for name, what, own, color in whose]


def full_name(expr):
    """Adds the label `name`: "shop/web-1/nginx", "nginx" where there is no namespace and no pod, (none) where there is nothing."""
    joined = f'label_join({expr}, "name", "/", "namespace", "pod", "container")'
    bare = f'label_replace({joined}, "name", "$1", "name", "/*(.*?)/*")'
    return f'label_replace({bare}, "name", "(none)", "name", "")'


def named_namespace(expr):
    """Writes (none) where there is no namespace, since an empty label has no name in a legend."""
    return f'label_replace({expr}, "namespace", "(none)", "namespace", "")'


def in_namespace(read, selector, namespace="$namespace"):
    """Energy with the namespace that it is for: containers, and the VMs that run in pods (a VM counts once, as a VM)."""
    containers = read("container", f'{selector}, {LIVE_CONTAINER}, namespace=~"{namespace}"')
    vms = read("vm", f"{selector}, {LIVE_VM}")
    info = f'wattshare_vm_info{{container_id!="", namespace=~"{namespace}"}}'
    return f"({containers} or {vms} * on (job, instance, vm, uuid) group_left (namespace, pod, container) {info})"


def expanded(what, selector, by):
    """Two standard deviations of an energy, random and systematic together (docs/accuracy.md), in joules since the exporter's start."""
    return f"2 * sqrt(sum by ({by}) (wattshare_{what}_energy_uncertainty_joules{{{selector}}} ^ 2))"
