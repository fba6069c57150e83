"""The programs that are compared."""

import os
import shutil
import subprocess
from contextlib import contextmanager

from .processes import Process
from .tools import FLOOR, PUBLISHED, SIMULATOR, free_port

PEERS = ("prometheus-process-exporter", "prometheus-node-exporter")

_GROUP_BY_COMMAND = """process_names:
  - name: "{{.Comm}}"
    cmdline:
    - '.+'
"""


class Program:
    """One of them: how it is started, where it answers, how often it samples (None: once a scrape), and how many warm-ups it needs."""

    def __init__(self, name, command, path="/metrics", interval=None, serves=True, warm_ups=1, environment=None):
        self.name, self._command, self.ready_path, self.interval, self.serves, self.warm_ups = name, command, path, interval, serves, warm_ups
        self._environment = environment

    def start(self, folder, nice):
        port = free_port() if self.serves else None
        return Process(self._command(folder, port), nice, folder / f"{self.name.replace(' ', '-')}.log", environment=self._environment), port


def wattshare(source, program=None, *options, interval="1s", environment=None):
    """wattshare with one of its sources, on the simulated meter."""
    def command(folder, port):
        return [program or PUBLISHED, f"--usage.source={source}", f"--path.sysfs={folder / 'sys'}", f"--sample.interval={interval}",
                f"--web.listen-address=127.0.0.1:{port}", *options]

    # What runs often is compiled again in the first half minute. That is told as the cost of the start, and not as that of every minute.
    return Program(f"wattshare {source}", command, "/-/ready", 1.0, warm_ups=3, environment=environment)


def _process_exporter(folder, port):
    config = folder / "process-exporter.yml"
    config.write_text(_GROUP_BY_COMMAND)
    return [PEERS[0], "-config.path", config, "-web.listen-address", f"127.0.0.1:{port}"]


def _node_exporter(_, port):
    return [PEERS[1], f"--web.listen-address=127.0.0.1:{port}"]


def all_programs(program=None):
    return [
        wattshare("bpf", program),
        wattshare("procfs", program),
        Program("process-exporter", _process_exporter),
        Program("node_exporter", _node_exporter),
        Program("C floor, open", lambda *_: [FLOOR, "open"], interval=1.0, serves=False),
        Program("C floor, kept", lambda *_: [FLOOR, "kept"], interval=1.0, serves=False),
    ]


@contextmanager
def simulated_meter(folder, nice, *options):
    """A powercap tree that follows the host's CPU time, in FOLDER/sys. What it costs is counted for no program."""
    # A processor renews its counter however busy it is.
    meter = Process(
        [shutil.which("dotnet"), SIMULATOR, folder / "sys", *options], nice, folder / "simulator.log", stdin=subprocess.PIPE, realtime=os.geteuid() == 0)
    try:
        yield meter
    finally:
        meter.stop()
