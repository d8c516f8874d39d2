"""./build.sh rollback, between the versions that two deploys published."""
import json
import re

from checks import live_versions, with_aws
from emulator import FUNCTIONS, expect


def check_first_version(operator):
    if set(live_versions(operator)) == {"1"}:
        operator.refuses("has no version before 1, so nothing was done", "rollback", "--yes")


# A web front end in its own domain, and the model within the United States.
PARAMETERS = (
    "AllowedOrigin=https://www.example.com", "AllowedHeaders=X-Tenant,X-Request-Id",
    "ModelId=us.anthropic.claude-haiku-4-5-20251001-v1:0",
)


def check_changed_parameters(operator):
    """A deploy that changes only parameters publishes a version of every function."""
    before = live_versions(operator)
    given = (word for parameter in PARAMETERS for word in ("--param", parameter))
    # ministack makes a new API where its body changes, so the address is another one.
    operator.outputs = json.loads(operator.run("deploy", "--yes", "--json", *given).stdout)["outputs"]
    after = live_versions(operator)
    expect(after == [str(int(version) + 1) for version in before], f"a change of parameters published {after} after {before}")


def check_rollback(operator):
    functions, run = operator.client("lambda"), operator.run
    newest = live_versions(operator)[0]
    before = str(int(newest) - 1)
    last, others = FUNCTIONS[-1], FUNCTIONS[:-1]

    def expect_live(*versions):
        expect(live_versions(operator) == list(versions), f"live is {live_versions(operator)}, not {versions}")

    def every(version):
        return [version] * len(FUNCTIONS)

    expect_live(*every(newest))
    refused = run("rollback", status=1)
    expect("there is no terminal" in refused.stderr, refused.stderr)
    expect(f"→ {before}, published 20" in refused.stdout, refused.stdout)
    operator.refuses("has no version 999, so nothing was done: it has 1", "rollback", "--yes", "--to", "999")
    expect_live(*every(newest))

    broken = f'case "$*" in *update-alias*{last}*) echo "An error occurred (TooManyRequestsException)" >&2; exit 254;; esac'
    with with_aws(operator, broken) as env:
        half = run("rollback", "--yes", status=1, env=env)
    now = ", ".join([*(f"{name} is at {before}" for name in others), f"{last} is at {newest}"])
    expect("now " + now in half.stderr, half.stderr)
    expect_live(*every(before)[1:], newest)
    rest = re.search(last + r" as well: \./build\.sh (.*)", half.stderr)
    run(*rest[1].split(), "--yes")
    expect_live(*every(before))
    first = operator.function(FUNCTIONS[0])
    served = functions.invoke(FunctionName=first, Qualifier="live", Payload=b'{"httpMethod":"GET","path":"/schools"}')
    expect(served["ExecutedVersion"] == before, f"the version {served['ExecutedVersion']} runs")
    run("health")
    again = run("rollback", "--yes").stdout
    told = f"live is {before}, the newest is {newest}: rolled back already; --to goes further"
    expect(again.count(told) == len(FUNCTIONS), again)
    told = run("deploy", "--yes").stdout
    expect("Nothing to change" in told, "a deploy of the same changes something")
    expect(told.endswith(f"Next: ./build.sh health --stack {operator.stack}\n"), f"sample schools in a table in use? {told}")
    expect_live(*every(before))

    forward = json.loads(run("rollback", "--yes", "--json", "--to", newest).stdout)
    expect(forward["changed"], forward)
    expect_live(*every(newest))
    expect(not json.loads(run("rollback", "--json", "--to", newest).stdout)["changed"], "the same again changed something")
    weights = {"AdditionalVersionWeights": {newest: 0.1}}
    functions.update_alias(FunctionName=first, Name="live", FunctionVersion=before, RoutingConfig=weights)
    gradual = run("rollback", "--yes", first)
    expect(f"10 % of the calls went to {newest}" in gradual.stdout, gradual.stdout)
    expect("RoutingConfig" not in functions.get_alias(FunctionName=first, Name="live"), "the gradual deployment goes on")
    expect_live(before, *every(newest)[1:])
    run("rollback", "--yes", "--to", newest)
