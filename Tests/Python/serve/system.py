"""system.py: processes, formats, hosts, limits, pages, exits of `local serve`, with the zips of dist/."""
import concurrent.futures
import gzip
import json
import os
import signal
import socket
import statistics
import tempfile
import time
import urllib.parse

from server import MATCH, ROOT, Server, expect, main, run, send, wait


def answers_in_every_format():
    bodies = []
    for form in "rest", "http", "url":
        with Server("--format", form) as server:
            listing = server.get("/api/schools?state=CA&limit=3")
            expect(listing.status == 200 and listing.json["count"] == 3, listing.text)
            bodies.append(listing.body)
            expect(server.get("/prod/schools?state=CA&limit=3").body == listing.body, "/prod is another API")
            one = server.get("/api/schools/school%2D%30%322")
            expect(one.status == 200 and one.json["schoolId"] == "school-022", one.text)
            slash = server.get("/api/schools/a%2Fb")
            expect(slash.status == 404 and slash.json["error"] == "School not found", slash.text)
            repeated = server.get("/api/schools?state=TX&state=CA&limit=3")
            expect(repeated.body == listing.body, "of a repeated parameter the last one counts")
            options = server.send("OPTIONS", "/api/schools")
            expect(options.status == 204 and "content-length" not in options.headers, options.headers)
            expect(options.headers["access-control-allow-origin"] == "*", options.headers)
            for body in json.dumps(MATCH).encode(), b"\xef\xbb\xbf" + json.dumps(MATCH).encode():
                told = server.send("POST", "/api/explain-match", body, {"Content-Type": "application/octet-stream"})
                expect(told.status == 200 and told.json["source"] in ("bedrock", "cache"), told.text)
            bad = server.send("POST", "/api/explain-match", b"\xff\xfe")
            expect(bad.status == 400, bad.text)
            unknown = server.get("/api/nowhere")
            expect(unknown.status == {"rest": 403, "http": 404, "url": 404}[form], unknown.text)
            expect(set(unknown.json) == {"error", "requestId"}, unknown.text)
            expect(unknown.headers["access-control-allow-origin"] == "*", unknown.headers)
    expect(len(set(bodies)) == 1, "the formats have different answers")


def answers_a_hundred_at_once():
    for instances in "10", "1":
        with Server("--instances", instances) as server:
            wanted = server.get("/api/schools?sortBy=price-asc").body
            with concurrent.futures.ThreadPoolExecutor(100) as threads:
                futures = [threads.submit(server.get, "/api/schools?sortBy=price-asc") for _ in range(100)]
                answers = [future.result() for future in futures]
            expect(all(a.status == 200 and a.body == wanted for a in answers), [a.status for a in answers])
            expect(len(server.children()) <= int(instances), f"{len(server.children())} processes")


def survives_its_processes():
    with Server("--instances", "1") as server:
        expect(server.get("/api/schools").status == 200, "the first")
        for _ in range(20):
            [child] = server.children()
            os.kill(child, signal.SIGKILL)
            answer = server.get("/api/schools")
            expect(answer.status == 200, f"a process that died between requests: {answer.text}")
        # One that dies in an invocation costs that one a 502, and no other.
        [child] = server.children()
        os.kill(child, signal.SIGSTOP)
        with concurrent.futures.ThreadPoolExecutor(1) as threads:
            future = threads.submit(server.get, "/api/schools")
            time.sleep(0.3)
            os.kill(child, signal.SIGKILL)
            answer = future.result()
        # It was stopped before it read the event, so another process has it.
        expect(answer.status == 200, answer.text)


def costs_a_crash_its_own_request():
    with Server("--instances", "1", "--delay", "3000") as server:
        with concurrent.futures.ThreadPoolExecutor(2) as threads:
            first = threads.submit(server.send, "POST", "/api/explain-match", json.dumps(MATCH))
            [child] = wait("the process", 5, server.children)
            time.sleep(0.3)
            second = threads.submit(server.get, "/api/schools?limit=1")
            expect(second.result().status == 200, "the other function")
            os.kill(child, signal.SIGKILL)
            answer = first.result()
        expect(answer.status == 502, answer.text)
        expect(set(answer.json) == {"error", "requestId"} and "access-control-allow-origin" in answer.headers, answer.text)


def refuses_what_the_gateway_refuses():
    with Server("--rate", "5") as server:
        large = server.send("POST", "/api/explain-match", b" " * 16385)
        expect(large.status == 413 and large.json["error"] == "The body is too large", large.text)
        answers = [server.get("/api/schools?limit=1") for _ in range(10)]
        expect(answers[0].status == 200 and answers[-1].status == 429, [a.status for a in answers])
        expect(set(answers[-1].json) == {"error", "requestId"}, answers[-1].text)
        expect("access-control-allow-origin" in answers[-1].headers, answers[-1].headers)
        time.sleep(0.5)
        expect(server.get("/api/schools?limit=1").status == 200, "the rate goes on")


def compresses():
    with Server() as server:
        plain = server.get("/api/schools")
        expect("content-encoding" not in plain.headers, plain.headers)
        packed = server.get("/api/schools", accept_encoding="br, gzip;q=0.5")
        expect(packed.headers["content-encoding"] == "gzip" and gzip.decompress(packed.body) == plain.body, packed.headers)
        for header in "gzip;q=0", "br", "identity":
            expect("content-encoding" not in server.get("/api/schools", accept_encoding=header).headers, header)
        small = server.get("/api/schools/school-999", accept_encoding="gzip")
        expect("content-encoding" not in small.headers, small.headers)


def serves_this_machine_alone():
    with Server() as server:
        for host, status in (f"localhost:{server.port}", 200), (f"LOCALHOST:{server.port}", 200), \
                ("evil.example", 421), (f"127.0.0.1:{server.port + 1}", 421), ("127.0.0.1", 421), \
                (f"127.0.0.1.evil.example:{server.port}", 421):
            for path in "/api/schools?limit=1", "/api/nowhere", "/_console", "/2015-03-31/functions/x/invocations", "/":
                answer = server.send("GET", path, headers={"Host": host})
                expect((answer.status == 421) == (status == 421), f"{host} {path}: {answer.status}")
        with socket.create_connection(("127.0.0.1", server.port)) as client:
            client.sendall(b"GET /api/schools HTTP/1.1\r\nConnection: close\r\n\r\n")
            expect(client.recv(100).startswith(b"HTTP/1.1 400"), "without a Host")
        invoked = server.send("POST", "/2015-03-31/functions/GetSchools/invocations", b"{}", {"Origin": "http://evil.example"})
        expect(invoked.status == 403, invoked.text)


def speaks_http():
    """The corners of HTTP/1.1: what is sent, and the statuses that come back."""
    with Server() as server:
        host = f"Host: 127.0.0.1:{server.port}\r\n"
        body = json.dumps(MATCH)
        cases = [
            (f"GET /api/schools?limit=1 HTTP/1.1\r\n{host}\r\n" * 3 + f"GET /no-such-page HTTP/1.1\r\n{host}Connection: close\r\n\r\n",
             [200, 200, 200, 404]),
            (f"POST /api/explain-match HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
             f"5;x=y\r\n{body[:5]}\r\n{len(body) - 5:X}\r\n{body[5:]}\r\n0\r\nTrailer: x\r\n\r\n", [200]),
            (f"POST /api/explain-match HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n", [400]),
            (f"POST /api/explain-match HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n\r\nz\r\n", [400]),
            (f"POST /api/explain-match HTTP/1.1\r\n{host}Expect: 100-continue\r\nConnection: close\r\n"
             f"Content-Length: {len(body)}\r\n\r\n", [100, 200]),
            (f"HEAD /no-such-page HTTP/1.1\r\n{host}Connection: close\r\n\r\n", [404]),
            (f"HEAD /api/schools HTTP/1.1\r\n{host}Connection: close\r\n\r\n", [403]),
            (f"GET http://127.0.0.1:{server.port}/api/schools?limit=1 HTTP/1.1\r\nHost: other\r\nConnection: close\r\n\r\n",
             [200]),
            ("GET http://evil.example/api/schools HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n", [421]),
            (f"POST /api/explain-match HTTP/1.1\r\n{host}Content-Length: 1\r\nContent-Length: 2\r\n\r\n", [400]),
            (f"POST /api/explain-match HTTP/1.1\r\n{host}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n", [400]),
            (f"GET /api/schools?limit=1 HTTP/1.0\r\n{host}\r\n", [200]),
            ("nonsense\r\n\r\n", [400]),
        ]
        for request, statuses in cases:
            with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
                client.sendall(request.encode())
                answer = b""
                while piece := client.recv(65536):
                    answer += piece
                    if b"100 Continue\r\n\r\n" in answer and answer.endswith(b"100 Continue\r\n\r\n"):
                        client.sendall(body.encode())
            got = [int(line.split()[1]) for line in answer.split(b"\r\n") if line.startswith(b"HTTP/1.1 ")]
            if not got or got != statuses:
                got = [int(part[:3]) for part in answer.split(b"HTTP/1.1 ")[1:]]
            expect(got == statuses, f"{request[:200]!r}: {got}")
            if request.startswith("HEAD"):
                expect(answer.endswith(b"\r\n\r\n"), "HEAD has a body")


def serves_pages():
    with tempfile.TemporaryDirectory() as folder:
        for name, text in ("index.html", "<h1>Home</h1>"), ("schools.html", "<h1>All</h1>"), ("school.html", "<h1>One</h1>"), \
                ("404.html", "<h1>Not here</h1>"), ("style.css", "h1{}"), ("README.md", "notes"), (".secret", "no"):
            with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
                file.write(text)
        os.mkdir(f"{folder}/shared")
        os.symlink("/etc/passwd", f"{folder}/shared/link.txt")
        os.symlink("/etc", f"{folder}/etc")
        with Server("--pages", folder) as server:
            for path, status, text in ("/", 200, "Home"), ("/schools", 200, "All"), ("/schools?state=CA", 200, "All"), \
                    ("/schools/school-001", 200, "One"), ("/schools/a%2Fb", 200, "One"), ("/schools/x.html", 200, "One"), ("/style.css", 200, "h1{}"), ("/nothing", 404, "Not here"), \
                    ("/README.md", 404, "Not here"), ("/.secret", 404, "Not here"), ("/../../etc/passwd", 404, "Not here"), \
                    ("/%2e%2e/%2e%2e/etc/passwd", 404, "Not here"), ("/..%2f..%2fetc/passwd", 404, "Not here"), \
                    ("/shared/link.txt", 404, "Not here"), ("/etc/passwd", 404, "Not here"), ("/shared", 404, "Not here"), \
                    ("/school", 404, "Not here"), ("/schools.html", 404, "Not here"), ("/a/b/c", 404, "Not here"), \
                    ("/style.css%00.html", 404, "Not here"), ("/schools/", 404, "Not here"), ("/schools/a/b", 404, "Not here"), ("/%zz", 404, "Not here"), \
                    ("/index.html", 404, "Not here"), ("/404", 404, "Not here"), ("/shared%2Flink.txt", 404, "Not here"):
                page = server.get(path)
                expect(page.status == status and text in page.text, f"{path}: {page.status} {page.text}")
            page = server.get("/")
            expect(page.headers["content-type"] == "text/html; charset=utf-8", page.headers)
            expect("object-src 'none'" in page.headers["content-security-policy"], page.headers)
            expect(server.get("/style.css").headers["content-type"] == "text/css; charset=utf-8", "type")
            head = server.send("HEAD", "/")
            expect(head.status == 200 and head.body == b"" and head.headers["content-length"] == "13", head.headers)
            expect(server.send("POST", "/").status == 405, "POST of a page")
            with open(f"{folder}/index.html", "w", encoding="utf-8") as file:
                file.write("<h1>New home</h1>")
            expect(server.get("/").text == "<h1>New home</h1>", "a saved page is served at once")
            browser = server.get("/", sec_fetch_dest="document")
            expect(browser.text.startswith("<h1>New home</h1><script"), browser.text)
        with Server("--pages", folder, "--no-watch") as server:
            expect("script" not in server.get("/", sec_fetch_dest="document").text, "--no-watch")


def has_another_origin():
    with Server() as server:
        other = urllib.parse.urlsplit(server.other)
        ask = lambda path, method="GET", **headers: send(other.port, method, path, headers)
        page, same = ask("/", **{"Sec-Fetch-Dest": "document"}), server.get("/")
        expect(page.status == 200 and f'<meta name="api" content="{server.url}/api">' in page.text, page.text[:500])
        expect('<meta name="api" content="/api">' in same.text and "connect-src" not in same.headers["content-security-policy"], same.text[:500])
        wanted = f"{same.headers['content-security-policy']}; connect-src 'self' {server.url}"
        expect(page.headers["content-security-policy"] == wanted, page.headers)
        expect("/_console/live.js" in page.text and ask("/_console/live.js").status == 200, "it is loaded again after a change")
        expect(ask("/shared/api.js").body == server.get("/shared/api.js").body, "a script is as it is")
        for path in "/api/schools", "/prod/schools", "/_console", "/_console/requests", "/_console/events", \
                "/2015-03-31/functions/GetSchools/invocations":
            expect(ask(path).status == 404, path)
        expect(ask("/_console/save", "POST").status == 405, "a page is only read")
        expect(ask("/", Host=f"127.0.0.1:{server.port}").status == 421, "the first address")
        preflight = server.send("OPTIONS", "/api/match", headers={
            "Origin": server.other, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"})
        expect(preflight.status == 204 and "Content-Type" in preflight.headers["access-control-allow-headers"], preflight.headers)
        # One port can be given, and a busy one is named.
        ended = run("serve", "--port", "0", "--other-port", str(other.port))
        expect(ended.returncode == 1 and str(other.port) in ended.stderr and "--other-port" in ended.stderr, ended.stderr)
        ended = run("serve", "--port", str(other.port), "--other-port", str(other.port))
        expect(ended.returncode == 2 and "needs a port of its own" in ended.stderr, ended.stderr)
    with Server("--other-port", str(other.port)) as server:
        expect(server.other == f"http://127.0.0.1:{other.port}", server.said)


def reports_requests():
    with Server("--json") as server:
        server.get("/api/schools?limit=1")
        server.send("POST", "/api/explain-match", json.dumps(MATCH))
        server.get("/api/nowhere")
        lines = wait("the lines", 5, lambda: server.lines[1:] if len(server.lines) >= 4 else None)
        lines = [json.loads(line) for line in lines]
        told = [(line["method"], line["path"], line["status"]) for line in lines]
        expect(told == [("GET", "/api/schools", 200), ("POST", "/api/explain-match", 200), ("GET", "/api/nowhere", 403)], told)
        expect(lines[0]["cold"] and lines[0]["billedMs"] >= 1 and 0 < lines[0]["costUsd"] < 0.001, lines[0])
        # A model's tokens cost more than everything else.
        expect(lines[1]["costUsd"] > 10 * lines[0]["costUsd"], lines)
    with Server() as server:
        server.get("/api/schools/%1b%5b31m?x=\x7f".replace("\x7f", "%7f"))
        line = wait("the line", 5, lambda: next((line for line in server.lines if "GET" in line), None))
        expect("\x1b" not in line and " 404 " in line and "cold" in line, line)


def ends_as_it_should():
    for options, status, words in (
        (["--port", "x"], 2, "--port x"), (["--nonsense"], 2, "--nonsense"), (["file"], 2, "file"),
        (["--format", "soap"], 2, "rest, http and url"), (["--fail", "nothing"], 2, "throttle"),
        (["--env", "AI_MIN_SCOR=5"], 2, "AI_MIN_SCORE"), (["--env", "AI_MIN_SCORE=500"], 2, "AI_MIN_SCORE"),
        (["--env", "NAME"], 2, "NAME=VALUE"), (["--wait", "Nobody"], 2, "GetSchools and MatchExplainer"),
        (["--aws"], 2, "AWS_ACCESS_KEY_ID"), (["--aws", "--fail", "throttle"], 2, "--aws"),
        (["--schools", "/none.json"], 1, "/none.json"), (["--functions", "/none"], 1, "/none"),
    ):
        ended = run("serve", "--port", "0", *options)
        expect(ended.returncode == status and words in ended.stderr, f"{options}: {ended.returncode} {ended.stderr}")
        expect(len(ended.stderr.splitlines()) == 1 and ended.stdout == "", f"{options}: {ended.stdout}{ended.stderr}")
    with Server() as server:
        ended = run("serve", "--port", str(server.port), "--functions", f"{ROOT}/dist")
        expect(ended.returncode == 1 and str(server.port) in ended.stderr, ended.stderr)
        expect(f"local (pid {server.process.pid})" in ended.stderr, ended.stderr)
    for number in signal.SIGINT, signal.SIGTERM, signal.SIGHUP:
        with Server() as server:
            server.get("/api/schools")
            server.stop(number)


def leaves_nothing_behind():
    for _ in range(10):
        with Server() as server:
            server.get("/api/schools?limit=1")
            expect(server.ready < 3, f"ready after {server.ready} s")


def takes_variables():
    with tempfile.TemporaryDirectory() as folder:
        for name in "Events", "dist":
            os.symlink(f"{ROOT}/{name}", f"{folder}/{name}")
        with open(f"{folder}/.env", "w", encoding="utf-8") as file:
            file.write("# comment\n\nexport ALLOWED_ORIGIN=\"https://a.example\"\nAI_MIN_SCORE='100'\n")
        with Server("--env", "ALLOWED_ORIGIN=https://b.example", folder=folder) as server:
            for path in "/api/schools?limit=1", "/api/nowhere":
                origin = server.get(path).headers["access-control-allow-origin"]
                expect(origin == "https://b.example", f"{path}: {origin}")
            told = server.send("POST", "/api/explain-match", json.dumps(MATCH))
            expect(told.json["source"] == "template", told.text)
            expect(any("AI_MIN_SCORE" in line and "100" in line for line in server.lines), server.lines)


def fails_on_demand():
    with Server("--fail", "deny:1") as server:
        told = [server.send("POST", "/api/explain-match", json.dumps(MATCH)).json for _ in range(2)]
        expect(told[0].get("fallback") is True and told[1]["source"] == "bedrock", told)
    with Server("--page-delay", "300", "--env", "SCHOOLS_CACHE_SECONDS=0") as server:
        for path in "/api/schools?state=CA", "/api/schools/school-001":
            answer = server.get(path)
            expect(answer.status == 200, answer.text)
        for request in server.get("/_console/requests").json["requests"]:
            calls = server.get(f"/_console/requests/{request['id']}").json["services"]
            expect(calls and all(call["ms"] >= 300 for call in calls) and request["ms"] >= 300 * len(calls), calls)
        expect(any("--page-delay" in line and "300 ms" in line for line in server.lines), server.lines)
    with Server("--delay", "700") as server:
        started = time.monotonic()
        told = server.send("POST", "/api/explain-match", json.dumps(MATCH))
        expect(told.json["source"] == "bedrock" and time.monotonic() - started >= 0.7, told.text)


def is_quick():
    """Generous bounds, for a tool that is not optimised on a machine that does other things: bench has the figures."""
    with Server("--json") as server:
        import http.client
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        times = []
        for _ in range(200):
            started = time.perf_counter()
            connection.request("OPTIONS", "/api/schools")
            connection.getresponse().read()
            times.append(time.perf_counter() - started)
        expect(statistics.median(times) < 0.02, f"{statistics.median(times) * 1000} ms")


if __name__ == "__main__":
    main(
        answers_in_every_format, answers_a_hundred_at_once, survives_its_processes, costs_a_crash_its_own_request,
        refuses_what_the_gateway_refuses, compresses, serves_this_machine_alone, speaks_http, serves_pages, has_another_origin,
        reports_requests, ends_as_it_should, leaves_nothing_behind, takes_variables, fails_on_demand, is_quick)
