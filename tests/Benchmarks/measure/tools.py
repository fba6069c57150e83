"""Where things are, and what has to be built first."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
ARTIFACTS = ROOT / "artifacts" / "benchmarks"
LOAD = ARTIFACTS / "load"
FLOOR = ARTIFACTS / "floor"
WAKE = ARTIFACTS / "wake"
PUBLISHED = ARTIFACTS / "wattshare" / "wattshare"
# Of the machine that develops: ./test builds it as well.
SIMULATOR = ROOT / "artifacts" / "bin" / "Simulator" / "release" / "Wattshare.Simulator.dll"


def say(text):
    """Progress goes to standard error; standard output is the result."""
    print(text, file=sys.stderr, flush=True)


def run(*command):
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stdout[-4000:]}")
    return done.stdout


def prepare(publish, peers):
    """Builds the C programs, the simulator and, unless another program is given, wattshare as it is shipped. Installs the peers."""
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    if not shutil.which("gcc") or (peers and not all(map(shutil.which, peers))):
        say("Installing what is missing")
        run(str(ROOT / "tests" / "Benchmarks" / "install"))
    for program in (LOAD, FLOOR, WAKE):
        run("gcc", "-O2", "-Wall", "-Wextra", "-Werror", "-static", "-o", str(program), str(HERE / f"{program.name}.c"))
    say("Building")
    run("dotnet", "build", "tests/Simulator", "-c", "Release", "--disable-build-servers", "-nodeReuse:false")
    if publish:
        run("dotnet", "publish", "src/Exporter", "-r", "linux-x64", "-o", str(PUBLISHED.parent), "--disable-build-servers", "-nodeReuse:false")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def as_ended(function):
    """Runs it so that SIGTERM and SIGHUP unwind it as Ctrl-C does, and all that was started is stopped."""
    import signal

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))
    try:
        return function()
    except KeyboardInterrupt:
        say("Stopped")
        return 130


def lift_priority():
    """As root, the measuring side runs before the load, so that what it times is the exporter. Returns what to give to children."""
    before = os.nice(0)
    try:
        return before - os.nice(-10)
    except PermissionError:
        return 0
