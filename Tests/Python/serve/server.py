"""`local serve` as a process, and what its tests ask of it. The tool is $FLIGHT_SCHOOL_LOCAL, or that of `swift build`."""
import contextlib
import http.client
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import zipfile

ROOT = os.path.abspath(f"{os.path.dirname(__file__)}/../../..")
TOOL = os.environ.get("FLIGHT_SCHOOL_LOCAL", f"{ROOT}/.build/debug/local")


class Surprise(Exception):
    """Something was not as expected."""


def expect(truth, complaint):
    if not truth:
        raise Surprise(complaint)


def wait(what, seconds, attempt):
    """Returns the first result of `attempt` that is true, within `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        result = attempt()
        if result:
            return result
        time.sleep(0.02)
    raise Surprise(f"{what}: not within {seconds} s")


class Response:
    def __init__(self, raw):
        self.status, self.body = raw.status, raw.read()
        self.headers = {name.lower(): value for name, value in raw.getheaders()}

    @property
    def text(self):
        return self.body.decode()

    @property
    def json(self):
        return json.loads(self.body)


class Server:
    """The server, for the time of the `with` block. It has none of the caller's variables but those of `env`."""

    def __init__(self, *options, env={}, folder=ROOT, functions=f"{ROOT}/dist"):
        self.options = ("--port", "0", "--functions", functions, *options)
        self.env, self.folder = env, folder

    def __enter__(self):
        self.temporary = tempfile.TemporaryDirectory()
        variables = {"PATH": os.environ["PATH"], "TMPDIR": self.temporary.name, **self.env}
        if "LD_LIBRARY_PATH" in os.environ:
            variables["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
        self.process = subprocess.Popen(
            [TOOL, "serve", *self.options], cwd=self.folder, env=variables, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )
        self.lines, self.errors, started = [], [], time.monotonic()
        for stream, lines in (self.process.stdout, self.lines), (self.process.stderr, self.errors):
            threading.Thread(target=keep, args=(stream, lines), daemon=True).start()
        try:
            wait("the address", 20, lambda: self.address() or self.process.poll() is not None)
            expect(self.process.poll() is None, f"it ended: {self.errors}")
        except Surprise as surprise:
            self.process.kill()
            raise Surprise(f"{surprise}\n{self.lines}\n{self.errors}") from None
        self.ready = time.monotonic() - started
        self.url = self.address()
        self.port = int(self.url.rsplit(":", 1)[1])
        return self

    @property
    def said(self):
        """All that it has written."""
        return self.lines + self.errors

    @property
    def other(self):
        """The address of the pages' other origin."""
        return wait("the other origin", 5, lambda: next(
            (line.split()[2] for line in self.said if "other origin" in line), None))

    def address(self):
        return next((line for line in self.lines if line.startswith("http://")), None)

    def __exit__(self, kind, *_):
        if self.process.poll() is None:
            self.stop(check=kind is None)
        self.temporary.cleanup()

    def stop(self, number=signal.SIGTERM, check=True):
        children = self.children()
        started = time.monotonic()
        os.kill(self.process.pid, number)
        try:
            status = self.process.wait(10)
        finally:
            if self.process.poll() is None:
                self.process.kill()
        if check:
            expect(status == 0, f"exit status {status}: {self.errors}")
            expect(time.monotonic() - started < 1, f"it took {time.monotonic() - started} s to end")
            left = [pid for pid in children if os.path.exists(f"/proc/{pid}") and state(pid) != "Z"]
            expect(not left, f"processes are left: {left}")
            expect(os.listdir(self.temporary.name) == [], f"files are left: {os.listdir(self.temporary.name)}")

    def children(self):
        """The processes that it started, and that run."""
        found = []
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                try:
                    with open(f"/proc/{entry}/stat", encoding="ascii", errors="replace") as file:
                        fields = file.read().rsplit(")", 1)[1].split()
                except OSError:
                    continue
                if int(fields[1]) == self.process.pid and fields[0] != "Z":
                    found.append(int(entry))
        return found

    def send(self, method, path, body=None, headers={}, seconds=40):
        return send(self.port, method, path, headers, body, seconds)

    def get(self, path, **headers):
        return self.send("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})


@contextlib.contextmanager
def echo():
    """A folder with the zips of both functions, which are echo.py."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        member = zipfile.ZipInfo("bootstrap")
        member.external_attr = 0o755 << 16
        with open(f"{os.path.dirname(__file__)}/echo.py", encoding="utf-8") as source:
            file.writestr(member, source.read())
    with tempfile.TemporaryDirectory() as folder:
        for name in "GetSchools", "MatchExplainer":
            with open(f"{folder}/{name}.zip", "wb") as file:
                file.write(data.getvalue())
        yield folder


def send(port, method, path, headers={}, body=None, seconds=40):
    """One request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        connection.request(method, path, body, headers)
        return Response(connection.getresponse())
    finally:
        connection.close()


def keep(stream, lines):
    for line in stream:
        lines.append(line.rstrip("\n"))


def state(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rsplit(")", 1)[1].split()[0]
    except OSError:
        return "Z"


def run(*arguments, env={}, folder=ROOT, seconds=30):
    """Runs the tool to its end."""
    variables = {"PATH": os.environ["PATH"], **env}
    if "LD_LIBRARY_PATH" in os.environ:
        variables["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
    return subprocess.run(
        [TOOL, *arguments], cwd=folder, env=variables, timeout=seconds, capture_output=True, text=True,
        stdin=subprocess.DEVNULL)


MATCH = {
    "student": {"trainingGoal": "PPL", "maxBudget": 15000, "location": {"city": "San Jose", "state": "CA"}},
    "school": {"schoolId": "school-001", "name": "Bay Flyers", "costBand": {"min": 9800, "max": 13500}},
    "matchScore": 88,
}


def main(*checks):
    """Runs the checks; each that is named on the command line, or all. Prints what is wrong, and exits with 1."""
    failed = 0
    for check in checks:
        if len(sys.argv) > 1 and check.__name__ not in sys.argv[1:]:
            continue
        try:
            check()
        except Exception:  # pylint: disable=broad-except
            failed += 1
            print(f"{check.__name__}: {traceback.format_exc()}")
    sys.exit(1 if failed else 0)
