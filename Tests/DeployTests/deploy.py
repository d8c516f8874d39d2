"""deploy.py: a new operator's day on ministack, with ./build.sh and the real zips; the first surprise ends it, status 1.

From nothing to a green health check; then what the roles refuse, log lines, metrics, schools out and in again, and an alarm.
"""
import json
import os
import signal
import subprocess
import time

from botocore.exceptions import ClientError
from emulator import ROOT, TOOLS, Emulator, expect, interruptible, wait
from promises import ALARMS
from refusals import check_roles

MATCH = {"student": {"trainingGoal": "IR"}, "school": {"name": "Deployed Flying Club"}, "matchScore": 80}


def curl(url, body=None, status="200"):
    """The answer's JSON. Other than `status`, or no CORS header, ends the test."""
    command = ["curl", "--silent", "--show-error", "--max-time", "35", "--dump-header", "-", "--write-out", "\n%{http_code}"]
    if body is not None:
        command += ["--header", "Content-Type: application/json", "--data", json.dumps(body)]
    text = subprocess.run([*command, url], capture_output=True, text=True, timeout=40, check=True).stdout
    head, _, rest = text.replace("\r\n", "\n").partition("\n\n")
    content, _, code = rest.rpartition("\n")
    expect(code == status, f"{url} answered {code}: {content}")
    expect("access-control-allow-origin: *" in head.lower(), f"{url} has no CORS header: {head}")
    return json.loads(content)


def check_nothing_there(emulator):
    """Every command, before there is a stack: a clear line, and nothing is made."""
    for command in (["health"], ["seed"], ["export"], ["daily"], ["logs"], ["rollback"], ["backup"], ["restore", "--to", "latest"]):
        result = emulator.run(*command, "--yes", status=1)
        expect("there is no stack flight-school in region us-east-1" in result.stderr, f"{command}: {result.stderr}")
        expect(result.stdout == "", f"{command} printed {result.stdout}")


def check_bad_input(emulator):
    run = emulator.run
    for arguments, line in {
        ("deploy", "now"): 'takes no "now"',
        ("deploy", "--param"): "--param needs a value",
        ("deploy", "--param", "LogLevel"): "it is NAME=VALUE",
        ("deploy", "--param", "Loglevel=INFO"): "the template has no parameter Loglevel",
        ("deploy", "--param", "Architecture=mips"): "the zips of this machine",
        ("deploy", "--quick"): "--quick is no option of deploy",
        ("deploy", "--stack", "a b"): "a stack's name is",
        ("deploy", "--param", "ApiRate ApiBurst=5"): "the template has no parameter",
        ("deploy", "--stack", "--yes"): "looks like an option",
        ("seed", ""): "an argument is empty",
        ("seed", "--table", "x y"): "the name of a table is",
        ("rollback", "GetSchools MatchExplainer"): "is no function of the stack",
        ("health", "http://a/b?c"): "is no URL",
        ("health", "api.example.com"): "is no URL",
        ("health", "http://a", "http://b"): "takes one URL",
    }.items():
        result = run(*arguments, status=2)
        expect(line in result.stderr and len(result.stderr.splitlines()) == 1, f"{arguments}: {result.stderr}")
    without = {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None}
    for env, line in (
        (without, "no AWS credentials were found"),
        ({"AWS_ACCESS_KEY_ID": "AKIAUNKNOWN"}, "AWS does not know these credentials"),
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, "check the network, the region and AWS_ENDPOINT_URL"),
        ({"AWS_REGION": None}, "set AWS_REGION"),
    ):
        result = run("deploy", "--yes", status=1, env=env)
        expect(line in result.stderr, f"deploy with {env}: {result.stderr}")
    expect("--param NAME=VALUE" in run("deploy", "--help", env=without).stdout, "deploy --help needs credentials")


def check_deploy(emulator):
    """Answers the outputs."""
    run, formation = emulator.run, emulator.client("cloudformation")
    shown = json.loads(run("deploy", "--dry-run", "--json").stdout)
    expect(any(change["resource"] == "Schools" and change["action"] == "Add" for change in shown["changes"]), shown)
    result = run("deploy", status=1)
    expect("there is no terminal" in result.stderr, f"a question was answered by nobody: {result.stderr}")
    expect(formation.describe_stacks()["Stacks"] == [], "a dry run or a refusal left a stack")
    result = run("deploy", "--yes", "--param", "LogLevel=LOUD", status=1)
    expect("LogLevel" in result.stderr, result.stderr)
    result = run("deploy", "--yes", "--param", "TableInUse=nobodys", status=1)
    expect("there is no table nobodys" in result.stderr, result.stderr)
    # A warm instance may answer from memory; a second of that is enough for a test.
    expect("ApiEndpoint" in run("deploy", "--yes", "--param", "SchoolsCacheSeconds=1").stdout, "no outputs")
    again = run("deploy", "--yes", "--json")
    expect("Nothing to change" in again.stderr, f"the same again changed something: {again.stderr}")
    outputs = json.loads(again.stdout)["outputs"]
    expect(outputs["VercelEnvVar"] == "VITE_MATCH_API_URL=" + outputs["ApiEndpoint"], outputs)
    health = run("health", status=1)
    expect("./build.sh seed" in health.stdout, f"an empty table is healthy: {health.stdout}")
    return outputs


def check_unanswered(emulator):
    """Ctrl-C at the question: no change set, and no empty stack for it, is left."""
    leader, follower = os.openpty()
    process = subprocess.Popen(
        ["./build.sh", "deploy"], cwd=ROOT, env=emulator.env, stdin=follower, stdout=follower, stderr=follower,
        start_new_session=True, preexec_fn=interruptible,
    )
    os.close(follower)
    shown = b""
    while b"[y/N]" not in shown:
        shown += os.read(leader, 4096)
    os.killpg(process.pid, signal.SIGINT)
    expect(process.wait(60) != 0, "an interrupted question is no success")
    os.close(leader)
    left = [name for name in os.listdir(emulator.folder.name) if name.startswith("tmp.")]
    expect(not left, f"temporary files are left: {left}")
    expect(emulator.client("cloudformation").describe_stacks()["Stacks"] == [], "an interrupted question left a stack")


def check_failed_change(emulator):
    """The zips go while the stack is being changed: it stays what it was, and the operator reads why."""
    shim = f"{emulator.folder.name}/shim"
    os.mkdir(shim)
    with open(f"{shim}/aws", "w", encoding="utf-8") as file:
        file.write(
            '#!/bin/sh\ncase "$*" in *execute-change-set*)\n'
            f'  {TOOLS}/aws s3 rm --recursive --quiet s3://emptied --exclude "*.template" ;;\nesac\nexec {TOOLS}/aws "$@"\n'
        )
    os.chmod(f"{shim}/aws", 0o755)
    path = {"PATH": f"{shim}:{emulator.env['PATH']}"}
    result = emulator.run("deploy", "--yes", "--bucket", "emptied", status=1, env=path)
    expect("Failed to fetch code from s3://emptied/" in result.stderr, f"the reason is missing: {result.stderr}")
    expect("the stack is what it was before" in result.stderr, result.stderr)
    alias = emulator.client("lambda").get_alias(FunctionName="flight-school-GetSchools", Name="live")
    expect(alias["FunctionVersion"] == "1", f"a failed change turned the alias to {alias['FunctionVersion']}")


def check_routes(emulator, outputs):
    api = outputs["ApiEndpoint"]
    time.sleep(1.1)  # SchoolsCacheSeconds
    listing = curl(api + "/schools")
    expect(listing["count"] == len(listing["schools"]) > 10, listing)
    state = listing["schools"][0]["state"]
    for school in curl(f"{api}/schools?state={state}")["schools"]:
        expect(school["location"]["state"] == school["state"] == state, school)
    first = listing["schools"][0]
    expect(curl(f"{api}/schools/{first['schoolId']}") == first, "one school differs from that of the list")
    expect(curl(api + "/explain-match", MATCH)["source"] == "bedrock", "the model was not asked")
    expect(curl(api + "/explain-match", MATCH)["source"] == "cache", "the explanation was not kept")
    curl(api + "/schools/nobody", status="404")
    curl(api + "/explain-match", {}, status="400")
    expect("✔ explain" in emulator.run("health", api).stdout, "the API is not healthy")
    expect(json.loads(emulator.run("health", "--json").stdout)["healthy"], "the stack's API is not healthy")


def metrics_of(line):
    """What CloudWatch reads of a log line in its embedded metric format: namespace, and data with dimensions."""
    for directive in line.get("_aws", {}).get("CloudWatchMetrics", []):
        for dimensions in directive["Dimensions"]:
            named = [{"Name": name, "Value": str(line[name])} for name in dimensions]
            for metric in directive["Metrics"]:
                values = line[metric["Name"]]
                for value in values if isinstance(values, list) else [values]:
                    yield directive["Namespace"], {"MetricName": metric["Name"], "Dimensions": named, "Value": value}


def check_logs_and_metrics(emulator, outputs):
    """The log lines of the calls above; then the test does CloudWatch's part, which ministack lacks: lines become metrics."""
    text = emulator.run("logs", "--json", "--since", "1h").stdout
    lines = []
    for event in map(json.loads, text.splitlines()):
        if event["message"].startswith("{"):
            lines.append(json.loads(event["message"]))
    access = [line for line in lines if "method" in line]
    expect({"/schools", "/explain-match"} <= {line["path"] for line in access}, f"no access lines: {access}")
    expect(any("Bedrock" in line["message"] and line["InputTokens"] > 0 for line in lines), "no line of the model's call")
    expect(not [line for line in lines if line["level"] == "ERROR"], "something failed")
    found, cloudwatch = set(), emulator.client("cloudwatch")
    for line in lines:
        for namespace, datum in metrics_of(line):
            found.add(datum["MetricName"])
            dimensions = {dimension["Name"]: dimension["Value"] for dimension in datum["Dimensions"]}
            expect(dimensions["FunctionName"] == outputs["LambdaFunctionName"], f"{datum} is of no function")
            cloudwatch.put_metric_data(Namespace=namespace, MetricData=[datum])
    expect({"ModelCalls", "InputTokens", "OutputTokens", "EstimatedCost", "CacheHits"} <= found, f"only {found}")
    expect("explain-match" in emulator.run("logs", "--since", "1h", "MatchExplainer").stdout, "logs shows no access line")


def check_alarms(emulator, outputs):
    """Throttled for real, the function's alarm goes off, the topic tells, and the operator sees it; then all is well again."""
    function, client = outputs["SchoolsFunctionName"], emulator.client("lambda")
    sqs, sns = emulator.client("sqs"), emulator.client("sns")
    queue = sqs.create_queue(QueueName="operator")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    policy = {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": arn}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [policy]})
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
    sns.subscribe(TopicArn=outputs["AlarmTopicArn"], Protocol="sqs", Endpoint=arn)
    existing = {alarm["AlarmName"] for alarm in emulator.client("cloudwatch").describe_alarms()["MetricAlarms"]}
    expect(existing <= {"flight-school-" + name for name in ALARMS} and len(existing) >= 10, f"alarms: {existing}")

    client.put_function_concurrency(FunctionName=function, ReservedConcurrentExecutions=0)
    try:
        client.invoke(FunctionName=function, Payload=b"{}")
        raise SystemExit("a function without concurrency answered")
    except ClientError as error:
        expect(error.response["Error"]["Code"] == "TooManyRequestsException", error)
    client.delete_function_concurrency(FunctionName=function)
    # ministack looks at its alarms when it is given a metric, and at all functions for each of them.
    emulator.client("cloudwatch").put_metric_data(Namespace="Test", MetricData=[{"MetricName": "Look", "Value": 1}])
    def told():
        messages = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=1, MaxNumberOfMessages=10).get("Messages", [])
        return True if any("flight-school-GetSchoolsThrottles" in message["Body"] for message in messages) else None

    wait("the alarm's message", 20, told)
    daily = emulator.run("daily", status=1)
    expect("GetSchoolsThrottles" in daily.stdout, f"daily does not show the alarm: {daily.stdout}")


def check_export(emulator, outputs):
    """What was seeded comes out again, whole: compared with the sample file by another JSON reader."""
    lines = [json.loads(line) for line in emulator.run("export").stdout.splitlines()]
    with open(f"{ROOT}/Events/schools.json", encoding="utf-8") as file:
        sample = {school["schoolId"]: school for school in json.load(file)}
    expect([line["schoolId"] for line in lines] == sorted(sample), "other schools, or another order")
    for line in lines:
        for name, value in sample[line["schoolId"]].items():
            if name != "location":
                expect(line[name] == value, f"{line['schoolId']}.{name} is {line[name]}")
    again = json.loads(emulator.run("seed", "-", "--json", stdin=emulator.run("export").stdout).stdout)
    expect(again["unchanged"] == len(sample) and again["added"] == again["replaced"] == 0, again)


def check_bad_schools(emulator):
    """Files that are no schools, and one bad school among good ones: nothing is written unless it is asked for."""
    run, before = emulator.run, emulator.run("export").stdout
    good = {"schoolId": "good", "name": "Good Flying Club", "state": "CA", "avgRating": 4.5}
    bad = {**good, "schoolId": "bad", "costBand": {"min": "cheap"}}
    lines = "\n".join(json.dumps(school) for school in (good, bad, {**good, "schoolId": "also-good"}))
    for arguments, stdin, line in (
        (["-"], lines, "nothing was written"), (["-"], "<html>", "is not JSON"), (["-"], "", "is empty"),
        (["nowhere.json"], None, "nowhere.json cannot be read"), (["Events"], None, "is a folder"),
    ):
        result = run("seed", *arguments, stdin=stdin, status=1)
        expect(line in result.stderr, f"seed {arguments}: {result.stderr}")
    expect(run("export").stdout == before, "a refused file changed the table")
    result = json.loads(run("seed", "-", "--skip-rejected", "--json", stdin=lines).stdout)
    expect((result["added"], [school["line"] for school in result["rejected"]]) == (2, [2]), result)
    run("export", "here.jsonl", folder=emulator.folder.name)
    again = run("seed", "here.jsonl", "--json", folder=emulator.folder.name)
    expect(json.loads(again.stdout)["unchanged"] > 10, f"a file of the caller's folder: {again.stdout}")
    result = run("export", "/nowhere/schools.jsonl", status=1)
    expect("/nowhere/schools.jsonl cannot be written" in result.stderr, result.stderr)


def check_rollback(emulator, outputs):
    alias = emulator.client("lambda").get_alias
    names = outputs["SchoolsFunctionName"], outputs["LambdaFunctionName"]
    before = [alias(FunctionName=name, Name="live")["FunctionVersion"] for name in names]
    emulator.run("deploy", "--yes", "--param", "LogLevel=DEBUG")
    after = [alias(FunctionName=name, Name="live")["FunctionVersion"] for name in names]
    expect(not set(before) & set(after), f"a changed parameter is no release: {before}, {after}")
    emulator.run("rollback", "--yes")
    expect([alias(FunctionName=name, Name="live")["FunctionVersion"] for name in names] == before, "not rolled back")
    emulator.run("health")


def main():
    with Emulator() as emulator:
        check_bad_input(emulator)
        check_nothing_there(emulator)
        check_unanswered(emulator)
        outputs = check_deploy(emulator)
        check_failed_change(emulator)
        emulator.run("seed")
        check_routes(emulator, outputs)
        check_roles(emulator, outputs)
        check_logs_and_metrics(emulator, outputs)
        check_export(emulator, outputs)
        check_bad_schools(emulator)
        check_alarms(emulator, outputs)
        check_rollback(emulator, outputs)


if __name__ == "__main__":
    main()
