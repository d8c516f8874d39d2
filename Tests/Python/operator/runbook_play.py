"""Every command of the runbook, one after the other, against a stack that is deployed and seeded on ministack.

`play` passes each command to `run(line) -> (status, output)`, which runs it in the root of the repository, and yields a
complaint for each that did not end as it must. ENDINGS lists what ministack cannot do.
"""
import collections
import re
import subprocess

from emulator import ROOT, expect, interruptible, read
from runbook import VALUES, filled, indented

Step = collections.namedtuple("Step", "command ends why")

# The first expression that a command matches says how it must end. Without one it must be "done", with status 0. "refused" is
# another status, because there is nothing that it could change. "stopped" runs until Ctrl-C. "not here" is not run.
ENDINGS = [
    (r"^aws cloudformation (cancel-update-stack|continue-update-rollback)", "refused", "no change is under way"),
    (r"^\./build\.sh logs --follow", "stopped", "it waits for new lines"),
    (r"^aws bedrock get-inference-profile", "not here", "it has no inference profiles"),
    (r"^aws deploy ", "not here", "it has no CodeDeploy"),
    (r"GradualDeployment=true", "not here", "it has no CodeDeploy"),
    (r"^aws logs describe-query-definitions", "not here", "it has no saved queries"),
    (r"^aws ce ", "not here", "it has no bill"),
    (r"^aws service-quotas ", "not here", "it has no quotas"),
]

# Placeholders that a command's output gives for the commands after it, and how to find them there.
CAPTURES = [
    (r"^aws lambda list-versions", "VERSION", r"\|\s+(\d+)\s+\|"),
    (r"^aws logs start-query", "QUERY", r'"queryId": "([^"]+)"'),
    (r"^aws dynamodb list-backups", "BACKUP", r'"(arn:[^"]+/backup/[^"]+)"'),
    (r"^\./build\.sh deploy --param RequireApiKey=true", "KEY", r"(?m)^ApiKeyId +(\S+)"),
    (r"^aws apigateway create-api-key", "KEY", r'"id": "([^"]+)"'),
    (r"^aws iam list-roles", "ROLE", r'"([^"]+)"'),
    (r"^aws apigateway get-usage-plans", "PLAN", r"(\w+)"),
]

# A second restored table needs another name; ministack can restore only the present.
OTHERWISE = [
    (r"^aws dynamodb restore-table-from-backup", {"NEWTABLE": "flight-schools-from-backup"}),
    (r"^\./build\.sh restore", {"TIME": "latest"}),
    (r"^aws dynamodb update-table .*index-updates", {"NEWTABLE": "flight-schools-from-backup"}),
]


def found(pairs, command, default):
    return next((rest for pattern, *rest in pairs if re.search(pattern, command)), default)


def executable(path):
    """A Step for each command of the runbook, in its order, except that those that remove everything come last."""
    before, _, rest = read(path).partition("### Remove everything")
    removing, _, after = rest.partition("\n## ")
    lines = [*indented(before), *indented(after), *indented(removing)]
    return [Step(line, *found(ENDINGS, line, ["done", ""])) for line in lines]


def play(path, run, values):
    """Runs them all. `values` are those of the placeholders; FILE is a file of schools that may be overwritten."""
    values = dict(values)
    for step in executable(path):
        if step.ends == "not here":
            continue
        line = filled(step.command, {**values, **found(OTHERWISE, step.command, [{}])[0]})
        if re.match(r"\./build\.sh (deploy|rollback|restore)\b(?!.*--dry-run)", line):
            line += " --yes"
        if step.ends == "stopped":
            line = f"timeout --signal INT 5 {line}"
        status, output = run(line)
        if (step.ends == "done" and status != 0) or (step.ends == "refused" and status == 0):
            yield f"{line}: status {status}, and not {step.ends}: {output.strip()[-500:]}"
        for name, pattern in [found(CAPTURES, step.command, [None, ""])]:
            match = name and re.search(pattern, output)
            if match:
                values["OLD" + name] = values.get(name)
                values[name] = match[1]
            elif name:
                yield f"{line}: no {name} in {output.strip()[-300:]}"


def check_runbook(operator):
    outputs = operator.outputs
    operator.client("dynamodb").update_continuous_backups(
        TableName=outputs["SchoolsTableName"], PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    values = {
        **VALUES, "ACCOUNT": "000000000000", "URL": outputs["ApiEndpoint"], "FILE": f"{operator.folder}/schools.jsonl",
        "BUCKET": outputs["SiteBucketName"], "REGION": operator.region, "MODEL": "anthropic.claude-haiku-4-5-20251001-v1:0",
    }
    operator.run("export", values["FILE"])

    env = {**operator.env, "AWS_DEFAULT_REGION": operator.region}  # version 1 reads only this one

    def run(line):
        result = subprocess.run(
            ["bash", "-c", line], cwd=ROOT, env=env, stdin=subprocess.DEVNULL, timeout=300, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, preexec_fn=interruptible,
        )
        return result.returncode, result.stdout

    lies = list(play(f"{ROOT}/Sources/Deploy/RUNBOOK.md", run, values))
    expect(not lies, "\n".join(lies))
