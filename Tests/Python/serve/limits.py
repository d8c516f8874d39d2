"""limits.py: how long a function may take in `local serve`: its own timeout in the template, and the gateway's 29 s.

Where a function has to hang it is echo.py; the template is the stack's with other timeouts.
"""
import base64
import concurrent.futures
import contextlib
import json
import os
import re
import shutil
import signal
import time

from server import MATCH, ROOT, Server, echo, expect, main, wait

INVOKE = "/2015-03-31/functions/{}/invocations"
TASK = r"Task timed out after {} seconds"


@contextlib.contextmanager
def project(seconds=None):
    """A folder with the stack's template, and echo.py as each function, each with that timeout if it is given."""
    with echo() as folder:
        os.makedirs(f"{folder}/Sources/Deploy")
        os.makedirs(f"{folder}/Events")
        shutil.copy(f"{ROOT}/Events/schools.json", f"{folder}/Events/schools.json")
        with open(f"{ROOT}/Sources/Deploy/template.yaml", encoding="utf-8") as file:
            text = file.read()
        expect(len(re.findall(r"^      Timeout: \d+$", text, re.M)) == 2, "the template's timeouts are written otherwise")
        if seconds:
            text = re.sub(r"^      Timeout: \d+$", f"      Timeout: {seconds}", text, flags=re.M)
        with open(f"{folder}/Sources/Deploy/template.yaml", "w", encoding="utf-8") as file:
            file.write(text)
        yield folder


def kills_a_function_at_its_timeout():
    with project(1) as folder, Server("--json", "--no-watch", folder=folder, functions=folder) as server:
        server.get("/api/schools")
        [child] = server.children()
        started = time.monotonic()
        answer = server.get("/api/schools?do=hang")
        expect(1 <= time.monotonic() - started < 3, f"{time.monotonic() - started} s")
        expect(answer.status == 502 and set(answer.json) == {"error", "requestId"}, f"{answer.status} {answer.text}")
        expect("access-control-allow-origin" in answer.headers, answer.headers)
        expect(child not in server.children(), "the process runs on")
        expect(server.get("/api/schools").status == 200, "the next request")
        told = next(json.loads(line) for line in server.lines[1:] if "do=hang" in line)
        identity = told["requestId"]
        expect(told["error"] == f"Sandbox.Timedout: RequestId: {identity} Error: {TASK.format('1.00')}", told)
        expect(told["billedMs"] >= 1000, told)
        number = next(r["id"] for r in server.get("/_console/requests").json["requests"] if "do=hang" in r["path"])
        detail = server.get(f"/_console/requests/{number}").json
        expect(detail["timeoutMs"] == 1000 and detail["log"][-1].endswith(f"Z {identity} {TASK.format('1.00')}"), detail)
        # To a caller of Lambda it is a response with an error.
        event = json.dumps({"queryStringParameters": {"do": "hang"}})
        answer = server.send("POST", INVOKE.format("GetSchools"), event, {"X-Amz-Log-Type": "Tail"})
        identity = answer.headers["x-amzn-requestid"]
        expect(answer.status == 200 and answer.headers["x-amz-function-error"] == "Unhandled", answer.headers)
        expect(answer.json == {
            "errorMessage": f"RequestId: {identity} Error: {TASK.format('1.00')}", "errorType": "Sandbox.Timedout"}, answer.text)
        expect(TASK.format("1.00") in base64.b64decode(answer.headers["x-amz-log-result"]).decode(), "the log")


def tells_a_function_its_timeout():
    with project() as folder, Server("--no-watch", folder=folder, functions=folder) as server:
        for path, seconds in ("/api/schools?do=deadline", 10), ("/api/explain-match?do=deadline", 30):
            left = int(server.send("POST" if "match" in path else "GET", path).text)
            expect(seconds * 1000 - 1000 < left <= seconds * 1000, f"{path}: {left} ms")


def leaves_a_function_to_its_debugger():
    with project(1) as folder, Server("--no-watch", "--wait", "GetSchools", folder=folder, functions=folder) as server:
        with concurrent.futures.ThreadPoolExecutor(1) as threads:
            future = threads.submit(server.get, "/api/schools?do=slow")
            line = wait("the command", 5, lambda: next((line for line in server.said if "lldb -p" in line), None))
            os.kill(int(line.split("lldb -p ")[1].split()[0]), signal.SIGCONT)
            answer = future.result()
        expect(answer.status == 200, f"{answer.status} {answer.text}")


def gateway_gives_up():
    """The gateway's 504 comes first, and the function is killed at its own time."""
    with project() as folder, Server("--no-watch", folder=folder, functions=folder) as server:
        started = time.monotonic()
        answer = server.send("POST", "/api/explain-match?do=hang")
        seconds = time.monotonic() - started
        expect(answer.status == 504 and set(answer.json) == {"error", "requestId"}, f"{answer.status} {answer.text}")
        expect(29 <= seconds < 29.9, f"{seconds} s")
        expect(server.children(), "the function does not run on to its own timeout")
        wait("its end", 3, lambda: any(TASK.format("30.00") in line for line in server.said))
        wait("the end of its process", 2, lambda: not server.children())


def function_gives_up():
    """A model that is slower than everything costs its text, not the response."""
    with Server("--delay", "45000", "--no-watch") as server:
        answer = server.send("POST", "/api/explain-match", json.dumps(MATCH))
        expect(answer.status == 200, f"{answer.status} {answer.text}")
        expect(answer.json["source"] == "template" and answer.json["fallback"] is True, answer.text)


def ends_in_time():
    with concurrent.futures.ThreadPoolExecutor() as threads:
        for future in [threads.submit(check) for check in (gateway_gives_up, function_gives_up)]:
            future.result()


if __name__ == "__main__":
    main(kills_a_function_at_its_timeout, tells_a_function_its_timeout, leaves_a_function_to_its_debugger, ends_in_time)
