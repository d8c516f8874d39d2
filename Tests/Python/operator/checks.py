"""Parts that several checks use: another `aws`, other times, the live versions of the functions."""
import contextlib
import os
import time

from emulator import FUNCTIONS, TOOLS

TABLE = "flight-schools"


@contextlib.contextmanager
def with_aws(operator, script):
    """Gives an environment in which `aws` is a shell script. In it, `real` is the AWS CLI, and $here is a folder of its own. It
    ends by calling the CLI."""
    real = f'set -o pipefail\nhere=$(dirname "$0")\nreal() {{ "{TOOLS}/aws" "$@"; }}'
    with with_program(operator, "aws", f'{real}\n{script}\nreal "$@"') as env:
        yield env


@contextlib.contextmanager
def with_program(operator, name, script):
    """Gives an environment in which the program `name` is a shell script."""
    folder = f"{operator.folder}/{name}-{time.monotonic_ns()}"
    os.mkdir(folder)
    with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
        file.write(f"#!/bin/bash\n{script}\n")
    os.chmod(f"{folder}/{name}", 0o755)
    yield {"PATH": f"{folder}:{operator.env['PATH']}"}


def write_config(operator, name, lines):
    """Returns the path of a configuration file of the AWS CLI."""
    path = f"{operator.folder}/{name}"
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    return path


def local_times(operator):
    """An environment in which the CLI prints times as its version 2 does: ISO 8601 in the local zone."""
    path = write_config(operator, "times", ["[default]", "cli_timestamp_format = iso8601"])
    return {"AWS_CONFIG_FILE": path, "TZ": "America/New_York"}


def turn_recovery(tables, on):
    tables.update_continuous_backups(TableName=TABLE, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": on})


def live_versions(operator):
    """The version that the alias of each function names, in the order of FUNCTIONS."""
    alias = operator.client("lambda").get_alias
    return [alias(FunctionName=operator.function(name), Name="live")["FunctionVersion"] for name in FUNCTIONS]
