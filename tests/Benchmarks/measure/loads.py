"""The processes that a cell of the measurement runs, and whether this machine can have as many."""

import os
import resource
import subprocess
from pathlib import Path

from .processes import Process
from .tools import LOAD

# What a waiting process of the load program takes of the kernel's and its own memory, generously.
_KILOBYTES_A_PROCESS = 200


class Load:
    """A group of processes that ends when this is closed."""

    def __init__(self, *arguments, nice=0, join=()):
        self._process = Process([LOAD, *arguments], nice=nice, stdin=subprocess.PIPE, stdout=subprocess.PIPE, join=join)
        if self._process.stdout.readline() != b"ready\n":
            self._process.stop()
            raise RuntimeError(f"load {' '.join(map(str, arguments))} did not start")

    def check(self):
        """What was measured under a load that is not there any more is worth nothing."""
        if self._process.ended:
            raise RuntimeError("the load was ended by someone else")

    def close(self):
        """Ends it and returns what it said last."""
        try:
            self._process.stdin.close()
        except BrokenPipeError:
            pass
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            pass
        self._process.stop()
        return self._process.stdout.read().decode()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def obstacle(processes):
    """Why so many more processes are not possible here, or None."""
    now = sum(1 for entry in Path("/proc").iterdir() if entry.name.isdigit())
    wanted = now + processes + 200
    for name in ("pid_max", "threads-max"):
        limit = int(Path(f"/proc/sys/kernel/{name}").read_text())
        if wanted > limit:
            return f"kernel.{name} is {limit}, {wanted} are needed (sysctl kernel.{name}={2 * wanted})"
    limit = resource.getrlimit(resource.RLIMIT_NPROC)[0]
    # The kernel does not hold root to it.
    if os.geteuid() != 0 and limit != resource.RLIM_INFINITY and wanted > limit:
        return f"RLIMIT_NPROC is {limit}, {wanted} are needed (ulimit -u {2 * wanted})"
    for file in _pid_limits():
        if file.read_text().strip() != "max" and int(file.read_text()) < wanted:
            return f"{file} allows {file.read_text().strip()}, {wanted} are needed"
    memory = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text().splitlines())
    available = int(memory["MemAvailable"].split()[0])
    if processes * _KILOBYTES_A_PROCESS > available:
        return f"{processes * _KILOBYTES_A_PROCESS // 1024} MB of memory are needed, {available // 1024} are there"
    return None


def _pid_limits():
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        for mount in ("/sys/fs/cgroup/pids",) if controllers == "pids" else ("/sys/fs/cgroup", "/sys/fs/cgroup/unified") if not controllers else ():
            file = Path(mount + path) / "pids.max"
            if file.exists():
                yield file
