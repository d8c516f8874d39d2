"""The paths of the pages: the CloudFront Function and the local server have the same rules. The Function runs in the browser's
engine."""
import itertools
import os
import urllib.error
import urllib.request

from browser import ROOT, expect
from path_cases import CASES, MISSING

TEMPLATE = f"{ROOT}/Sources/Deploy/template.yaml"
FOLDER = f"{ROOT}/Sources/Site"
def code():
    """The Function's code, out of the template."""
    with open(TEMPLATE, encoding="utf-8") as file:
        lines = file.read().split("      FunctionCode: |\n", 1)[1].split("\n")
    return "\n".join(itertools.takewhile(lambda line: not line or line.startswith(" " * 8), lines))


def rules(page):
    """Gives the Function's answer to a path: the object that the bucket is asked for."""
    page.evaluate(f"() => {{ {code()}\nglobalThis.handler = handler; }}")
    return lambda path: page.evaluate("path => handler({ request: { uri: path } }).uri", path)


def check_same_rules(site):
    with site.page("/") as page:
        answer = rules(page)
        for path, name in CASES.items():
            expect(answer(path) == f"/{name or MISSING}", f"the Function answers {path} with {answer(path)}, not with {name}")
            served, body = ask(f"{site.base}{path}")
            wanted = open(f"{FOLDER}/{name or MISSING}", "rb").read()
            expect(served == (200 if name else 404) and body == wanted, f"the server answers {path} with status {served}, not with {name}")


def check_function_on_responses_and_api(site):
    """The 404 page gets its status, other responses keep theirs, and /api is taken off."""
    with site.page("/") as page:
        answer = rules(page)
        expect(answer("/api/schools/a%2Fb") == "/schools/a%2Fb" and answer("/api") == f"/{MISSING}", "/api is not taken off")
        for headers, status in (({"x-amz-meta-status": {"value": "404"}}, 404), ({}, 200)):
            event = {"request": {"uri": "/x"}, "response": {"statusCode": 200, "headers": headers}}
            expect(page.evaluate("event => handler(event).statusCode", event) == status, f"{headers}: not {status}")


def check_every_file_is_reached(site):
    """Each file but the pages and notes has its own path, by the Function as well."""
    with site.page("/") as page:
        answer = rules(page)
        for folder, _, names in os.walk(FOLDER):
            for name in names:
                path = os.path.join(folder, name).removeprefix(FOLDER)
                if not path.endswith((".html", ".md")):
                    expect(answer(path) == path, f"the Function does not let {path} pass")


def ask(url):
    try:
        with urllib.request.urlopen(url, timeout=10) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
