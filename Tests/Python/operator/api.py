"""What callers of the API get: the routes, and the CORS headers from the functions and from API Gateway."""
import json
import subprocess
import time

from emulator import FUNCTIONS, expect
from gateway import complete

MATCH = {"student": {"trainingGoal": "IR"}, "school": {"name": "Deployed Flying Club"}, "matchScore": 80}


def request(url, *options):
    """Returns status, headers in lower case, and body."""
    command = ["curl", "--silent", "--show-error", "--max-time", "35", "--dump-header", "-", "--write-out", "\n%{http_code}"]
    text = subprocess.run([*command, *options, url], capture_output=True, text=True, timeout=40, check=True).stdout
    head, _, rest = text.replace("\r\n", "\n").partition("\n\n")
    body, _, status = rest.rpartition("\n")
    headers = dict(line.lower().split(": ", 1) for line in head.splitlines()[1:] if ": " in line)
    return status, headers, body


def call(url, body=None, status="200"):
    """Returns the JSON of the response, which must have this status, and a CORS header."""
    options = [] if body is None else ["--header", "Content-Type: application/json", "--data", json.dumps(body)]
    found, headers, text = request(url, *options)
    expect(found == status, f"{url}: {found}: {text}")
    expect("access-control-allow-origin" in headers, f"{url} has no CORS header: {headers}")
    return json.loads(text)


def check_routes(operator):
    api = operator.outputs["ApiEndpoint"]
    time.sleep(1.1)  # SchoolsCacheSeconds
    listing = call(api + "/schools")
    expect(listing["count"] == len(listing["schools"]) > 10, listing)
    state = listing["schools"][0]["state"]
    for school in call(f"{api}/schools?state={state}")["schools"]:
        expect(school["location"]["state"] == school["state"] == state, school)
    first = listing["schools"][0]
    expect(call(f"{api}/schools/{first['schoolId']}") == first, "one school differs from the same school in the list")
    expect(call(api + "/explain-match", MATCH)["source"] == "bedrock", "the model was not called")
    expect(call(api + "/explain-match", MATCH)["source"] == "cache", "the explanation was not kept")
    match = call(api + "/match", {"student": {"trainingGoal": "PPL"}, "limit": 1})["matches"][0]
    explained = {"student": {"trainingGoal": "PPL"}, "school": match["explain"], "matchScore": match["score"]}
    expect("explanation" in call(api + "/explain-match", explained), f"a match is not explained: {match}")
    call(api + "/match", {}, status="400")
    call(api + "/schools/nobody", status="404")
    call(api + "/explain-match", {}, status="400")
    expect("✔ explain" in operator.run("health", api).stdout, "the API is not healthy")
    expect("✔ explain" in operator.run("health", api + "//").stdout, "a slash at the end of the URL makes a difference")
    expect(json.loads(operator.run("health", "--json").stdout)["healthy"], "the stack's API is not healthy")


def check_cors(operator):
    """The functions, preflights and API Gateway's own errors all send the same CORS headers; returns them."""
    complete(operator)
    api = operator.outputs["ApiEndpoint"]
    names = ("access-control-allow-origin", "access-control-allow-headers", "access-control-expose-headers", "vary")
    client, event = operator.client("lambda"), {"httpMethod": "OPTIONS", "path": "/nowhere", "headers": {}}
    for function in FUNCTIONS:
        reply = client.invoke(FunctionName=operator.function(function), Qualifier="live", Payload=json.dumps(event).encode())
        headers = {name.lower(): value.lower() for name, value in json.load(reply["Payload"])["headers"].items()}
        own = {name: headers.get(name) for name in names}
        status, headers, _ = request(api + "/nowhere")
        found = {name: headers.get(name) for name in names}
        expect(status == "403" and found == own, f"an error {status} of API Gateway has {found}, and one of {function} {own}")
        for path in ("/schools", "/schools/a", "/match", "/explain-match"):
            status, headers, _ = request(api + path, "--request", "OPTIONS", "--header", "Origin: https://www.example.com")
            found = {name: headers.get(name, own[name] if "expose" in name else None) for name in names}
            expect(status == "204" and found == own, f"a preflight of {path} has {status} {found}, and {function} {own}")
    _, headers, _ = request(api + "/schools?limit=1")
    found = {name: headers.get(name) for name in names}
    expect(found == own, f"a listing has {found}, and an error {own}")
    return own


def check_fixed_origin(operator):
    """After a deploy with AllowedOrigin and AllowedHeaders."""
    sent = check_cors(operator)
    expect((sent["access-control-allow-origin"], sent["vary"]) == ("https://www.example.com", "origin"), sent)
    expect(sent["access-control-allow-headers"].endswith(",x-tenant,x-request-id"), sent)
