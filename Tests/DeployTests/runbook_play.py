"""The runbook's commands, one after the other, against a stack that is deployed and seeded on ministack.

`play` hands each command to `run(line) -> (status, output)`, which runs it in the repository's root, and yields what ended
otherwise than it must. What ministack cannot do stands in ENDINGS with what it lacks.
"""
import collections
import re
import subprocess

from emulator import ROOT, Emulator, expect, interruptible
from runbook import VALUES, filled, indented, read

Step = collections.namedtuple("Step", "command ends why")

# The first expression that a command matches says how it ends; without one it is "done", which is status 0. "refused": another
# status, for there is nothing here that it could change. "stopped": it goes on until Ctrl-C. "not here": ministack lacks it.
ENDINGS = [
    (r"^aws cloudformation (cancel-update-stack|continue-update-rollback)", "refused", "no change is under way"),
    (r"^\./build\.sh logs --follow", "stopped", "it shows what comes"),
    (r"^aws bedrock get-inference-profile", "not here", "it has no profiles of AWS's"),
    (r"^aws deploy ", "not here", "it has no CodeDeploy"),
    (r"GradualDeployment=true", "not here", "it has no CodeDeploy"),
    (r"^aws logs describe-query-definitions", "not here", "it has no saved queries"),
    (r"^aws ce ", "not here", "it has no bill"),
    (r"^aws service-quotas ", "not here", "it has no quotas"),
    (r"^aws xray ", "not here", "it has no X-Ray"),
]

# Placeholders that a command's output fills for those that follow, and how they look there.
CAPTURES = [
    (r"^aws lambda list-versions", "VERSION", r"\|\s+(\d+)\s+\|"),
    (r"^aws logs start-query", "QUERY", r'"queryId": "([^"]+)"'),
    (r"^aws dynamodb list-backups", "BACKUP", r'"(arn:[^"]+/backup/[^"]+)"'),
    (r"^\./build\.sh deploy --param RequireApiKey=true", "KEY", r"(?m)^ApiKeyId +(\S+)"),
    (r"^aws apigateway create-api-key", "KEY", r'"id": "([^"]+)"'),
    (r"^aws iam list-roles", "ROLE", r'"([^"]+)"'),
    (r"^aws apigateway get-usage-plans", "PLAN", r"(\w+)"),
]

# A second restored table is not the first; ministack keeps the present only.
OTHERWISE = [
    (r"^aws dynamodb restore-table-from-backup", {"NEWTABLE": "flight-schools-from-backup"}),
    (r"^\./build\.sh restore", {"TIME": "latest"}),
]


def found(pairs, command, default):
    return next((rest for pattern, *rest in pairs if re.search(pattern, command)), default)


def executable(path):
    """A Step for each command of the runbook, in its order, but those that remove everything come last."""
    before, _, rest = read(path).partition("### Remove everything")
    removing, _, after = rest.partition("\n## ")
    lines = [*indented(before), *indented(after), *indented(removing)]
    return [Step(line, *found(ENDINGS, line, ["done", ""])) for line in lines]


def play(path, run, values):
    """Runs them all. `values`: of the placeholders, by name; FILE is a file of schools that may be overwritten. The table
    has point-in-time recovery, which ministack does not read in a template."""
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


def main():
    with Emulator() as emulator:
        outputs = emulator.bring_up()
        emulator.client("dynamodb").update_continuous_backups(
            TableName=outputs["SchoolsTableName"], PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
        )
        values = {
            **VALUES, "ACCOUNT": "000000000000", "URL": outputs["ApiEndpoint"], "FILE": f"{emulator.folder.name}/schools.jsonl",
            "MODEL": "anthropic.claude-haiku-4-5-20251001-v1:0",
        }
        emulator.run("export", values["FILE"])

        env = {**emulator.env, "AWS_DEFAULT_REGION": emulator.env["AWS_REGION"]}  # version 1 reads but this one

        def run(line):
            result = subprocess.run(
                ["bash", "-c", line], cwd=ROOT, env=env, stdin=subprocess.DEVNULL, timeout=300, text=True,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, preexec_fn=interruptible,
            )
            return result.returncode, result.stdout

        lies = list(play(f"{ROOT}/Deploy/RUNBOOK.md", run, values))
        expect(not lies, "\n".join(lies))


if __name__ == "__main__":
    main()
