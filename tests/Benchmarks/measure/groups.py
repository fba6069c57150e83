"""Control groups as a container engine makes them, for a load that is a container to wattshare."""

import os
import secrets
from contextlib import contextmanager
from pathlib import Path

_ROOT = Path("/sys/fs/cgroup")


class Group:
    """One group: its id as an engine would choose it, and the CPU time of all that ever ran in it, by the kernel's own count."""

    def __init__(self):
        self.id = secrets.token_hex(32)
        version1 = (_ROOT / "cpuacct").is_dir()
        # The exporter finds it in the hierarchy that counts CPU time; on a host with both versions that is version 1's.
        self.folders = [_ROOT / "cpuacct" / "docker" / self.id] if version1 else [_ROOT / "docker" / self.id]
        for folder in self.folders:
            folder.mkdir(parents=True)
        self._usage = os.open(self.folders[0] / ("cpuacct.usage" if version1 else "cpu.stat"), os.O_RDONLY)
        self._version1 = version1

    def usage_nanoseconds(self):
        text = os.pread(self._usage, 512, 0)
        return int(text) if self._version1 else int(text.split(None, 2)[1]) * 1000

    def close(self):
        os.close(self._usage)
        for folder in self.folders:
            folder.rmdir()
            try:
                folder.parent.rmdir()
            except OSError:
                pass  # Another group is still in it.


@contextmanager
def groups(count):
    made = []
    try:
        for _ in range(count):
            made.append(Group())
        yield made
    finally:
        for group in made:
            group.close()
