"""ministack, which checks signatures and policies, and operators who run ./build.sh against it."""
import glob
import json
import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request

import boto3
from botocore.config import Config

import model

ROOT = os.path.abspath(f"{os.path.dirname(__file__)}/../../..")
TOOLS = f"{ROOT}/.build/venv-aws/bin"
MINISTACK = f"{ROOT}/Tests/Python/ministack"  # what its Python loads before it
PARTS = os.environ.get("FLIGHT_SCHOOL_VENV", f"{ROOT}/.build/venv")


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


# The functions' short names, from the same rule as build.sh.
FUNCTIONS = sorted(
    path.split("/")[-2] for path in glob.glob(f"{ROOT}/Sources/*/main.swift") if "LambdaFunction.run" in read(path)
)


class Surprise(Exception):
    """Something was not as expected."""


def expect(truth, complaint):
    if not truth:
        raise Surprise(complaint)


def wait(what, seconds, attempt):
    """Returns the first result of `attempt` that is not None, within `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        result = attempt()
        if result is not None:
            return result
        time.sleep(0.2)
    raise Surprise(f"{what}: not within {seconds} s")


def interruptible():
    """Runs in a new process: Ctrl-C ends it, also if it was started to ignore that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Emulator:
    """ministack, for the time of the `with` block."""

    def __enter__(self):
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.folder = tempfile.TemporaryDirectory()
        home = self.folder.name
        self.log = open(f"{home}/log", "wb")
        self.server = subprocess.Popen(
            [f"{PARTS}/bin/ministack"],
            env={
                "PATH": "/usr/bin:/bin", "HOME": home, "TMPDIR": home, "GATEWAY_PORT": str(port),
                "BIND_HOST": "127.0.0.1", "AUTH": "true", "IOT_MTLS_ENABLED": "0", "SFTP_ENABLED": "0",
                "PYTHONPATH": MINISTACK, "MINISTACK_BEDROCK_PROXY_URL": model.serve(),
            },
            stdout=self.log, stderr=self.log, start_new_session=True,
        )
        wait("ministack", 30, self.is_healthy)
        return self

    def __exit__(self, *_):
        os.killpg(self.server.pid, signal.SIGKILL)  # it, and the instances that it runs
        self.server.wait(10)
        self.log.close()
        self.folder.cleanup()

    def is_healthy(self):
        try:
            with urllib.request.urlopen(self.url + "/_ministack/health", timeout=2) as response:
                return response.status
        except OSError:
            return None


class Operator:
    """Works on one stack of an emulator. The keys `test` are those of the account's owner, whose signature it does not check."""

    def __init__(self, emulator, region, stack):
        self.url, self.region, self.stack = emulator.url, region, stack
        self.folder = f"{emulator.folder.name}/{region}"
        os.mkdir(self.folder)
        self.outputs = {}
        self.env = {
            "PATH": f"{TOOLS}:{os.environ['PATH']}", "HOME": self.folder, "TMPDIR": self.folder,
            "AWS_ENDPOINT_URL": self.url, "AWS_REGION": region,
            "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_EC2_METADATA_DISABLED": "true",
        }

    def bring_up(self, *parameters, env={}):
        """Makes the stack, with the sample schools. A warm instance returns listings from memory for only a second."""
        given = [word for parameter in ("SchoolsCacheSeconds=1", *parameters) for word in ("--param", parameter)]
        deployed = self.run("deploy", "--yes", "--json", *given, env=env)
        self.outputs = json.loads(deployed.stdout)["outputs"]
        self.run("seed")

    def function(self, name):
        """The whole name of a function in the stack."""
        return self.outputs[name + "FunctionName"]

    def client(self, service, keys=("test", "test", None)):
        return boto3.session.Session().client(
            service, endpoint_url=self.url, region_name=self.region,
            aws_access_key_id=keys[0], aws_secret_access_key=keys[1], aws_session_token=keys[2],
            config=Config(retries={"total_max_attempts": 1}),
        )

    def run(self, *arguments, status=0, stdin=None, env={}, seconds=300, folder=ROOT):
        """Runs ./build.sh without a terminal. It is a surprise if its exit status is not `status`.

        A variable of `env` that is None is removed from the environment."""
        if self.stack != "flight-school" and "--stack" not in arguments and arguments[0] != "help":
            arguments = (*arguments, "--stack", self.stack)
        variables = {name: value for name, value in {**self.env, **env}.items() if value is not None}
        result = subprocess.run(
            [f"{ROOT}/build.sh", *arguments], cwd=folder, env=variables, timeout=seconds, capture_output=True, text=True,
            **({"input": stdin} if stdin is not None else {"stdin": subprocess.DEVNULL}),
        )
        told = f"./build.sh {' '.join(arguments)}: status {result.returncode}\n{result.stdout}{result.stderr}"
        expect(result.returncode == status, f"not status {status}: {told}")
        expect(self.url + "//" not in result.stdout + result.stderr, f"an address with two slashes: {told}")
        return result

    def refuses(self, line, *arguments, status=1, env={}):
        """The command ends with `status`, and prints nothing but one line on standard error that contains `line`."""
        result = self.run(*arguments, status=status, env=env)
        expect(line in result.stderr and len(result.stderr.splitlines()) == 1, f"{arguments} {env}: {result.stderr}")
        return result
