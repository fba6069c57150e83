"""What was measured on, for the document."""

import platform
import shutil
import subprocess
import time
from pathlib import Path

from .tools import ROOT


def describe(peers):
    memory = Path("/proc/meminfo").read_text().split("MemTotal:", 1)[1].split()[0]
    return {
        "date": time.strftime("%Y-%m-%d"),
        "kernel": platform.release(),
        "processor": _processor(),
        "hardware_threads": len([line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("processor")]),
        "memory_mb": int(memory) // 1024,
        "distribution": platform.freedesktop_os_release().get("PRETTY_NAME", ""),
        "revision": _output("git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"),
        "peers": {peer: _output("dpkg-query", "-W", "-f", "${Version}", peer) for peer in peers},
        "load_average": Path("/proc/loadavg").read_text().split()[0],
    }


def _processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def _output(*command):
    if not shutil.which(command[0]):
        return ""
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True).stdout.strip()
