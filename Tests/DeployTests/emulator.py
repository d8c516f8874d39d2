"""ministack, which checks signatures and policies, and ./build.sh run against it as an operator would."""
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

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TOOLS = os.path.join(ROOT, ".build/venv-aws/bin")
MINISTACK = os.path.join(ROOT, "Tests/Python/ministack")  # what its Python loads before it
PARTS = os.environ.get("FLIGHT_SCHOOL_VENV", os.path.join(ROOT, ".build/venv"))


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def expect(truth, complaint):
    if not truth:
        raise SystemExit(complaint)


def wait(what, seconds, attempt):
    """The first answer of `attempt` that is not None, within `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = attempt()
        if answer is not None:
            return answer
        time.sleep(0.2)
    raise SystemExit(f"{what}: not within {seconds} s")


def interruptible():
    """In a new process: Ctrl-C ends it, also where this one was started to take no notice of it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])


class Emulator:
    """Runs while the `with` block does. The keys `test` are the account's owner, whose signature it does not check."""

    def __enter__(self):
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.folder = tempfile.TemporaryDirectory()
        self.log = open(f"{self.folder.name}/log", "wb")
        self.server = subprocess.Popen(
            [os.path.join(PARTS, "bin/ministack")],
            env={
                "PATH": "/usr/bin:/bin", "HOME": self.folder.name, "TMPDIR": self.folder.name, "GATEWAY_PORT": str(port),
                "BIND_HOST": "127.0.0.1", "AUTH": "true", "IOT_MTLS_ENABLED": "0", "SFTP_ENABLED": "0",
                "PYTHONPATH": MINISTACK,
            },
            stdout=self.log, stderr=self.log, start_new_session=True,
        )
        self.env = {
            "PATH": f"{TOOLS}:{os.environ['PATH']}", "HOME": self.folder.name, "TMPDIR": self.folder.name,
            "AWS_ENDPOINT_URL": self.url, "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_EC2_METADATA_DISABLED": "true",
        }
        wait("ministack", 30, self.healthy)
        return self

    def __exit__(self, *_):
        os.killpg(self.server.pid, signal.SIGKILL)  # it, and the instances that it runs
        self.server.wait(10)
        self.log.close()
        self.folder.cleanup()

    def bring_up(self, *parameters):
        """The stack, with the sample schools; its outputs."""
        given = [word for parameter in ("SchoolsCacheSeconds=1", *parameters) for word in ("--param", parameter)]
        outputs = json.loads(self.run("deploy", "--yes", "--json", *given).stdout)["outputs"]
        self.run("seed")
        return outputs

    def healthy(self):
        try:
            with urllib.request.urlopen(self.url + "/_ministack/health", timeout=2) as answer:
                return answer.status
        except OSError:
            return None

    def client(self, service, keys=("test", "test", None)):
        return boto3.client(
            service, endpoint_url=self.url, region_name="us-east-1",
            aws_access_key_id=keys[0], aws_secret_access_key=keys[1], aws_session_token=keys[2],
            config=Config(retries={"total_max_attempts": 1}),
        )

    def run(self, *arguments, status=0, stdin=None, env={}, seconds=300, folder=ROOT):
        """./build.sh with `arguments`, without a terminal. Another exit status than `status` ends the test.

        A variable of `env` that is None is taken out of the environment."""
        variables = {name: value for name, value in {**self.env, **env}.items() if value is not None}
        result = subprocess.run(
            [f"{ROOT}/build.sh", *arguments], cwd=folder, env=variables, timeout=seconds, capture_output=True, text=True,
            **({"input": stdin} if stdin is not None else {"stdin": subprocess.DEVNULL}),
        )
        if result.returncode != status:
            raise SystemExit(
                f"./build.sh {' '.join(arguments)}: status {result.returncode}, not {status}\n{result.stdout}{result.stderr}"
            )
        return result
