"""The tables that go into docs/performance.md."""

from statistics import median

from .scraping import quantile

# Cell, part of the program's name, most CPU seconds a minute.
_TARGETS = [("3000x2", "wattshare bpf", 0.15), ("3000x2", "wattshare procfs", 0.5), ("10000x0", "wattshare bpf", 0.6)]
_RSS_MB, _ANONYMOUS_MB = 64, 24


def markdown(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|" + "|".join("---" for _ in header) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def render(runs):
    """All tables of one or more runs. Several rounds: the median of CPU and switches, the highest memory, all scrapes together."""
    results = [result for run in runs for result in run["results"]]
    measured = [result for result in results if "left_out" not in result]
    cells = list(dict.fromkeys(result["cell"] for result in results))
    programs = list(dict.fromkeys(result["program"] for result in measured))
    programs.sort(key=_order)
    grid = {(result["cell"], result["program"]): [] for result in measured}
    for result in measured:
        grid[result["cell"], result["program"]].append(result)

    def table(title, value, serving=False):
        columns = [name for name in programs if not serving or not name.startswith("C floor")]
        rows = [[_cell(cell)] + [value(grid[cell, name]) if (cell, name) in grid else "" for name in columns] for cell in cells]
        return f"**{title}**\n\n" + markdown(["sleeping, busy", *columns], rows)

    parts = [_machine(run) for run in runs]
    parts.append(table("CPU seconds a minute", lambda found: f"{_cpu(found):.3f}"))
    parts.append(table("CPU milliseconds a sample (a scrape, where a scrape is what samples)", lambda found: _number(_cpu_a_sample(found))))
    parts.append(table("CPU seconds of the start and the warm-up", lambda found: f"{median(one['start_cpu_seconds'] for one in found):.2f}"))
    parts.append(table("Resident / anonymous memory, MB", _memory))
    parts.append(table("Scrape, p50 / p99, ms (number of scrapes)", _scrape, True))
    parts.append(table("Body, bytes", lambda found: f"{found[-1]['body_bytes']:,}", True))
    parts.append(table("Context switches a second", lambda found: _number(median(one["switches"] / one["seconds"] for one in found))))
    parts.append(_left_out(results))
    parts.append(_targets(grid))
    return "\n\n".join(part for part in parts if part)


def _machine(run):
    machine = run["machine"]
    peers = ", ".join(f"{name.removeprefix('prometheus-')} {version}" for name, version in machine["peers"].items())
    return (f"{machine['date']}, wattshare {machine['revision']}, {machine['hardware_threads']} hardware threads of {machine['processor']}, {machine['memory_mb']} MB, "
            f"Linux {machine['kernel']}, {machine['distribution']}; {peers}. Load average at the start: {machine['load_average']}. "
            f"{run['warm_up']:g} s of warm-up (three times that for wattshare) and {run['seconds']:g} s measured, each program, {run['rounds']} round(s).\n\n    {run['command']}")


def _order(name):
    for position, part in enumerate(("wattshare bpf", "wattshare procfs", "wattshare", "process-exporter", "node_exporter", "C floor")):
        if name.startswith(part):
            return position, name
    return 9, name


def _cell(name):
    if name == "forks":
        return "1,000, 200 forks of 5 ms a second"
    sleeping, busy = name.split("x")
    return f"{int(sleeping):,}, {busy}"


def _cpu(found):
    return median(one["cpu_seconds"] * 60 / one["seconds"] for one in found)


def _cpu_a_sample(found):
    return median(one["cpu_seconds"] * 1000 / max(1, one["samples"]) for one in found)


def _memory(found):
    return f"{max(one['rss_kb'] for one in found) / 1024:.1f} / {max(one['anon_kb'] for one in found) / 1024:.1f}"


def _scrape(found):
    times = [time for one in found for time in one["scrape_ms"]]
    return f"{_number(quantile(times, 50))} / {_number(quantile(times, 99))} ({len(times)})" if times else ""


def _number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _left_out(results):
    return "\n".join(sorted({f"Left out: {_cell(one['cell'])} {one.get('program', '')}: {one['left_out'].strip()}" for one in results if "left_out" in one}))


def _targets(grid):
    rows = []
    for cell, program, most in _TARGETS:
        if (cell, program) in grid:
            value = _cpu(grid[cell, program])
            rows.append([f"{_cell(cell)}: {program}, CPU seconds a minute", f"{most:g}", f"{value:.3f}", _verdict(value <= most)])
    for source in ("wattshare bpf", "wattshare procfs"):
        rows += _against_process_exporter(grid, source)
        found = [one for (_, program), ones in grid.items() if program == source for one in ones]
        for title, key, most in (("resident", "rss_kb", _RSS_MB), ("anonymous", "anon_kb", _ANONYMOUS_MB)):
            if found:
                value = max(one[key] for one in found) / 1024
                rows.append([f"{source}, {title} memory, MB, any cell", f"{most}", f"{value:.1f}", _verdict(value <= most)])
    return "**Against what it must show**\n\n" + markdown(["what", "at most", "measured", ""], rows) if rows else ""


def _against_process_exporter(grid, source):
    for cell in ("3000x2",):
        if (cell, source) in grid and (cell, "process-exporter") in grid:
            value = _cpu_a_sample(grid[cell, source]) / _cpu_a_sample(grid[cell, "process-exporter"])
            yield [f"{_cell(cell)}: {source}, CPU of a sample by that of process-exporter", "0.01", f"{value:.4f}", _verdict(value <= 0.01)]


def _verdict(holds):
    return "holds" if holds else "**missed**"
