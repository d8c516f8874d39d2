"""./build.sh logs: lines from anywhere, harmless on a terminal, in order, and followed."""
import json
import re
import signal
import subprocess
import threading
import time

from checks import with_aws
from emulator import FUNCTIONS, ROOT, expect, interruptible, wait


def check_logs(operator):
    logs, run = operator.client("logs"), operator.run
    now = int(time.time() * 1000)
    path = "/\x1b]0;title\x07\u202e\x9b31m\n"
    hostile = {"requestId": "r1", "httpMethod": "GET", "path": path, "status": "503", "latencyMs": "5"}
    messages = (json.dumps(hostile), "plain \x1b[31m text\r\n", "[1]", "{}", '{"record":1,"type":"x"}',
                '{"type":"platform.report","record":{"requestId":"r2","status":"timeout","metrics":{"durationMs":30000}}}')
    stream = {"logGroupName": "/aws/apigateway/" + operator.stack, "logStreamName": "test"}
    logs.create_log_stream(**stream)

    events = [{"timestamp": now + index, "message": message} for index, message in enumerate(messages)]
    logs.put_log_events(**stream, logEvents=events)
    lines = run("logs", "api").stdout.split("\n")[:-1]
    expect(len(lines) == len(messages) and not re.search("[\x00-\x1f\x7f-\x9f\u202e]", "".join(lines)), lines)
    expect("ERROR  GET /\ufffd]0;title" in lines[0] and "503 5 ms  requestId=r1" in lines[0], lines)
    expect("ERROR  platform.report  status=timeout durationMs=30000" in lines[-1], lines)
    raw = run("logs", "api", "--json").stdout
    expect(raw.isascii() and [json.loads(line)["message"] for line in raw.splitlines()] == list(messages), raw)
    # In pages, as AWS returns them; ministack has only one.
    script = """case "$*" in *filter-log-events*--next-token*) real "${@:1:$#-2}" | jq '.events |= .[3:]'; exit;;
        *filter-log-events*) real "$@" | jq '.nextToken = "second" | .events |= .[:3]'; exit;; esac"""
    with with_aws(operator, script) as env:
        expect(run("logs", "api", "--json", env=env).stdout == raw, "the second page is not read")
    run("health")
    both = run("logs", "--since", "1d").stdout.splitlines()
    expect(both == sorted(both, key=lambda line: line[:24]), "not in order")
    width = max(map(len, FUNCTIONS))
    for name, told in (("GetSchools", "GET /schools 200"), ("MatchExplainer", "POST /explain-match 200")):
        expect(any(f"{name:{width}}  {told}" in line for line in both), both)
    found = run("logs", "--since", "1d", "--filter", "Bedrock answered", "MatchExplainer").stdout
    expect(found and all("Bedrock answered" in line for line in found.splitlines()), found)
    expect(run("logs", "--since", "1s", "--filter", "no such line").stdout == "", "lines without the text")


def check_long_log(operator):
    """A log of more pages than one reading takes: it says that there is more, and --follow continues where it stopped."""
    event = '{"timestamp": 1, "logStreamName": "s", "eventId": "%s", "message": "%s"}'
    script = f"""case "$*" in *filter-log-events*) page=0; [[ "$*" != *--next-token* ]] || page=${{@: -1}}
        case $page in
            0) events='{event % ("first", "the first page")}';;
            150) echo '{{"events": [{event % ("last", "the last page")}]}}'; exit;;
            *) events="";;
        esac
        echo "{{\\"events\\": [$events], \\"nextToken\\": \\"$((page + 1))\\"}}"; exit;; esac"""
    with with_aws(operator, script) as env:
        once = operator.run("logs", "api", env=env)
        expect("the first page" in once.stdout and "the last page" not in once.stdout, once.stdout)
        expect("api logged more than this" in once.stderr, once.stderr)
        follower = follow(operator, env)
        patience = threading.Timer(180, follower.kill)
        patience.start()
        shown = ""
        for line in follower.stdout:
            shown += line
            if "the last page" in line:
                break
        follower.send_signal(signal.SIGINT)
        shown += follower.communicate()[0]
        patience.cancel()
        expect(follower.returncode == 0, f"Ctrl-C ends it with {follower.returncode}")
        expect(shown.count("the first page") == shown.count("the last page") == 1, shown)


def follow(operator, env=None, *arguments, output=subprocess.PIPE):
    """Starts ./build.sh logs --follow of the API's log, as at a terminal that can interrupt it."""
    return subprocess.Popen(
        ["./build.sh", "logs", "--follow", *arguments, "--stack", operator.stack, "api"], cwd=ROOT, env={**operator.env, **(env or {})},
        stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True, preexec_fn=interruptible,
    )


def check_following(operator):
    """Every line is shown once, also one that comes minutes late; Ctrl-C ends it."""
    logs = operator.client("logs")
    stream = {"logGroupName": "/aws/apigateway/" + operator.stack, "logStreamName": "followed"}
    logs.create_log_stream(**stream)

    def write(message, late):
        at = int(time.time() * 1000) - (200_000 if late else 0)
        logs.put_log_events(**stream, logEvents=[{"timestamp": at, "message": message}])

    path = f"{operator.folder}/followed"
    with open(path, "w", encoding="utf-8") as output:
        follower = follow(operator, None, "--filter", "followed", output=output)

    def shown():
        with open(path, encoding="utf-8") as output:
            return [line[line.find("followed"):-1] for line in output]

    written = []
    for number in range(24):
        late = number == 12
        written.append(f"followed {'late ' if late else ''}{number}")
        write(written[-1], late)
        time.sleep(0.5)
    # Every fifteenth turn looks back far enough for a late line.
    wait("the late line", 90, lambda: "followed late 12" in shown() or None)
    time.sleep(6)
    follower.send_signal(signal.SIGINT)
    expect(follower.wait(30) == 0, f"Ctrl-C ends it with {follower.returncode}")
    expect(sorted(shown()) == sorted(written), f"followed {shown()}")
