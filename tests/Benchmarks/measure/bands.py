"""How often the published band of one standard deviation has the truth in it: many short lives of exporters."""

import math
import time
from contextlib import ExitStack

from .lab import Exporter, container_joules, container_row, host_joules

_AT_ONCE = 6
_LIFE_SECONDS = 8


def lives(place, chosen, source, seconds):
    """Lets exporters live for some seconds each, several at once, begun at different moments. Yields each when its life is over."""
    update = place.update_seconds()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with ExitStack() as running:
            place.exporters = []
            for _ in range(_AT_ONCE):
                exporter = Exporter(running, place.folder, chosen, source, "1s", update=update)
                _first_report(exporter)
                place.exporters.append(exporter)
            place.watch(_LIFE_SECONDS)
            yield from place.exporters


def _first_report(exporter):
    """The first sample is the beginning of all its energies, so that it has to be seen, before the second one replaces it."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            exporter.look()
            if exporter.reports:
                return
        except (OSError, KeyError, ValueError):
            time.sleep(0.02)
    raise RuntimeError("an exporter did not begin")


def errors(place, exporter):
    """(owner, true error in J, published random uncertainty in J) of each report after the first: host, and each group by its number."""
    whens = sorted(exporter.reports)
    first = exporter.reports[whens[0]]
    if first["intervals"] != 0:
        return
    begin = place.truth.at(whens[0])
    for when in whens[1:]:
        report, now = exporter.reports[when], place.truth.at(when)
        yield "host", host_joules(report) - host_joules(first) - (now[0] - begin[0]), _random(report["host_uncertainty"])
        for number, group in enumerate(place.groups):
            row = container_row(report, group)
            if row:
                said = container_joules(report, group) - container_joules(first, group)
                yield number, said - (now[number + 1] - begin[number + 1]), _random(row["uncertainty"])


def _random(uncertainty):
    return math.sqrt(sum(component["random_microjoules"] ** 2 for component in uncertainty.values())) / 1e6
