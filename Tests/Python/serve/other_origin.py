"""other_origin.py: the pages at the second address of `local serve` in a real browser: they work by CORS, and only by it."""
import contextlib
import json
import shutil
import time

from playwright.sync_api import sync_playwright

from server import Server, expect, main

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
RESULTS = "/find-my-school#step=results&trainingGoal=PPL&city=Denver&state=CO&lat=39.74&lon=-104.98"
FAILURE = "cannot be reached"


@contextlib.contextmanager
def page():
    """A page of a browser, and what its console says. Pictures are of hosts that are not found. Playwright must route nothing:
    it would respond to preflights itself."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"])
        opened, problems = browser.new_page(), []
        opened.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
        yield opened, problems
        browser.close()


def shows(opened, words):
    end = time.monotonic() + 10
    while words not in opened.locator("main").inner_text():
        expect(time.monotonic() < end, f"{words}: not within 10 s: {opened.locator('main').inner_text()[:500]}")
        time.sleep(0.05)


def asked(server, method, path):
    return [line for line in map(json.loads, server.lines[1:]) if line["method"] == method and line["path"] == path]


def works_by_cors():
    with Server("--json", "--no-watch") as server, page() as (opened, problems):
        for path, words in ("/", "48"), ("/schools?state=CA", "CA"), ("/schools/school-001", "School"), (RESULTS, "Written by AI"):
            opened.goto(f"{server.other}{path}")
            shows(opened, words)
        found = [problem for problem in problems if "ERR_NAME_NOT_RESOLVED" not in problem]  # pictures
        expect(not found, found)
        # A body of JSON is asked for by a preflight first.
        for path in "/api/match", "/api/explain-match":
            expect(asked(server, "OPTIONS", path) and asked(server, "POST", path), f"{path}: no preflight")
        expect(all(line["status"] < 400 for line in map(json.loads, server.lines[1:])), server.lines)


def fails_where_cors_forbids_it():
    with Server("--json", "--no-watch", "--env", "ALLOWED_ORIGIN=https://a.example") as server, page() as (opened, problems):
        opened.goto(f"{server.other}/schools/school-001")
        shows(opened, FAILURE)
        expect(any("Access-Control-Allow-Origin" in problem for problem in problems), problems)
        opened.goto(f"{server.url}/schools/school-001")
        opened.get_by_role("heading", level=1).wait_for()
        expect(FAILURE not in opened.locator("main").inner_text(), "the same origin needs no CORS")


if __name__ == "__main__":
    main(works_by_cors, fails_where_cors_forbids_it)
