"""invoke.py: Lambda's Invoke API of `local serve`, the AWS CLI on it, `local invoke`, and functions that a developer holds or starts."""
import base64
import concurrent.futures
import json
import os
import signal
import subprocess
import tempfile
import time

from server import MATCH, ROOT, Server, expect, main, run, state, wait

EVENT = f"{ROOT}/Events/list-state-ca.json"
PATH = "/2015-03-31/functions/GetSchools/invocations"


def read(path):
    with open(path, "rb") as file:
        return file.read()


def is_lambdas_invoke_api():
    with Server("--json") as server:
        answer = server.send("POST", PATH, read(EVENT), {"X-Amz-Log-Type": "Tail"})
        expect(answer.status == 200 and answer.json["statusCode"] == 200, answer.text[:300])
        expect(answer.headers["x-amz-executed-version"] == "$LATEST" and "x-amz-function-error" not in answer.headers, answer.headers)
        log = base64.b64decode(answer.headers["x-amz-log-result"]).decode()
        expect(json.loads(log.splitlines()[-1])["path"] == "/schools", log)
        failed = server.send("POST", PATH, b'{"Records":[]}')
        expect(failed.status == 200 and failed.headers["x-amz-function-error"] == "Unhandled", failed.headers)
        expect(failed.json["errorType"] == "Function.UnknownEvent", failed.text)
        kinds = [server.send("POST", PATH, read(EVENT), {"X-Amz-Invocation-Type": kind})
                 for kind in ("Event", "DryRun", "RequestResponse", "Nonsense")]
        expect([kind.status for kind in kinds] == [202, 204, 200, 400], [kind.status for kind in kinds])
        wait("the event's line", 5, lambda: [json.loads(line)["status"] for line in server.lines[1:]].count(202))
        for path, body, status, error in (
            ("/2015-03-31/functions/Nobody/invocations", b"{}", 404, "ResourceNotFoundException"),
            (PATH, b"{", 400, "InvalidRequestContentException"), (PATH, b"\xff", 400, "InvalidRequestContentException"),
            (PATH, b'"' + b"x" * (6 << 20) + b'"', 413, "RequestTooLargeException"),
            ("/2015-03-31/functions/GetSchools", b"{}", 404, "UnknownOperationException"),
        ):
            answer = server.send("POST", path, body)
            expect(answer.status == status and answer.headers["x-amzn-errortype"] == error, f"{path}: {answer.headers}")
        large = b'"' + b"x" * ((6 << 20) - 2) + b'"'
        expect(server.send("POST", PATH, large).headers["x-amz-function-error"], "6 MB")
        for name in "arn:aws:lambda:us-east-1:012345678912:function:GetSchools", "GetSchools:live", "arn%3Aaws%3Alambda%3Aus-east-1%3A0%3Afunction%3AGetSchools":
            answer = server.send("POST", f"/2015-03-31/functions/{name}/invocations?Qualifier=live", read(EVENT))
            expect(answer.status == 200, f"{name}: {answer.text}")


def bounds_events_that_nobody_waits_for():
    with Server("--instances", "1", "--delay", "5000", "--json") as server:
        path, kind = "/2015-03-31/functions/MatchExplainer/invocations", {"X-Amz-Invocation-Type": "Event"}
        event = read(f"{ROOT}/Events/explain-full.json")
        statuses = [server.send("POST", path, event, kind).status for _ in range(260)]
        expect(statuses[:256] == [202] * 256 and statuses[-1] == 429, statuses[250:])


def serves_the_aws_cli():
    tool = f"{ROOT}/.build/venv-aws/bin/aws"
    if not os.path.exists(tool):
        return  # ./build.sh test installs it
    with Server() as server, tempfile.TemporaryDirectory() as folder:
        ended = subprocess.run(
            [tool, "lambda", "invoke", "--endpoint-url", server.url, "--region", "us-east-1", "--function-name", "GetSchools",
             "--payload", f"fileb://{EVENT}", "--log-type", "Tail", f"{folder}/out"], capture_output=True, text=True, timeout=60,
            env={"PATH": os.environ["PATH"], "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "y", "HOME": folder}, check=False)
        expect(ended.returncode == 0 and json.loads(ended.stdout)["StatusCode"] == 200, ended.stderr)
        expect(json.loads(read(f"{folder}/out"))["statusCode"] == 200, "the response")


def invokes():
    got = run("invoke", "GetSchools", "--get", "/schools?state=CA&limit=2")
    response = json.loads(got.stdout)
    expect(got.returncode == 0 and json.loads(response["body"])["count"] == 2, got.stdout + got.stderr)
    expect(json.loads(got.stderr.splitlines()[-1])["path"] == "/schools", got.stderr)
    for form in "http", "url":
        other = run("invoke", "GetSchools", "--format", form, "--get", "/api/schools?state=CA&limit=2")
        expect(json.loads(other.stdout)["body"] == response["body"], form)
    told = run("invoke", "MatchExplainer", "--event", f"{ROOT}/Events/explain-full.json", "--env", "AI_MIN_SCORE=100")
    expect(json.loads(json.loads(told.stdout)["body"])["source"] == "template", told.stdout)
    failed = run("invoke", "GetSchools", "--event", f"{ROOT}/Events/unknown-event-queue.json")
    expect(failed.returncode == 1 and json.loads(failed.stdout)["errorType"] == "Function.UnknownEvent", failed.stdout)
    example = run("invoke", "MatchExplainer", "--example", "explain-low-score")
    expect(json.loads(json.loads(example.stdout)["body"])["source"] == "template", "an example has its variables")
    printed = run("invoke", "GetSchools", "--example", "list-state-ca", "--print-event")
    expect(printed.returncode == 0 and printed.stdout == read(EVENT).decode(), printed.stdout + printed.stderr)
    asked = json.loads(run("invoke", "GetSchools", "--get", "/schools?state=CA", "--format", "http", "--print-event").stdout)
    expect(asked["version"] == "2.0" and asked["rawQueryString"] == "state=CA", asked)
    for name, words in ("list-state-cA", "the nearest of"), ("explain-full", "MatchExplainer"), ("schools", "no such event"):
        ended = run("invoke", "GetSchools", "--example", name)
        expect(ended.returncode == 2 and words in ended.stderr and (name != "list-state-cA" or " list-state-ca," in ended.stderr), ended.stderr)
    many = run("invoke", "GetSchools", "--get", "/schools?limit=1000", "--generate", "77")
    expect(json.loads(json.loads(many.stdout)["body"])["count"] == 77, many.stdout[:300])
    for arguments in ([], ["Nobody", "--get", "/x"], ["GetSchools"], ["GetSchools", "--get", "x"], ["GetSchools", "--event", "/none"],
                      ["GetSchools", "--get", "/x", "--event", EVENT], ["GetSchools", "--get", "/x", "--functions", "/none"],
                      ["GetSchools", "--get", "/x", "--env", "NAME=1"], ["GetSchools", "--get", "/x", "--example", "list-cards"],
                      ["GetSchools", "--get", "/x", "--remote"]):
        ended = run("invoke", *arguments)
        expect(ended.returncode == 2 and ended.stdout == "" and len(ended.stderr.splitlines()) == 1, f"{arguments}: {ended.stderr}")


def waits_for_a_debugger():
    with Server("--wait", "GetSchools") as server:
        with concurrent.futures.ThreadPoolExecutor(1) as threads:
            future = threads.submit(server.get, "/api/schools?limit=1")
            line = wait("the command", 5, lambda: next((line for line in server.said if "lldb -p" in line), None))
            pid = int(line.split("lldb -p ")[1].split()[0])
            expect(state(pid) == "T" and not future.done(), f"{state(pid)}")
            time.sleep(0.5)
            expect(state(pid) == "T" and not future.done(), f"{state(pid)}")
            os.kill(pid, signal.SIGCONT)
            expect(future.result().status == 200, "the request goes on")
        # A debugger may hold it again, in the middle of its life.
        os.kill(pid, signal.SIGSTOP)
        server.stop()


def lets_a_developer_start_a_function():
    with tempfile.TemporaryDirectory() as folder, Server("--external", "GetSchools") as server:
        subprocess.run(["unzip", "-q", f"{ROOT}/dist/GetSchools.zip", "-d", folder], check=True)
        with concurrent.futures.ThreadPoolExecutor(1) as threads:
            wait("the variables", 5, lambda: any("AWS_LAMBDA_RUNTIME_API" in line for line in server.said))
            future = threads.submit(server.get, "/api/schools?limit=1")
            variables = dict(line.strip(" \\").split("=", 1) for line in server.said if "=" in line)
            for _ in range(2):  # it may be started as often as one likes
                process = subprocess.Popen([f"{folder}/bootstrap"], env=variables, stderr=subprocess.DEVNULL)
                answer = future.result(10)
                expect(answer.status == 200 and answer.json["count"] == 1, answer.text)
                process.kill()
                process.wait()
                future = threads.submit(server.get, "/api/schools?limit=1")
                time.sleep(0.2)
            process = subprocess.Popen([f"{folder}/bootstrap"], env=variables, stderr=subprocess.DEVNULL)
            future.result(10)
            process.kill()
            process.wait()


if __name__ == "__main__":
    main(
        is_lambdas_invoke_api, bounds_events_that_nobody_waits_for, serves_the_aws_cli, invokes, waits_for_a_debugger, lets_a_developer_start_a_function)
