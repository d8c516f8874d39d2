"""Runs a program for as long as the test process lives: peer.py PROGRAM ARGUMENT…

When the parent is gone, however it went, or this process gets SIGTERM, the program ends, and so does everything that it
started: Lambda's emulator leaves its runtimes behind when it dies.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time

PR_SET_CHILD_SUBREAPER = 36


def children():
    """The processes whose parent is this one: those that the program left behind as well."""
    found = []
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open(f"/proc/{entry}/stat", encoding="ascii", errors="replace") as file:
                parent = int(file.read().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError, ValueError):
            continue
        if parent == os.getpid():
            found.append(int(entry))
    return found


def end(*_):
    """Kills until nobody is left: a killed parent hands its children to this process."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        left = children()
        if not left:
            break
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            except (ProcessLookupError, ChildProcessError):
                pass
    os._exit(0)


# The thread that started this process may have blocked signals, and the program is not to inherit that.
signal.pthread_sigmask(signal.SIG_SETMASK, [])
parent = os.getppid()
ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
signal.signal(signal.SIGTERM, end)
program = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
while program.poll() is None and os.getppid() == parent:
    time.sleep(0.05)
end()
