"""./build.sh invoke NAME … --remote: an event to the deployed function, and its exit statuses."""
import json
import os

from emulator import ROOT, expect


def check_no_function(operator):
    """What cannot be done is a 2, with one line, and nothing is sent: 1 is the function's own failure."""
    event = ("GetSchools", "--example", "list-cards")
    for line, arguments, env in (
        ("invoke needs a function", (), {}), ("Nobody is no function", ("Nobody", "--get", "/schools"), {}),
        ("the nearest of", ("GetSchools", "--example", "list-card"), {}), ("one of them", ("GetSchools",), {}),
        ("invoke --remote has no option --env", (*event, "--env", "AI_MIN_SCORE=1"), {}), ("neither --yes nor --json", (*event, "--yes"), {}),
        ("no AWS credentials were found", event, {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None}),
        (f"there is no stack nobodys in region {operator.region}", (*event, "--stack", "nobodys"), {}),
    ):
        result = operator.refuses(line, "invoke", *arguments, "--remote", status=2, env=env)
        expect(result.stdout == "", f"{arguments}: {result.stdout}")
    left = [name for name in os.listdir(operator.folder) if name.startswith("tmp.")]
    expect(not left, f"temporary files are left: {left}")


def check_remote(operator):
    """The response as JSON on standard output, the log on standard error."""
    for source in ("--example", "list-cards"), ("--event", f"{ROOT}/Events/list-cards.json"), ("--get", "/schools?fields=card&limit=1"):
        result = operator.run("invoke", "GetSchools", *source, "--remote")
        response = json.loads(result.stdout)
        expect(response["statusCode"] == 200 and json.loads(response["body"])["count"] == 1, result.stdout)
        expect('"path":"/schools"' in result.stderr, f"the log is missing: {result.stderr}")


def check_failure(operator):
    """A function's error is a 1. It is in the log from then on."""
    failed = operator.run("invoke", "GetSchools", "--remote", "--example=unknown-event-queue", status=1)
    expect(json.loads(failed.stdout)["errorType"] == "Function.UnknownEvent", failed.stdout)
