"""The simulated meter, the groups, the exporters and the truth of one part of the accuracy measurement."""

import json
import os
import re
import tempfile
import time
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from .groups import groups
from .programs import simulated_meter, wattshare
from .scraping import Scraper, wait_ready
from .truth import BY_NANOSECONDS, Truth

IDLE_WATTS, MAX_WATTS = 10, 65
WATTS_A_CPU = (MAX_WATTS - IDLE_WATTS) / os.cpu_count()
# Of most Intel machines.
_CLOCK_MONOTONIC_COARSE = 6
WIDE_RANGE = 262_143_328_850


class Exporter:
    """One of the exporters that run side by side, and what it said: a report a sample."""

    def __init__(self, running, folder, chosen, source, interval, name=None, environment=None, update=0.01):
        self.name = name or f"{source}, {interval}"
        place = Path(tempfile.mkdtemp(prefix="exporter-", dir=folder))
        (place / "sys").symlink_to(folder / "sys")
        # The simulator renews its counter every 10 ms, or not quite; a processor every ms.
        program = wattshare(
            source, chosen.program, "--attribution.idle=separate", f"--attribution.idle-watts={IDLE_WATTS}", f"--uncertainty.update={update * 1e3:.0f}ms", interval=interval,
            environment=environment)
        self.process, self.port = program.start(place, chosen.nice)
        running.callback(self.process.stop)
        self._scraper = Scraper(self.port)
        self.reports = {}
        self.clock_offset = 0.0

    def wait_ready(self):
        wait_ready(self.process, self.port, "/-/ready")

    def look(self):
        report = json.loads(self._scraper.get("/api/v1/snapshot")[1])
        if report["time"] is None:
            return
        when = datetime.fromisoformat(report["time"]).timestamp()
        # Its wall clock may have been set; the truth's has not.
        if self.clock_offset and when < time.time() - abs(self.clock_offset) / 2:
            when += self.clock_offset
        self.reports[when] = report

    def metrics(self):
        return self._scraper.get()[1].decode()

    def between(self, begin, end):
        """The instants of the samples in a span of time, in order."""
        return sorted(when for when in self.reports if begin <= when <= end)


@contextmanager
def lab(chosen, kinds, count, range_microjoules=WIDE_RANGE, period=0.02):
    """The meter, so many groups, the exporters and the truth, and after all of it nothing."""
    with tempfile.TemporaryDirectory(prefix="wattshare-accuracy-") as folder, ExitStack() as running:
        folder = Path(folder)
        options = [f"--idle={IDLE_WATTS}", f"--max={MAX_WATTS}", f"--range={range_microjoules}", *(["--nanoseconds"] if BY_NANOSECONDS else [])]
        meter = running.enter_context(simulated_meter(folder, chosen.nice, *options))
        while not (folder / "sys" / "class" / "powercap" / "intel-rapl:0" / "energy_uj").exists():
            time.sleep(0.1)
        made = running.enter_context(groups(count))
        exporters = [Exporter(running, folder, chosen, **kind) for kind in kinds]
        for exporter in exporters:
            exporter.wait_ready()
        truth = running.enter_context(Truth(IDLE_WATTS, WATTS_A_CPU, made, period))
        yield Lab(running, folder, made, exporters, truth, meter)


class Lab:
    """What a part works with."""

    def __init__(self, running, folder, made, exporters, truth, meter):
        self.running, self.folder, self.groups, self.exporters, self.truth, self._meter = running, folder, made, exporters, truth, meter

    def tell_meter(self, command):
        self._meter.stdin.write(command.encode() + b"\n")
        self._meter.stdin.flush()

    def update_seconds(self):
        """
        The period of renewal that the meter's values really have to who reads them: what its timer is late, and that the kernel
        books the CPU time of who runs only at its ticks, for the meter and for the truth.
        """
        self.tell_meter("renewal")
        time.sleep(5)
        self.tell_meter("renewal")
        time.sleep(0.2)
        timer = float(re.findall(r"renewed as every ([0-9.]+) ms", (self.folder / "simulator.log").read_text())[-1]) / 1e3
        tick = time.clock_getres(_CLOCK_MONOTONIC_COARSE) * WATTS_A_CPU / MAX_WATTS
        return (timer ** 2 + 2 * os.cpu_count() * tick ** 2) ** 0.5

    def watch(self, seconds, skip=(), pause=0.2):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for exporter in self.exporters:
                if exporter not in skip:
                    exporter.look()
            time.sleep(pause)

    def deviations(self, exporter, begin, end, step=None):
        """Place, true and attributed joules of each group over the whole span, or over each span of so many samples in it."""
        whens = exporter.between(begin, end)
        spans = [(whens[0], whens[-1])] if step is None else list(zip(whens, whens[step:]))
        found = []
        for first, last in spans:
            before, after = self.truth.at(first), self.truth.at(last)
            for place, group in enumerate(self.groups):
                said = container_joules(exporter.reports[last], group) - container_joules(exporter.reports[first], group)
                found.append((place, after[place + 1] - before[place + 1], said))
        return found

    def host(self, exporter, begin, end):
        """True and said joules of the host over a span of time."""
        whens = exporter.between(begin, end)
        true = self.truth.at(whens[-1])[0] - self.truth.at(whens[0])[0]
        return true, host_joules(exporter.reports[whens[-1]]) - host_joules(exporter.reports[whens[0]])

    def largest_lead(self, exporter, begin, end):
        """How many joules the host's counter was ahead of the truth at most: energy that nobody drew, or a spike, if there is any."""
        whens = exporter.between(begin, end)
        leads = [host_joules(exporter.reports[when]) - self.truth.at(when)[0] for when in whens]
        return max(leads) - leads[0]

    def largest_spike(self, exporter, begin, end):
        """By how many joules any series, the host's or a group's, rose by more than the truth did from one sample to the next, at most."""
        whens = exporter.between(begin, end)
        spikes = [said - true for _, true, said in self.deviations(exporter, begin, end, 1)]
        for first, last in zip(whens, whens[1:]):
            said = host_joules(exporter.reports[last]) - host_joules(exporter.reports[first])
            spikes.append(said - (self.truth.at(last)[0] - self.truth.at(first)[0]))
        return max(spikes)


def container_row(report, group):
    return next((row for row in report["containers"] if row["container_id"] == group.id), None)


def container_joules(report, group):
    row = container_row(report, group)
    return microjoules(row["active"]) / 1e6 if row else 0.0


def host_joules(report):
    return microjoules(report["host"]) / 1e6


def microjoules(amount):
    """All components of an energy in the snapshot."""
    return sum(component["energy_microjoules"] for component in amount.values()) if amount else 0


def percent(true, said):
    return f"{(said - true) / true * 100:+.2f} %" if true else "-"
