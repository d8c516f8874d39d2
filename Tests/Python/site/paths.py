"""The paths of the pages: the CloudFront Function and the local server have the same rules. The Function runs in the browser's
engine."""
import os
import urllib.error
import urllib.request

from browser import ROOT, expect

FUNCTION = f"{ROOT}/Sources/Deploy/site/paths.js"
FOLDER = f"{ROOT}/Sources/Site"
# A path, and the file that answers it; None is the 404 page with its status.
CASES = {
    "/": "index.html", "/schools": "schools.html", "/find-my-school": "find-my-school.html", "/compare": "compare.html",
    "/financing-calculator": "financing-calculator.html", "/saved": "saved.html", "/schools/school-001": "school.html",
    "/schools/a%2Fb": "school.html", "/schools/%25": "school.html", "/schools/no-such.html": "school.html", "/icon.svg": "icon.svg",
    "/styles/site.css": "styles/site.css", "/data/states.json": "data/states.json", "/shared/dom.js": "shared/dom.js",
    "/index.html": None, "/index": None, "/school": None, "/404": None, "/404.html": None, "/schools.html": None, "/school.html": None,
    "/schools/a/b": None, "/saved/x": None, "/nothing": None, "/README.md": None, "/shared/nothing.js": None, "/shared": None,
    "/Schools": None, "/.git/config": None, "/shared/.hidden": None,
}


def rules(page):
    """The Function's answer to a path, as the file that the bucket is asked for and the status."""
    page.evaluate(f"() => {{ {open(FUNCTION, encoding='utf-8').read()} globalThis.handler = handler; }}")

    def answer(path):
        uri = page.evaluate("path => handler({ request: { uri: path } }).uri", path)
        status = page.evaluate("uri => handler({ request: { uri }, response: { statusCode: 200 } }).statusCode", uri)
        return uri, status
    return answer


def check_same_rules(site):
    with site.page("/") as page:
        answer = rules(page)
        for path, name in CASES.items():
            uri, status = answer(path)
            in_bucket = uri.lstrip("/") if status == 200 else None
            expect(in_bucket == name, f"the Function answers {path} with {uri} and {status}, not with {name}")
            served, body = ask(f"{site.base}{path}")
            wanted = open(f"{FOLDER}/{name or '404.html'}", "rb").read()
            expect(served == (200 if name else 404) and body == wanted, f"the server answers {path} with status {served}, not with {name}")


def check_every_file_is_reached(site):
    """Each file but the pages and notes has its own path, by the Function as well."""
    with site.page("/") as page:
        answer = rules(page)
        for folder, _, names in os.walk(FOLDER):
            for name in names:
                path = os.path.join(folder, name).removeprefix(FOLDER)
                if not path.endswith((".html", ".md")):
                    expect(answer(path) == (path, 200), f"the Function does not let {path} pass")


def ask(url):
    try:
        with urllib.request.urlopen(url, timeout=10) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
