"""The system on this machine, as `./build.sh serve` starts it."""
import contextlib
import os
import signal
import subprocess
import threading

from browser import ROOT, expect

SECONDS = 120  # a first start may build


@contextlib.contextmanager
def serving(*options):
    """Starts a server on a free port and gives its address; ends it and all that it started."""
    command = [f"{ROOT}/build.sh", "serve", "--port", "0", "--no-watch", *options]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
    timer = threading.Timer(SECONDS, os.killpg, (process.pid, signal.SIGKILL))
    timer.start()
    try:
        said = []
        for line in process.stdout:
            said.append(line)
            if line.startswith("http://"):
                break
        else:
            expect(False, f"serve gave no address: {''.join(said)[-2000:]}")
        timer.cancel()
        threading.Thread(target=process.stdout.read, daemon=True).start()  # so that it never waits for a reader
        yield line.strip().rstrip("/")
    finally:
        timer.cancel()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
