"""A program that is measured: its CPU time, memory, descriptors and context switches."""

import ctypes
import os
import signal
import subprocess
import time
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)
# The programs see nothing of what the developer's shell sets for .NET or Go.
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "TMPDIR", "LANG", "DOTNET_ROOT")}


class Process:
    """A child that ends with this program, whatever ends it."""

    def __init__(self, command, nice=0, log=None, stdin=subprocess.DEVNULL, stdout=None, join=(), environment=None, realtime=False):
        def before_it_starts():
            _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            for group in join:
                Path(group, "cgroup.procs").write_text("0")
            if nice:
                os.nice(nice)
            if realtime:
                os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))

        self.log = log
        output = open(log, "wb") if log else subprocess.DEVNULL
        self._child = subprocess.Popen(
            [str(part) for part in command], stdin=stdin, stdout=stdout or output, stderr=subprocess.STDOUT if log and not stdout else None,
            env={**_ENVIRONMENT, **(environment or {})}, preexec_fn=before_it_starts)
        if log:
            output.close()
        self.pid = self._child.pid
        self.stdin, self.stdout = self._child.stdin, self._child.stdout

    @property
    def ended(self):
        return self._child.poll() is not None

    def stop(self):
        if self._child.poll() is None:
            self._child.terminate()
            try:
                self._child.wait(10)
            except subprocess.TimeoutExpired:
                self._child.kill()
        self._child.wait()

    def wait(self, seconds):
        self._child.wait(seconds)

    def cpu_nanoseconds(self):
        """What all its threads used, ended ones too, from the scheduler's own clock of the process: /proc counts in 10 ms."""
        return time.clock_gettime_ns(~self.pid << 3 | 2)

    def memory(self):
        """VmRSS, VmHWM and RssAnon in kilobytes."""
        fields = self._status(self.pid)
        return {name: int(fields[key].split()[0]) for name, key in (("rss_kb", "VmRSS"), ("peak_kb", "VmHWM"), ("anon_kb", "RssAnon"))}

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def threads(self):
        return len(os.listdir(f"/proc/{self.pid}/task"))

    def switches(self):
        """Context switches of each of its threads so far."""
        counts = {}
        for thread in os.listdir(f"/proc/{self.pid}/task"):
            try:
                fields = self._status(f"{self.pid}/task/{thread}")
            except OSError:
                continue
            counts[thread] = int(fields["voluntary_ctxt_switches"]) + int(fields["nonvoluntary_ctxt_switches"])
        return counts

    @staticmethod
    def _status(path):
        lines = Path(f"/proc/{path}/status").read_text(errors="replace").splitlines()
        return dict(line.split(":", 1) for line in lines if ":" in line)
