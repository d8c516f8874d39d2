"""What the checks of the operator's commands share: names, refusals, another `aws`, other times."""
import contextlib
import os
import time

from emulator import TOOLS, expect

STACK = "flight-school"
FUNCTIONS = (STACK + "-GetSchools", STACK + "-MatchExplainer")
TABLE = "flight-schools"


def refuses(emulator, line, *arguments, status=1, env={}):
    """The command ends with `status`, and the one line that says why."""
    result = emulator.run(*arguments, status=status, env=env)
    expect(line in result.stderr and len(result.stderr.splitlines()) == 1, f"{arguments} {env}: {result.stderr}")


@contextlib.contextmanager
def with_aws(emulator, script):
    """An environment in which `aws` is a shell script: `real` in it is the AWS CLI, which also comes after it."""
    folder = f"{emulator.folder.name}/aws-{time.monotonic_ns()}"
    os.mkdir(folder)
    with open(f"{folder}/aws", "w", encoding="utf-8") as file:
        file.write(f'#!/bin/bash\nset -o pipefail\ncd "{folder}"\nreal() {{ "{TOOLS}/aws" "$@"; }}\n{script}\nreal "$@"\n')
    os.chmod(f"{folder}/aws", 0o755)
    yield {"PATH": f"{folder}:{emulator.env['PATH']}"}


def local_times(emulator):
    """An environment in which the CLI writes times as its version 2 does: ISO 8601 of the local zone."""
    path = f"{emulator.folder.name}/times"
    with open(path, "w", encoding="utf-8") as file:
        file.write("[default]\ncli_timestamp_format = iso8601\n")
    return {"AWS_CONFIG_FILE": path, "TZ": "America/New_York"}


def turn_recovery(tables, on):
    tables.update_continuous_backups(TableName=TABLE, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": on})
