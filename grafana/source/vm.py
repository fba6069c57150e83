"""The view of somebody who has one VM, or some."""

from panels import INSTANCE, band, dashboard, energy_bars, named, row, series, stack, stat, table, target, variable
from queries import expanded, increase, mean, rate

VM = 'instance=~"$instance", vm=~"$vm", vm!="(ended)"'
ACTIVE, IDLE = f'{VM}, mode="active"', f'{VM}, mode="idle"'
CHOICE = variable("vm", "VM", 'label_values(wattshare_vm_energy_joules_total{instance=~"$instance", vm!="(ended)"}, vm)')
OTHERS_HOSTS = f"and on (job, instance) max_over_time(wattshare_vm_power_watts{{{VM}}}[$__range])"

# How sure the energy since the start is says how sure power is: the systematic part, which is nearly all of it, is in proportion.
ERROR = f'sum({expanded("vm", VM, "job, instance, vm, uuid, component")}) / sum(wattshare_vm_energy_joules_total{{{VM}}})'
POWER = f'sum({rate("vm", VM)})'

BOARD = dashboard("vm", "VM", "What a VM draws, why, and how sure that is.", [INSTANCE, CHOICE], [
    stat("Power now", "How much do the chosen VMs draw at this moment?", f"sum(wattshare_vm_power_watts{{{VM}}})", "watt"),
    stat("Energy", "How much energy is that in the time shown?", f'sum({increase("vm", VM)})', "joule"),
    stat("Energy, kWh", "The same in the unit of an electricity bill.", f'sum({increase("vm", VM)}) / 3.6e6', "kwatth", decimals=3),
    stat("Idle", "Which part of it is idle power of what the VMs reserve, used or not?", f'sum({mean("vm", IDLE)}) / sum({mean("vm", VM)})', "percentunit"),
    stat("Share of the hosts", "Which share of their hosts' energy do they take?", f'sum({mean("vm", VM)}) / sum(rate(wattshare_host_energy_joules_total[$__range]) {OTHERS_HOSTS})', "percentunit"),
    stat("Uncertainty", "How far may the energy be off, with 95 % confidence? Since the exporter's start; of several VMs and components an upper bound.", ERROR, "percentunit"),
    row("Power"),
    stack("Used and reserved", "How much follows what the VMs do (active), and how much what they reserve (idle)?",
          [target(f'sum by (mode) ({rate("vm", VM)})', "{{mode}}")], overrides=[named("active", color="blue"), named("idle", color="#8e8e8e")]),
    stack("By VM", "Which VM draws how much?", [target(f'sum by (vm) ({rate("vm", VM)})', "{{vm}}")]),
    stack("By component", "Is it processor, memory, accelerator, or the rest of the machine?", [target(f'sum by (component) ({rate("vm", VM)})', "{{component}}")]),
    band("Power with its uncertainty", "Between which limits is the power, with 95 % confidence?", [
        target(f"{POWER} * (1 + scalar({ERROR}))", "Upper"), target(f"clamp_min({POWER} * (1 - scalar({ERROR})), 0)", "Lower"), target(POWER, "Power"),
    ], "Lower", "Upper"),
    row("Energy and use"),
    energy_bars("Energy by hour", "How much energy did each hour take?", [target(f'sum by (vm) ({increase("vm", VM, "1h")})', "{{vm}}")]),
    stack("Hardware threads in use", "How many hardware threads does it keep busy, and what for: the guest itself (vcpu), its devices, its disks, its network?",
          [target(f"sum by (role) (rate(wattshare_vm_cpu_seconds_total{{{VM}}}[$__rate_interval]))", "{{role}}")], "short"),
    series("Watts for a busy hardware thread", "How much power does each busy hardware thread take? It rises with frequency and with lonely use of a core.", [
        target(f'sum by (vm) ({rate("vm", ACTIVE)}) / (sum by (vm) (rate(wattshare_vm_cpu_seconds_total{{{VM}}}[$__rate_interval])) > 0)', "{{vm}}")], "watt"),
    table("The VMs", "Which VMs are these, where do they run, and what do they reserve?", [
        ("Power", f"sum by (instance, vm, uuid) (wattshare_vm_power_watts{{{VM}}})"),
        ("Energy", f'sum by (instance, vm, uuid) ({increase("vm", VM)})'),
        ("Info", f"max by (instance, vm, uuid, hypervisor, vcpus) (wattshare_vm_info{{{VM}}})"),
    ], "watt", show=["vm", "instance", "hypervisor", "vcpus", "uuid"], overrides=[named("Energy", unit="joule"), named("Info", unit="short", custom_hidden=True)]),
])
