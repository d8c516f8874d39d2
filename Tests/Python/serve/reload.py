"""reload.py: what `local serve` does when a file changes, in a folder that looks like the repository.

The folder's build.sh takes the functions of dist/: what a build makes is not the point, but when it is made, and what answers
meanwhile. It copies GetSchools, or a shell script in its place, or fails, as Sources/GetSchools/A.swift says.
"""
import concurrent.futures
import contextlib
import http.client
import json
import os
import shutil
import signal
import tempfile
import time

from server import MATCH, ROOT, Server, expect, main, state, wait

BUILD = """#!/bin/bash
echo build >>builds
sleep 0.5
case $(<Sources/GetSchools/A.swift) in
    *wrong*) echo "$PWD/Sources/GetSchools/A.swift:1:1: error: this is <b>wrong</b> é"; echo "build.sh: failed"; exit 1 ;;
    *dies*) printf '#!/bin/sh\\nexit 3\\n' >bootstrap && chmod 755 bootstrap && rm -f dist/GetSchools.zip && zip -q dist/GetSchools.zip bootstrap ;;
    *) cp original.zip dist/GetSchools.zip ;;
esac
"""


@contextlib.contextmanager
def repository():
    with tempfile.TemporaryDirectory() as folder:
        for name in "Sources/GetSchools", "Sources/Site", "Sources/Deploy", "Events", "dist":
            os.makedirs(f"{folder}/{name}")
        shutil.copy(f"{ROOT}/Events/schools.json", f"{folder}/Events/schools.json")
        shutil.copy(f"{ROOT}/Sources/Deploy/template.yaml", f"{folder}/Sources/Deploy/template.yaml")
        for zip_file in "GetSchools", "MatchExplainer":
            shutil.copy(f"{ROOT}/dist/{zip_file}.zip", f"{folder}/dist/{zip_file}.zip")
        shutil.copy(f"{ROOT}/dist/GetSchools.zip", f"{folder}/original.zip")
        write(folder, "build.sh", BUILD)
        os.chmod(f"{folder}/build.sh", 0o755)
        write(folder, "Sources/GetSchools/A.swift", "right")
        write(folder, "Sources/Site/index.html", "<h1>Home</h1>")
        yield folder


def write(folder, name, text):
    """As editors do: a new file takes the place of the old one."""
    with open(f"{folder}/{name}.new", "w", encoding="utf-8") as file:
        file.write(text)
    if os.path.exists(f"{folder}/{name}"):
        shutil.copymode(f"{folder}/{name}", f"{folder}/{name}.new")
    os.rename(f"{folder}/{name}.new", f"{folder}/{name}")


def builds(folder):
    return len(open(f"{folder}/builds", encoding="utf-8").readlines()) if os.path.exists(f"{folder}/builds") else 0


def said(server, words):
    return any(words in line for line in server.said)


def serve(folder, *options):
    return Server(*options, folder=folder, functions="dist")


def builds_while_the_old_functions_answer():
    with repository() as folder, serve(folder) as server:
        expect(server.get("/api/schools?limit=1").status == 200, "the first")
        before = server.children()
        statuses, ends = [], time.monotonic() + 2.5
        write(folder, "Sources/GetSchools/A.swift", "right again")
        with concurrent.futures.ThreadPoolExecutor(4) as threads:
            def ask(_):
                while time.monotonic() < ends:
                    statuses.append(server.get("/api/schools?limit=1").status)
            list(threads.map(ask, range(4)))
        expect(set(statuses) == {200} and len(statuses) > 100, {s: statuses.count(s) for s in statuses})
        expect(builds(folder) == 1 and said(server, "the new functions answer"), server.said)
        expect(not set(before) & set(server.children()), "the old process runs on")


def shows_errors_and_goes_on():
    with repository() as folder, serve(folder) as server:
        write(folder, "Sources/GetSchools/A.swift", "wrong")
        header = wait("the error", 5, lambda: server.get("/api/schools?limit=1").headers.get("x-build-error"))
        expect(header == "Sources/GetSchools/A.swift:1:1: error: this is <b>wrong</b> ??", header)
        expect(server.get("/api/schools?limit=1").status == 200 and server.get("/").headers.get("x-build-error"), "goes on")
        expect(said(server, "this is <b>wrong</b>"), server.said)
        told = server.get("/_console/requests").json["build"]
        expect(told["state"] == "failed" and told["lines"][0].endswith("wrong</b> é"), told)
        write(folder, "Sources/GetSchools/A.swift", "dies")
        wait("the other error", 5, lambda: "GetSchools" in server.get("/").headers.get("x-build-error", ""))
        expect(server.get("/api/schools?limit=1").status == 200, "a function that cannot start does not take over")
        write(folder, "Sources/GetSchools/A.swift", "right")
        wait("no error", 5, lambda: "x-build-error" not in server.get("/").headers)


def does_not_build_for_pages_and_scripts():
    with repository() as folder, serve(folder) as server:
        for name in "Sources/Site/app.js", "Sources/Site/index.html", "Sources/Deploy/daily.sh", "README.md", "Events/x.json":
            write(folder, name, "changed")
        expect(server.get("/").text == "changed", "the page")
        time.sleep(1)
        expect(builds(folder) == 0, "it was built")


def loads_pages_again():
    with repository() as folder, serve(folder) as server:
        script = server.get("/_console/live.js")
        expect(script.status == 200 and "javascript" in script.headers["content-type"], script.headers)
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
        connection.request("GET", "/_console/events?pages")
        stream = connection.getresponse()
        expect(stream.getheader("Content-Type") == "text/event-stream", stream.getheaders())
        started = time.monotonic()
        write(folder, "Sources/Site/index.html", "<h1>New</h1>")
        while b"event: pages" not in stream.readline():
            expect(time.monotonic() - started < 5, "no event")
        expect(time.monotonic() - started < 1, f"{time.monotonic() - started} s")


def takes_variables_and_schools():
    with repository() as folder, serve(folder) as server:
        ask = lambda: server.send("POST", "/api/explain-match", json.dumps(MATCH)).json["source"]
        expect(ask() == "bedrock", "the model")
        write(folder, ".env", "AI_MIN_SCORE=100\n")
        wait("the template", 5, lambda: ask() == "template")
        write(folder, ".env", "AI_MIN_SCORES=0\n")
        wait("the complaint", 5, lambda: said(server, "AI_MIN_SCORES"))
        expect(ask() == "template", "a wrong file changes nothing")
        os.remove(f"{folder}/.env")
        wait("the model again", 5, lambda: ask() != "template")
        schools = json.loads(open(f"{folder}/Events/schools.json", encoding="utf-8").read())
        write(folder, "Events/schools.json", json.dumps(schools[:7]))
        wait("seven schools", 5, lambda: server.get("/api/schools").json["count"] == 7)


def forgets_what_was_cached():
    with repository() as folder, serve(folder, "--cache") as server:
        mark = lambda: server.get("/api/schools?limit=1").headers.get("x-cache")
        expect([mark(), mark()] == [None, "cached"], "it is cached")
        write(folder, ".env", "ALLOWED_ORIGIN=https://a.example\n")
        wait("the new functions", 5, lambda: said(server, ".env is taken over"))
        expect([mark(), mark()] == [None, "cached"], "new functions are asked")


def stays_as_it_is_without_watching():
    with repository() as folder, serve(folder, "--no-watch") as server:
        write(folder, "Sources/GetSchools/A.swift", "wrong")
        time.sleep(1)
        expect(builds(folder) == 0 and "x-build-error" not in server.get("/").headers, "it was built")


def ends_a_build_with_it():
    with repository() as folder:
        # A compiler has a process group of its own, as a job of a shell with `set -m` does.
        write(folder, "build.sh", "#!/bin/bash\nset -m\nsleep 60 &\necho $! $$ >builder\nwait\n")
        with serve(folder) as server:
            write(folder, "Sources/GetSchools/A.swift", "right again")
            pids = wait("the build", 5, lambda: os.path.exists(f"{folder}/builder") and open(f"{folder}/builder").read()).split()
            expect(len(pids) == 2 and all(state(pid) != "Z" for pid in pids), pids)
            server.stop(signal.SIGINT)
            wait("its end", 1, lambda: all(state(pid) == "Z" for pid in pids))


def idles():
    with repository() as folder, serve(folder) as server:
        server.get("/api/schools?limit=1")
        def used():
            fields = open(f"/proc/{server.process.pid}/stat", encoding="utf-8").read().rsplit(")", 1)[1].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        before = used()
        time.sleep(5)
        expect(used() - before <= 0.02, f"{used() - before} s of 5 s")


if __name__ == "__main__":
    main(
        builds_while_the_old_functions_answer, shows_errors_and_goes_on, does_not_build_for_pages_and_scripts,
        loads_pages_again, takes_variables_and_schools, forgets_what_was_cached,
        stays_as_it_is_without_watching, ends_a_build_with_it, idles)
