"""Wrong usage of every command, credentials that do not work, and a stack that does not exist."""
import os

import cfn
import variables
from emulator import FUNCTIONS, ROOT, expect

COMMANDS = (
    ["rollback", "--yes"], ["backup"], ["restore", "--to", "latest", "--yes"], ["daily"], ["logs"], ["seed"], ["export"],
    ["health"],
)
# Commands that need no stack.
WITHOUT_STACK = {"check-data", "deploy"}
KNOWN = " ".join(FUNCTIONS)
FIRST = FUNCTIONS[0]

# The command line, and what its one line of complaint says.
WRONG = {
    ("deploy", "now"): 'takes no "now"',
    ("deploy", "--param"): "--param needs a value",
    ("deploy", "--param", "LogLevel"): "it must be NAME=VALUE",
    ("deploy", "--param", "Loglevel=INFO"): "the template has no parameter Loglevel",
    ("deploy", "--param", "ApiRate ApiBurst=5"): "the template has no parameter",
    ("deploy", "--param", "Architecture=mips"): "the zips of this machine",
    ("deploy", "--param", "ModelId="): "--param ModelId=: it must be the id of a model or of an inference profile",
    ("deploy", "--param", "ApiRate="): "--param ApiRate=: it must have a value",
    ("deploy", "--param", "SizeGuard="): "--param SizeGuard=: it must have a value",
    ("deploy", "--param", "SiteDomain=www.example.com"): "give --param SiteCertificate=ARN as well",
    ("deploy", "--param", "SiteDomain=www.example.com", "--param", "SiteCertificate="): "SiteCertificate empty",
    ("deploy", "--quick"): "deploy has no option --quick",
    ("deploy", "--stack", "a b"): "a stack's name is",
    ("deploy", "--stack", "--yes"): "looks like an option",
    ("seed", ""): "an argument is empty",
    ("seed", "--table", "x y"): "a table's name is",
    ("seed", "a.json", "b.json"): "seed takes one file",
    ("check-data", "--table", "x y"): "a table's name is",
    ("check-data", "--table"): "--table needs a value",
    ("check-data", "a.json", "b.json"): "check-data takes one file",
    ("check-data", "a.json", "--table", "schools"): "a FILE or --table NAME, not both",
    ("export", "--json"): "--json needs a FILE",
    ("export", "a.json", "b.json"): "export takes one file",
    ("health", "http://a/b?c"): "is not a URL",
    ("health", "api.example.com"): "is not a URL",
    ("health", "http://a", "http://b"): "takes one URL",
    ("rollback", "--to"): "--to needs a value",
    ("rollback", "--to", "newest"): "a version is a number",
    ("rollback", "Explainer"): f'has no function "Explainer": it has {KNOWN} (',
    ("rollback", "api"): "has no function",
    ("rollback", KNOWN): "has no function",
    ("rollback", FIRST, FIRST): "takes one function",
    ("rollback", "--site", FIRST): "it takes no function and no --to",
    ("rollback", "--site", "--to", "1"): "it takes no function and no --to",
    ("backup", "now"): 'takes no "now"',
    ("backup", "--table", "a b"): "a table's name is",
    ("restore",): "needs --to TIME",
    ("restore", "--to", "yesterday"): "is not a time with a zone",
    ("restore", "--to", "2026-02-30T00:00:00Z"): "is not a time with a zone",
    ("restore", "--to", "2026-11-23T18:00:00"): "is not a time with a zone",
    ("restore", "--to", "2999-01-01T00:00:00+01:00"): "is in the future",
    ("restore", "--to", "latest", "--as", "x"): "a table's name is",
    ("daily", "--since", "1h"): "daily has no option --since",
    ("logs", "--since", "an hour"): "a number and s, m, h or d",
    ("logs", "--filter"): "--filter needs a value",
    ("logs", "Api"): f"it has {KNOWN}, and api",
}


def check_wrong_usage(operator):
    for arguments, line in WRONG.items():
        operator.refuses(line, *arguments, status=2)


def check_refused_values(operator):
    """A value that a function would refuse is refused before anything is made, in the function's own words."""
    for parameter, variable in variables.set_by(cfn.read()):
        value = next(value for value in variables.BAD if variables.complaint(variable, value))
        sentence = variables.complaint(variable, value)
        operator.refuses(f"--param {parameter}={value}: {sentence}", "deploy", "--param", f"{parameter}={value}", status=2)


def check_help(operator):
    """Every command explains itself without an account, and ./build.sh help lists it."""
    listed = operator.run("help").stdout
    names = sorted(name.removesuffix(".sh") for name in os.listdir(f"{ROOT}/Sources/Deploy/commands"))
    expect(WITHOUT_STACK | {command[0] for command in COMMANDS} == set(names), f"misuse.py does not know all of {names}")
    for name in names:
        expect(f"  ./build.sh {name} " in listed, f"help does not list {name}: {listed}")
        text = operator.run(name, "--help", env={"PATH": "/usr/bin:/bin", "AWS_ACCESS_KEY_ID": None}).stdout
        expect(f"./build.sh {name}" in text and "Exit status" in " ".join(text.split()), f"{name}: {text}")


def check_no_deploy(operator):
    """Credentials, endpoints and regions that do not work."""
    for env, line in (
        ({"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None}, "no AWS credentials were found"),
        ({"AWS_ACCESS_KEY_ID": "AKIAUNKNOWN"}, "AWS does not know these credentials"),
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, "check the network, the region and AWS_ENDPOINT_URL"),
        ({"AWS_REGION": None}, "set AWS_REGION"),
        ({"AWS_REGION": None, "AWS_PROFILE": "nobodys"}, "AWS_PROFILE must name a profile"),
    ):
        operator.refuses(line, "deploy", "--yes", env=env)


def check_no_stack(operator):
    """Every command, before there is a stack: one line, and nothing is made."""
    for command in COMMANDS:
        result = operator.refuses(f"there is no stack {operator.stack} in region {operator.region}", *command)
        expect(result.stdout == "", f"{command} printed {result.stdout}")


def check_no_access(operator):
    """Every command, with credentials that do not work and without its stack."""
    for command in COMMANDS:
        for env, line in (
            ({"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None}, "no AWS credentials were found"),
            ({"AWS_ACCESS_KEY_ID": "AKIAUNKNOWN"}, "AWS does not know these credentials"),
            ({"AWS_REGION": "eu-west-1"}, f"there is no stack {operator.stack} in region eu-west-1"),
        ):
            operator.refuses(line, *command, env=env)
        operator.refuses("there is no stack nobodys", *command, "--stack", "nobodys")
    operator.refuses(
        "check the network, the region and AWS_ENDPOINT_URL", "daily", env={"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}
    )
