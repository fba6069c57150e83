"""What was really used, followed beside the exporters: the meter's counter and the CPU time of each group."""

import bisect
import os
import threading
import time


class Truth:
    """Reads the meter and the groups fifty times a second. Any instant in between is interpolated."""

    def __init__(self, meter, range_microjoules, groups):
        self._meter = os.open(meter, os.O_RDONLY)
        self._range = range_microjoules
        self._groups = groups
        self._times, self._values = [], []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()
        os.close(self._meter)

    def at(self, when):
        """Joules of the meter and CPU seconds of each group at an instant of the wall clock, since the start."""
        while not self._times or self._times[-1] < when:
            time.sleep(0.02)
        after = max(1, bisect.bisect_left(self._times, when))
        earlier, later = self._times[after - 1], self._times[after]
        share = (when - earlier) / (later - earlier)
        return [a + (b - a) * share for a, b in zip(self._values[after - 1], self._values[after])]

    def _run(self):
        energy, last = 0, self._raw()
        while not self._stop.is_set():
            begin = time.time()
            raw = self._raw()
            # The simulator's counter goes through 0 and through its range.
            energy += raw - last if raw >= last else raw - last + self._range + 1
            last = raw
            used = [group.usage_nanoseconds() / 1e9 for group in self._groups]
            self._values.append([energy / 1e6, *used])
            self._times.append((begin + time.time()) / 2)
            self._stop.wait(0.02)

    def _raw(self):
        while True:
            text = os.pread(self._meter, 64, 0)
            if text.endswith(b"\n"):
                return int(text)
