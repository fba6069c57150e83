"""A client like Prometheus: one connection that is kept, one request at a time."""

import http.client
import time


class Scraper:
    def __init__(self, port, gzip=False, timeout=60):
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        self._headers = {"Accept": "text/plain;version=0.0.4"}
        if gzip:
            self._headers["Accept-Encoding"] = "gzip"

    def get(self, path="/metrics"):
        """Status, body and the milliseconds from the request to the last byte."""
        begin = time.perf_counter_ns()
        try:
            self._connection.request("GET", path, headers=self._headers)
            answer = self._connection.getresponse()
            body = answer.read()
        except (http.client.HTTPException, OSError):
            self._connection.close()
            raise
        return answer.status, body, (time.perf_counter_ns() - begin) / 1e6

    def close(self):
        self._connection.close()


def wait_ready(process, port, path, seconds=120):
    """Waits until the program answers 200. Tells its log when it ends before."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.ended:
            break
        scraper = Scraper(port)
        try:
            if scraper.get(path)[0] == 200:
                return
        except (http.client.HTTPException, OSError):
            pass
        finally:
            scraper.close()
        time.sleep(0.1)
    log = open(process.log, errors="replace").read()[-2000:] if process.log else ""
    raise RuntimeError(f"not ready within {seconds} s: {log}")


def quantile(values, share):
    """The nearest rank: a value that was measured."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-len(ordered) * share // 100) - 1))]
