"""What was really used, followed beside the exporters: energy of the host as the meter makes it, and the CPU time of each group."""

import bisect
import os
import threading
import time
from pathlib import Path

# The scheduler's count for all tasks. Where a kernel has it, the meter and the truth follow it: /proc/stat counts in ticks of 10 ms, and
# whether a tick finds a CPU busy is a sample and not a measurement.
_NANOSECONDS = Path("/sys/fs/cgroup/cpuacct/cpuacct.usage")
BY_NANOSECONDS = _NANOSECONDS.exists()


_LONGEST_LOOK = 0.0005


class _Busy:
    """Busy seconds of all CPUs together, by the clock that the simulated meter follows."""

    def __init__(self):
        self._file = os.open(_NANOSECONDS if BY_NANOSECONDS else "/proc/stat", os.O_RDONLY)

    def seconds(self):
        text = os.pread(self._file, 512, 0)
        if BY_NANOSECONDS:
            return int(text) / 1e9
        ticks = [int(field) for field in text.split(b"\n", 1)[0].split()[1:8]]
        return (sum(ticks) - ticks[3] - ticks[4]) / 100

    def close(self):
        os.close(self._file)


class Truth:
    """
    Reads the clocks every so many seconds. Any instant in between is interpolated. It does not read the meter: what the counter shows
    late, loses or turns over is no matter of the truth.
    """

    def __init__(self, idle_watts, watts_a_cpu, groups, period=0.02):
        self._idle_watts, self._watts_a_cpu, self._groups, self._period = idle_watts, watts_a_cpu, groups, period
        self._busy = _Busy()
        self._times, self._values = [], []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()
        self._busy.close()

    def at(self, when):
        """Joules of the host, and active joules of each group, at an instant of the wall clock, since the start."""
        while not self._times or self._times[-1] < when:
            time.sleep(0.02)
        after = max(1, bisect.bisect_left(self._times, when))
        earlier, later = self._times[after - 1], self._times[after]
        share = (when - earlier) / (later - earlier)
        return [a + (b - a) * share for a, b in zip(self._values[after - 1], self._values[after])]

    def _run(self):
        start = time.monotonic()
        while not self._stop.is_set():
            begin, lasted = time.time(), time.monotonic() - start
            host = self._idle_watts * lasted + self._watts_a_cpu * self._busy.seconds()
            values = [host, *(group.usage_nanoseconds() / 1e9 * self._watts_a_cpu for group in self._groups)]
            end = time.time()
            # A look in which this thread had to wait is of no one instant.
            if end - begin < _LONGEST_LOOK:
                self._values.append(values)
                self._times.append((begin + end) / 2)
            self._stop.wait(self._period)
