"""drive.py: schemathesis drives the API by its description, through ministack's API Gateway and the zips of dist/.

It finds nothing, neither with requests that the description allows nor with those that it forbids. The seed is fixed.
Before that it is given a description that says what is not so, and must find it.
"""
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(f"{HERE}/../operator")

from description import DESCRIPTION, ROOT, load, operations  # noqa: E402
from emulator import Emulator, Operator, Surprise, expect  # noqa: E402
from gateway import complete  # noqa: E402

# A bound that the API does not keep, a header that it does not send, and what must be found of them.
LIES = (("maximum: 1000 }", "maximum: 100 }"), ("ETag: {", "X-Tag: {"))
FINDINGS = ("Schema-violating request accepted", "Missing required response headers")


def schemathesis(url, description, *options):
    """Its exit status and what it wrote."""
    command = [
        os.path.join(ROOT, ".build/venv-api/bin/st"), "run", description, "--url", url, "--seed", "9",
        "--generation-database", "none", "--no-color", "--continue-on-failure", *options,
    ]
    with tempfile.TemporaryDirectory() as folder:
        result = subprocess.run(
            command, cwd=folder, timeout=300, capture_output=True, text=True,
            env={
                "PATH": "/usr/bin:/bin", "HOME": folder, "PYTHONPATH": HERE, "PYTHONDONTWRITEBYTECODE": "1",
                "SCHEMATHESIS_HOOKS": "schemathesis_hooks", "LC_ALL": "C.UTF-8",
            },
        )
    return result.returncode, result.stdout + result.stderr


def check_that_it_finds_lies(url):
    with open(DESCRIPTION, encoding="utf-8") as file:
        text = file.read()
    for truth, lie in LIES:
        expect(truth in text, f"the description has no {truth}")
        text = text.replace(truth, lie)
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(text)
        file.flush()
        options = ["--phases", "coverage", "--include-operation-id", "listSchools"]
        status, output = schemathesis(url, file.name, *options)
    for finding in FINDINGS:
        expect(status == 1 and finding in output, f"a lie is not found ({finding}):\n{output}")


def check_the_api(url):
    status, output = schemathesis(url, DESCRIPTION, "--max-examples", "200")
    expect(status == 0, "\n".join(line[:1000] for line in output.splitlines()))
    tested, generated = (int(re.search(pattern, output)[1]) for pattern in (r"Tested: (\d+)", r"(\d+) generated"))
    wanted = len(list(operations(load())))
    counts = f"{generated} requests to {tested} of {wanted} operations"
    expect(tested == wanted and generated > 2000, f"only {counts}:\n{output}")


def main():
    with Emulator() as emulator:
        # How many requests the stage lets through in a second is not tested here.
        bounds = ("ApiRate", "ApiBurst", "MatchRate", "MatchBurst", "ExplainRate", "ExplainBurst")
        operator = Operator(emulator, "us-east-1", "flight-school")
        operator.bring_up(*(f"{name}=100000" for name in bounds))
        complete(operator)
        check_that_it_finds_lies(operator.outputs["ApiEndpoint"])
        check_the_api(operator.outputs["ApiEndpoint"])


if __name__ == "__main__":
    try:
        main()
    except Surprise as surprise:
        sys.exit(str(surprise))
