"""A real browser on the pages, and what is watched while a check drives it: errors, and requests that fail or go elsewhere."""
import contextlib
import json
import os
import re
import shutil
import time
import urllib.parse
import urllib.request

from axe_playwright_python.sync_playwright import Axe

ROOT = os.path.abspath(f"{os.path.dirname(__file__)}/../../..")
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
PHONE, DESKTOP = (320, 640), (1280, 900)
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 24"><rect width="64" height="24" fill="#7aa6c8"/></svg>'
SECONDS = 10


def expect(condition, message):
    if not condition:
        raise AssertionError(message)


class Site:
    """The pages at an address. `served` is what their API answers, asked without the pages."""

    def __init__(self, base, chromium):
        self.base = base.rstrip("/")
        self.browser = chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])

    def served(self, path):
        with urllib.request.urlopen(f"{self.base}/api{path}", timeout=30) as response:
            return json.load(response)

    def cards(self):
        return self.served("/schools?fields=card")["schools"]

    @contextlib.contextmanager
    def page(self, path=None, size=DESKTOP, allowed=None, script=True, **options):
        """Opens a page in a browser of its own. `allowed` is a pattern of what may go wrong in this check, and nothing else
        may."""
        context = self.browser.new_context(viewport={"width": size[0], "height": size[1]}, java_script_enabled=script, **options)
        context.set_default_timeout(SECONDS * 1000)
        page = context.new_page()
        problems = watch(page, self.base)
        if path is not None:
            page.goto(self.base + path)
        yield page
        context.close()
        found = [problem for problem in problems if not (allowed and re.search(allowed, problem))]
        expect(not found, f"{path}: {found[:5]}")


def watch(page, base):
    """Gathers what goes wrong on a page. Pictures of schools are answered here: no other host is asked."""
    problems = []
    page.on("pageerror", lambda error: problems.append(f"exception: {error}"))
    page.on("console", lambda line: problems.append(f"console: {line.text} {line.location.get('url')}") if line.type == "error" else None)
    # A request that a page cancels itself, as it does when the visitor goes on, has not failed.
    page.on("requestfailed", lambda request: problems.append(f"failed: {request.url} {request.failure}") if "ERR_ABORTED" not in str(request.failure) else None)
    page.on("response", lambda response: problems.append(f"status {response.status}: {response.url}") if response.status >= 400 else None)

    def elsewhere(route):
        request = route.request
        if request.resource_type != "image" or not request.url.startswith("https:"):
            problems.append(f"foreign: {request.resource_type} {request.url}")
        if "referer" in request.headers:
            problems.append(f"referrer: {request.url}")
        route.fulfill(status=200, content_type="image/svg+xml", body=PICTURE)

    page.route(lambda url: not url.startswith((f"{base}/", "blob:", "data:")), elsewhere)
    return problems


def until(page, expression, argument=None):
    """Waits until a JavaScript expression holds. The pages' security policy forbids the browser's own way to poll a text."""
    deadline = time.monotonic() + SECONDS
    while not page.evaluate(expression, argument):
        expect(time.monotonic() < deadline, f"{page.url}: not within {SECONDS} s: {expression}")
        page.wait_for_timeout(20)


def held_back(page, held, number):
    """Waits until a route has held back so many requests."""
    deadline = time.monotonic() + SECONDS
    while len(held) < number:
        expect(time.monotonic() < deadline, f"{page.url}: {len(held)} requests within {SECONDS} s, not {number}")
        page.wait_for_timeout(20)


def settled(page):
    """Waits until nothing on the page waits."""
    page.wait_for_load_state("load")
    until(page, "!document.querySelector('[aria-busy]')")
    page.wait_for_timeout(250)


def no_violations(page, where):
    """axe finds nothing serious or critical."""
    violations = Axe().run(page).response["violations"]
    serious = [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in violations if rule["impact"] in ("serious", "critical")]
    expect(not serious, f"{where}: axe: {serious}")


def fits(page, where):
    """The page does not scroll sideways."""
    width, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    expect(width <= room, f"{where}: {width} px wide in a window of {room} px")


def focused(page):
    """The text of the element that has the focus."""
    return page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id")


def query(page):
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(page.url).query))


def names(page):
    """The names of the schools on the page's cards, in order."""
    return page.locator(".card h3").all_inner_texts()
