"""operate.py: the commands that keep the system running, on ministack: rollback, daily, logs; and misuse of all of them.

Each check takes an Emulator with the stack deployed and seeded, and leaves it so, `live` the newest version.
"""
import json
import re
import signal
import subprocess
import time

from checks import FUNCTIONS, STACK, TABLE, local_times, refuses, turn_recovery, with_aws
from emulator import ROOT, Emulator, expect, interruptible, wait

API_LOG = "/aws/apigateway/" + STACK
COMMANDS = (
    ["rollback", "--yes"], ["backup"], ["restore", "--to", "latest", "--yes"], ["daily"], ["logs"], ["seed"], ["export"], ["health"],
)


def check_operating_misuse(emulator):
    """Wrong usage and unusable credentials of every command here: one line, and nothing is done."""
    for arguments, line in {
        ("rollback", "--to"): "--to needs a value",
        ("rollback", "--to", "newest"): "a version is a number",
        ("rollback", "Explainer"): "is no function of the stack",
        ("rollback", "api"): "is no function of the stack",
        ("rollback", "GetSchools", "MatchExplainer"): "takes one function",
        ("backup", "now"): 'takes no "now"',
        ("backup", "--table", "a b"): "the name of a table is",
        ("restore",): "wants --to TIME",
        ("restore", "--to", "yesterday"): "is no time with a zone",
        ("restore", "--to", "2026-02-30T00:00:00Z"): "is no time with a zone",
        ("restore", "--to", "2026-11-23T18:00:00"): "is no time with a zone",
        ("restore", "--to", "2999-01-01T00:00:00+01:00"): "is in the future",
        ("restore", "--to", "latest", "--as", "x"): "the name of a table is",
        ("daily", "--since", "1h"): "--since is no option of daily",
        ("seed", "a.json", "b.json"): "seed takes one file",
        ("export", "--json"): "--json needs a FILE",
        ("logs", "--since", "an hour"): "a number and s, m, h or d",
        ("logs", "--filter"): "--filter needs a value",
        ("logs", "Api"): "there are GetSchools MatchExplainer and api",
    }.items():
        refuses(emulator, line, *arguments, status=2)
    for command in COMMANDS:
        for env, line in (
            ({"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None}, "no AWS credentials were found"),
            ({"AWS_ACCESS_KEY_ID": "AKIAUNKNOWN"}, "AWS does not know these credentials"),
            ({"AWS_REGION": "eu-west-1"}, "there is no stack flight-school in region eu-west-1"),
        ):
            refuses(emulator, line, *command, env=env)
        refuses(emulator, "there is no stack nobodys", *command, "--stack", "nobodys")
        expect("Exit status" in emulator.run(command[0], "--help", env={"PATH": "/usr/bin:/bin"}).stdout, f"{command}: no help")
    refuses(emulator, "check the network, the region and AWS_ENDPOINT_URL", "daily", env={"AWS_ENDPOINT_URL": "http://127.0.0.1:9"})


def check_rollback(emulator):
    functions, run = emulator.client("lambda"), emulator.run

    def live():
        return [functions.get_alias(FunctionName=name, Name="live")["FunctionVersion"] for name in FUNCTIONS]

    if live() == ["1", "1"]:
        refuses(emulator, "has no version before 1, so nothing was done", "rollback", "--yes")
    run("deploy", "--yes", "--param", "LogRetentionDays=14")
    newest = live()[0]
    before = str(int(newest) - 1)
    expect(live() == [newest, newest] and before != "0", f"the deploy published {live()}")
    refused = run("rollback", status=1)
    expect("there is no terminal" in refused.stderr and f"→ {before}, published 20" in refused.stdout, refused.stdout + refused.stderr)
    refuses(emulator, "has no version 999, so nothing was done: it has 1", "rollback", "--yes", "--to", "999")
    expect(live() == [newest, newest], "a refused rollback turned something")

    broken = 'case "$*" in *update-alias*MatchExplainer*) echo "An error occurred (TooManyRequestsException)" >&2; exit 254;; esac'
    with with_aws(emulator, broken) as env:
        half = run("rollback", "--yes", status=1, env=env)
    expect(f"now GetSchools is at {before}, MatchExplainer is at {newest}" in half.stderr, half.stderr)
    expect(live() == [before, newest], f"half done is {live()}")
    rest = re.search(r"MatchExplainer as well: \./build\.sh (.*)", half.stderr)
    run(*rest[1].split(), "--yes")
    expect(live() == [before, before], f"rolled back to {live()}")
    served = functions.invoke(FunctionName=FUNCTIONS[0], Qualifier="live", Payload=b'{"httpMethod":"GET","path":"/schools"}')
    expect(served["ExecutedVersion"] == before, f"the version {served['ExecutedVersion']} answers")
    run("health")
    again = run("rollback", "--yes")
    expect(again.stdout.count(f"live is {before}, the newest is {newest}: rolled back already; --to goes further") == 2, again.stdout)
    expect("Nothing to change" in run("deploy", "--yes").stdout and live() == [before, before], "a deploy of the same turned it forward")

    forward = json.loads(run("rollback", "--yes", "--json", "--to", newest).stdout)
    expect(forward["changed"] and live() == [newest, newest], forward)
    expect(not json.loads(run("rollback", "--json", "--to", newest).stdout)["changed"], "the same again changed something")
    functions.update_alias(FunctionName=FUNCTIONS[0], Name="live", FunctionVersion=before,
                           RoutingConfig={"AdditionalVersionWeights": {newest: 0.1}})
    gradual = run("rollback", "--yes", FUNCTIONS[0])
    expect(f"10 % of the calls went to {newest}" in gradual.stdout, gradual.stdout)
    expect("RoutingConfig" not in functions.get_alias(FunctionName=FUNCTIONS[0], Name="live"), "the gradual deployment goes on")
    expect(live() == [before, newest], f"one function: {live()}")
    run("rollback", "--yes", "--to", newest)


def check_daily(emulator):
    """Before anything has gone wrong: then what each line is about goes wrong, and is put right again."""
    tables, watch = emulator.client("dynamodb"), emulator.client("cloudwatch")
    turn_recovery(tables, True)
    well = emulator.run("daily", env=local_times(emulator)).stdout
    for line in ("none of", "GetSchools", "API", "this month", TABLE, "ENABLED", "Nothing wants attention."):
        expect(line in well, f"daily lacks {line}: {well}")

    def count(name, of, value, space="AWS/Lambda", hours=0):
        datum = {"MetricName": name, "Value": value, "Dimensions": [{"Name": "FunctionName", "Value": of}], "Timestamp": time.time() - 3600 * hours}
        watch.put_metric_data(Namespace=space, MetricData=[datum])

    turn_recovery(tables, False)
    watch.put_metric_alarm(AlarmName=STACK + "-b-ApiLatency", Namespace="Test", MetricName="Test", Period=60, Statistic="Sum",
                           EvaluationPeriods=1, Threshold=1, ComparisonOperator="GreaterThanThreshold")
    for name in ("-ApiLatency", "-b-ApiLatency"):
        watch.set_alarm_state(AlarmName=STACK + name, StateValue="ALARM", StateReason="p99 was over 10 s")
    emulator.run("daily", status=1)
    page = json.loads(emulator.run("daily", "--json", status=1).stdout)
    expect([alarm["name"] for alarm in page["alarms"]["alarming"]] == ["ApiLatency"], page["alarms"])
    expect(page["attention"] == ["the alarm ApiLatency is going off", "point-in-time recovery is off"], page["attention"])
    turn_recovery(tables, True)
    watch.delete_alarms(AlarmNames=[STACK + "-b-ApiLatency"])
    watch.set_alarm_state(AlarmName=STACK + "-ApiLatency", StateValue="OK", StateReason="over")
    emulator.run("daily")
    count("Errors", FUNCTIONS[0], 2, hours=26)
    emulator.run("daily")
    count("Errors", FUNCTIONS[0], 1234)
    count("EstimatedCost", FUNCTIONS[1], 5.5, space="FlightSchool")
    page = json.loads(emulator.run("daily", "--json", status=1).stdout)
    expect("GetSchools: 1,234 errors" in page["attention"], page["attention"])
    expect(any(re.fullmatch(r"the model cost 5\.5\d USD in 24 hours, and 5\.00 USD are allowed", line) for line in page["attention"]), page)


def check_logs(emulator):
    logs, run = emulator.client("logs"), emulator.run
    now = int(time.time() * 1000)
    hostile = {"requestId": "r1", "httpMethod": "GET", "path": "/\x1b]0;title\x07\u202e\x9b31m\n", "status": "503", "latencyMs": "5"}
    messages = (json.dumps(hostile), "plain \x1b[31m text\r\n", "[1]", "{}", '{"record":1,"type":"x"}',
                '{"type":"platform.report","record":{"requestId":"r2","status":"timeout","metrics":{"durationMs":30000}}}')
    logs.create_log_stream(logGroupName=API_LOG, logStreamName="test")

    def write(*messages, at=now):
        events = [{"timestamp": at + index, "message": message} for index, message in enumerate(messages)]
        logs.put_log_events(logGroupName=API_LOG, logStreamName="test", logEvents=events)

    write(*messages)
    lines = run("logs", "api").stdout.split("\n")[:-1]
    expect(len(lines) == len(messages) and not re.search("[\x00-\x1f\x7f-\x9f\u202e]", "".join(lines)), lines)
    expect("ERROR  GET /\ufffd]0;title" in lines[0] and "503 5 ms  requestId=r1" in lines[0], lines)
    expect("ERROR  platform.report  status=timeout durationMs=30000" in lines[-1], lines)
    raw = run("logs", "api", "--json").stdout
    expect(raw.isascii() and [json.loads(line)["message"] for line in raw.splitlines()] == list(messages), raw)
    # In pages, as AWS answers; ministack has one.
    script = """case "$*" in *filter-log-events*--next-token*) real "${@:1:$#-2}" | jq '.events |= .[3:]'; exit;;
        *filter-log-events*) real "$@" | jq '.nextToken = "second" | .events |= .[:3]'; exit;; esac"""
    with with_aws(emulator, script) as env:
        expect(run("logs", "api", "--json", env=env).stdout == raw, "the second page is not read")
    run("health")
    both = run("logs", "--since", "1d").stdout.splitlines()
    expect(both == sorted(both, key=lambda line: line[:24]), "not in order")
    expect(any("GetSchools      GET /schools 200" in line for line in both), both)
    expect(any("MatchExplainer  POST /explain-match 200" in line for line in both), both)
    found = run("logs", "--since", "1d", "--filter", "Bedrock answered", "MatchExplainer").stdout
    expect(found and all("Bedrock answered" in line for line in found.splitlines()), found)
    expect(run("logs", "--since", "1s", "--filter", "no such line").stdout == "", "lines without the text")

    path = f"{emulator.folder.name}/followed"
    with open(path, "w", encoding="utf-8") as output:
        follower = subprocess.Popen(
            ["./build.sh", "logs", "--follow", "--filter", "followed", "api"], cwd=ROOT, env=emulator.env,
            stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, preexec_fn=interruptible,
        )

    def shown():
        with open(path, encoding="utf-8") as output:
            return [line[line.find("followed"):-1] for line in output]

    written = []
    for number in range(24):
        late = number == 12
        written.append(f"followed {'late ' if late else ''}{number}")
        write(written[-1], at=int(time.time() * 1000) - (200_000 if late else 0))
        time.sleep(0.5)
    # Each fifteenth look goes back far enough for what came late.
    wait("the late line", 90, lambda: "followed late 12" in shown() or None)
    time.sleep(6)
    follower.send_signal(signal.SIGINT)
    expect(follower.wait(30) == 0, f"Ctrl-C ends it with {follower.returncode}")
    expect(sorted(shown()) == sorted(written), f"followed {shown()}")


if __name__ == "__main__":
    with Emulator() as emulator:
        emulator.bring_up()
        check_operating_misuse(emulator)
        check_rollback(emulator)
        check_daily(emulator)
        check_logs(emulator)
