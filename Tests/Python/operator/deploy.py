"""./build.sh deploy: from nothing to a stack, what stops it, and where it takes its endpoint from."""
import json
import os
import signal
import subprocess

from checks import live_versions, with_aws, write_config
from emulator import FUNCTIONS, ROOT, expect, interruptible


def check_interrupted_question(operator):
    """Ctrl-C at the question leaves no change set, and no empty stack for it."""
    leader, follower = os.openpty()
    process = subprocess.Popen(
        ["./build.sh", "deploy"], cwd=ROOT, env=operator.env, stdin=follower, stdout=follower, stderr=follower,
        start_new_session=True, preexec_fn=interruptible,
    )
    os.close(follower)
    shown = b""
    while b"[y/N]" not in shown:
        shown += os.read(leader, 4096)
    os.killpg(process.pid, signal.SIGINT)
    expect(process.wait(60) != 0, "an interrupted question is no success")
    os.close(leader)
    left = [name for name in os.listdir(operator.folder) if name.startswith("tmp.")]
    expect(not left, f"temporary files are left: {left}")
    expect(operator.client("cloudformation").describe_stacks()["Stacks"] == [], "an interrupted question left a stack")


def check_deploy(operator):
    """A dry run and refusals make nothing; then the stack is made, and the same again changes nothing."""
    run, formation = operator.run, operator.client("cloudformation")
    shown = json.loads(run("deploy", "--dry-run", "--json").stdout)
    expect(any(change["resource"] == "Schools" and change["action"] == "Add" for change in shown["changes"]), shown)
    result = run("deploy", status=1)
    expect("there is no terminal" in result.stderr, f"nobody answered the question: {result.stderr}")
    expect(formation.describe_stacks()["Stacks"] == [], "a dry run or a refusal left a stack")
    for level in ("LOUD", "WARN"):
        result = run("deploy", "--yes", "--param", f"LogLevel={level}", status=1)
        expect("LogLevel" in result.stderr, result.stderr)
    result = run("deploy", "--yes", "--param", "TableInUse=nobodys", status=1)
    expect("there is no table nobodys" in result.stderr, result.stderr)
    # A warm instance may return listings from memory; a second of that is enough for a test.
    made = run("deploy", "--yes", "--param", "SchoolsCacheSeconds=1").stdout
    expect("ApiEndpoint" in made and made.endswith("Next: ./build.sh seed, then ./build.sh health\n"), made)
    again = run("deploy", "--yes", "--json")
    expect("Nothing to change" in again.stderr, f"the same again changed something: {again.stderr}")
    outputs = operator.outputs = json.loads(again.stdout)["outputs"]
    expect(outputs["VercelEnvVar"] == "VITE_MATCH_API_URL=" + outputs["ApiEndpoint"], outputs)
    expect({outputs[name + "FunctionName"] for name in FUNCTIONS} == {f"{operator.stack}-{name}" for name in FUNCTIONS}, outputs)
    health = run("health", status=1)
    expect("./build.sh seed" in health.stdout, f"an empty table is healthy: {health.stdout}")


def check_failed_change(operator):
    """The zips are deleted while the stack is being changed: it returns to its earlier state, and the operator reads why."""
    before = live_versions(operator)
    script = 'case "$*" in *execute-change-set*) real s3 rm --recursive --quiet s3://emptied --exclude "*.template";; esac'
    with with_aws(operator, script) as env:
        result = operator.run("deploy", "--yes", "--bucket", "emptied", status=1, env=env)
    expect("Failed to fetch code from s3://emptied/" in result.stderr, f"the reason is missing: {result.stderr}")
    expect("the stack is in its earlier state" in result.stderr, result.stderr)
    expect(live_versions(operator) == before, f"a failed change turned the alias to {live_versions(operator)}")
    # Parameters that cannot be read are not those of a new stack: versions would be published for a change that nobody made.
    script = 'case "$*" in *describe-stacks*Parameters*) echo "An error occurred (Throttling)" >&2; exit 254;; esac'
    with with_aws(operator, script) as env:
        result = operator.run("deploy", "--yes", status=1, env=env)
    expect("reading the stack's parameters failed: An error occurred (Throttling)" in result.stderr, result.stderr)
    expect(live_versions(operator) == before, f"a deploy that failed turned the alias to {live_versions(operator)}")


def check_endpoint_of_profile(operator):
    """A parameter comes before the environment, which comes before the profile; a slash at the end makes no difference."""

    def profile(endpoint):
        lines = [
            "[profile operator]", f"region = {operator.region}", f"endpoint_url = {endpoint}",
            "aws_access_key_id = test", "aws_secret_access_key = test",
        ]
        return {
            "AWS_CONFIG_FILE": write_config(operator, "profiles", lines), "AWS_PROFILE": "operator", "AWS_REGION": None,
            "AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None,
        }

    without = {"AWS_ENDPOINT_URL": None}
    for endpoint in (operator.url, operator.url + "//"):
        alone = operator.run("deploy", "--yes", env={**profile(endpoint), **without})
        expect("Nothing to change" in alone.stdout, f"the profile's endpoint is another parameter: {alone.stdout}")
    for command in (["daily"], ["logs"], ["export"], ["health"], ["backup"]):
        operator.run(*command, env={**profile(operator.url + "/"), **without})
    operator.run("daily", env=profile("http://127.0.0.1:9"))  # the environment's endpoint works
    # The CLI itself does not read the variable when it is told to ignore endpoints, so the functions must not get it.
    ignoring = {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}
    with with_aws(operator, 'case "$*" in sts*|*" sts "*) echo "endpoint: ${AWS_ENDPOINT_URL-none}" >&2; exit 1;; esac') as env:
        operator.refuses("failed: endpoint: none", "deploy", "--yes", env={**env, **ignoring})
    shown = operator.run("deploy", "--dry-run", "--json", "--param", "EndpointUrl=http://127.0.0.1:9/", env=profile(operator.url))
    expect(json.loads(shown.stdout)["changes"], "the parameter EndpointUrl changes nothing")
