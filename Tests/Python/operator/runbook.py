"""runbook.py: compares Sources/Deploy/RUNBOOK.md with everything that it names. Prints the problems; the exit status is 1 if
there are any.

Its commands are those of ./build.sh, with options that their --help lists, and those of the AWS CLI, which itself says whether
it accepts them: it runs in this process and is stopped before it sends anything. Names and thresholds are compared with the
template and with promises.py; runbook_cost.py computes the bill again. runbook_play.py runs the commands.
"""
import argparse
import contextlib
import io
import os
import re
import shlex
import subprocess
import sys

os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_DEFAULT_REGION="us-east-1")
os.environ.update(AWS_EC2_METADATA_DISABLED="true", AWS_MAX_ATTEMPTS="1", AWS_PAGER="")
for unwanted in ("AWS_ENDPOINT_URL", "AWS_CA_BUNDLE", "AWS_PROFILE"):
    os.environ.pop(unwanted, None)

from awscli.clidriver import create_clidriver  # noqa: E402
from cfnlint.decode import cfn_yaml  # noqa: E402
from emulator import FUNCTIONS, ROOT, read  # noqa: E402
from promises import ALARMS, DURATIONS  # noqa: E402
from runbook_cost import check_cost  # noqa: E402

# The values of the placeholders, all of which are in the runbook's table of them, while the AWS CLI parses a command.
VALUES = {
    "STACK": "flight-school", "NAME": "GetSchools", "PROFILE": "operator", "REGION": "us-east-1", "ACCOUNT": "123456789012",
    "EMAIL": "operator@example.com", "URL": "https://abcdefghij.execute-api.us-east-1.amazonaws.com/prod",
    "TABLE": "flight-schools", "NEWTABLE": "flight-schools-restored", "INDEX": "CatalogueIndex", "TIME": "2026-11-23T18:00:00Z",
    "FROM": "1795456800", "UNTIL": "1795460400", "FIRST": "2026-11-01", "LAST": "2026-12-01", "FILE": "schools.jsonl",
    "SCHOOL": "school-001", "VERSION": "1", "MODEL": "global.anthropic.claude-haiku-4-5-20251001-v1:0",
    "MODELARN": "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0", "NUMBER": "500",
    "PLAN": "abc123", "KEY": "abcdefghij", "OLDKEY": "jihgfedcba", "DEPLOYMENT": "d-ABCDEF123",
    "BACKUP": "arn:aws:dynamodb:us-east-1:123456789012:table/flight-schools/backup/01489602797149-73d8d5bc",
    "BUCKET": "flight-school-sitebucket-abcdef123456", "QUERY": "12ab3456-12ab-123a-789e-1234567890ab", "ROLE": "flight-school-ApiLogRole-ABC", "GUARDRAIL": "abcdef123456",
}
# Words in capitals that are AWS's own.
CONSTANTS = {"ALARM", "ALL", "DIMENSION", "ERROR", "MONTHLY", "SERVICE"}
PLACEHOLDER = re.compile(r"(?<![A-Za-z_])[A-Z]{3,}(?![A-Za-z_])")


def indented(text):
    """Every indented command. A backslash at the end of a line continues it."""
    lines = iter(text.splitlines())
    for line in lines:
        if re.match(r" {4,}\S", line):
            line = line.strip()
            while line.endswith("\\"):
                line = line[:-1] + next(lines).strip()
            yield line


def commands(path):
    """The indented command lines of a document. Of the README these are only those of its section on AWS."""
    text = read(path)
    if os.path.basename(path) == "README.md":
        sections = re.split(r"^## ", text, flags=re.MULTILINE)
        text = "\n".join(part for part in sections if re.match(r".*(deploy|aws)", part.split("\n")[0], re.IGNORECASE))
    return list(indented(text))


def filled(line, values):
    return PLACEHOLDER.sub(lambda word: values.get(word[0], word[0]), line)


def rows(text, first):
    """The cells of the table whose first column is headed `first`, line by line, without the head."""
    _, _, rest = text.partition(f"\n| {first} |")
    for line in rest.split("\n")[2:]:
        if not line.startswith("|"):
            return
        yield [cell.strip() for cell in line.strip("|").split("|")]


def check_placeholders(text, lines):
    known = {name for row in rows(text, "word") for name in re.findall(r"`([A-Z]+)`", row[0])}
    for name in known - set(VALUES):
        yield f"the placeholder {name} has no value in runbook.py"
    for line in lines:
        for word in PLACEHOLDER.findall(line):
            if word not in known | CONSTANTS:
                yield f"{word} is explained nowhere: {line}"


def check_build(line, parameters):
    """A command of ./build.sh exists, and its --help lists each of its options; the parameters are those of the template."""
    words = shlex.split(line)
    # A developer's command would set up and build before it explains its options.
    if not os.path.exists(f"{ROOT}/Sources/Deploy/commands/{words[1]}.sh"):
        if f"./build.sh {words[1]} " not in read(f"{ROOT}/build.sh"):
            yield f"{line}: there is no such command"
        return
    run = subprocess.run(
        [f"{ROOT}/build.sh", words[1], "--help"], capture_output=True, text=True, timeout=60, cwd=ROOT, check=False,
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")},
    )
    if run.returncode != 0:
        yield f"{line}: --help ends with {run.returncode}: {run.stderr.strip()}"
        return
    for option in [word.split("=")[0] for word in words[2:] if word.startswith("--")]:
        if option != "--help" and not re.search(rf"{option}\b", run.stdout):
            yield f"{line}: its --help has no {option}"
    for word, after in zip(words, words[1:]):
        if word == "--param" and after.split("=")[0] not in parameters:
            yield f"{line}: the template has no parameter {after.split('=')[0]}"


class Sent(Exception):
    """A request was about to be sent: the CLI has accepted the command."""


def check_aws(line):
    """A command of the AWS CLI, with the placeholders filled in, gets as far as a request; options are not abbreviated."""
    sent = []

    def stop(request, **_):
        sent.append(request.url)
        raise Sent(request.url)

    said = io.StringIO()
    driver = create_clidriver()
    driver.session.register("before-send.*.*", stop)
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            driver.main(shlex.split(filled(line, VALUES))[1:])
        except SystemExit:
            pass
    if not sent:
        yield f"{line}: the AWS CLI says {said.getvalue().strip()[-300:]}"


def check_command(line, parameters):
    parts = list(shlex.shlex(line, posix=True, punctuation_chars=True))
    if set("".join(part for part in parts if not part.strip("();<>|&"))) or "$" in line:
        yield f"more than one command, or one for a shell: {line}"
    elif line.startswith("./build.sh"):
        yield from check_build(line, parameters)
    elif line.startswith("aws "):
        yield from check_aws(line)
    elif not re.fullmatch(r"export( [A-Z_]+=[^ ;&|]+)+", line):
        yield f"neither ./build.sh nor aws nor export: {line}"


def threshold(name):
    """How the alarm table has to print the threshold of an alarm, or of the alarm NAME… that each function has."""
    if name == "NAMEDuration":
        return ", ".join(f"> {limit // 1000} s ({function})" for function, limit in DURATIONS.items())
    limit, period, calculation, metrics = ALARMS[name.replace("NAME", FUNCTIONS[0])]
    if isinstance(limit, dict):
        return f"> `{limit['Ref']}` USD in {period // 3600} h"
    if "SuccessfulRequestLatency" in metrics:
        return f"> {limit} ms"
    if metrics & {"Latency"}:
        return f"> {limit // 1000} s"
    if calculation == "Average":
        return f"> {limit * 100:g} %"
    return f"> {limit}" + (f" in {period // 3600} h" if period >= 3600 else "")


def check_alarms(text):
    found = {row[0].strip("`"): row[1] for row in rows(text, "alarm")}
    own = {alarm: name for name in FUNCTIONS for alarm in ALARMS if alarm.startswith(name)}
    wanted = {alarm.replace(own[alarm], "NAME") if alarm in own else alarm for alarm in ALARMS}
    for name in set(found) ^ wanted:
        yield f"the alarm {name} is only in the table, or only in promises.py"
    for name in set(found) & wanted:
        if found[name] != threshold(name):
            yield f"the alarm {name} goes off at {threshold(name)}, not at {found[name]}"


def check_names(text, template):
    """Names in code: of parameters (and their defaults), outputs, metrics, alarms, saved queries."""
    parameters = template["Parameters"]
    for names, told in [(row[0], row[1]) for row in rows(text, "parameter")]:
        names, told = re.findall(r"`(\w+)`", names), told.replace("empty", "``")
        for name in names:
            if name not in parameters:
                yield f"the parameter table names {name}, which the template lacks"
        defaults = [str(parameters[name]["Default"]) for name in names if name in parameters]
        said = re.findall(r"`([^`]*)`", told)
        if "ModelId" not in names and defaults != said:
            yield f"the defaults of {names} are {defaults}, not {said}"
    metrics = {word for _, _, _, used in ALARMS.values() for word in used}
    queries = " ".join(
        resource["Properties"]["Name"]["Fn::Sub"].split("/")[1]
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::Logs::QueryDefinition"
    ).split()  # the words of their names
    known = {*parameters, *template["Outputs"], *ALARMS, *metrics, *queries, *FUNCTIONS}
    known |= {"DeletionPolicy", "MemorySize", "PendingConfirmation", "StateIndex"}
    for name in re.findall(r"`([A-Z][a-z]+(?:[A-Z][A-Za-z]*)+)`", text):
        if name not in known:
            yield f"`{name}` is no parameter, output, alarm or metric"
    for name in re.findall(r"output `(\w+)`", text):
        if name not in template["Outputs"]:
            yield f"the template has no output {name}"
    for query in re.findall(r"quer(?:y|ies) (`[^`]+`(?: and `[^`]+`)?)", text):
        for name in re.findall(r"`([^`]+)`", query):
            if f"/{name}" not in str(template["Resources"]):
                yield f"there is no saved query {name}"


def problems():
    path = f"{ROOT}/Sources/Deploy/RUNBOOK.md"
    text = read(path)
    template = cfn_yaml.load(f"{ROOT}/Sources/Deploy/template.yaml")
    lines = commands(path)
    inline = re.findall(r"`((?:\./build\.sh|aws) [^`]+)`", text)
    yield from check_placeholders(text, lines + inline)
    for line in dict.fromkeys(lines + inline + commands(f"{ROOT}/README.md")):
        yield from check_command(line, template["Parameters"])
    yield from check_alarms(text)
    yield from check_names(text, template)
    yield from check_cost(text, template, ROOT)


if __name__ == "__main__":
    argparse.ArgumentParser._get_option_tuples = lambda *_: []  # no abbreviations
    wrong = list(problems())
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)
