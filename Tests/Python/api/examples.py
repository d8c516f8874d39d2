"""examples.py: every example of the API's description is taken from a file of Events/, as the functions have it.

An example of a parameter or a body is what the event's request has; an example of a response is what NAME.expected.json
expects, in which "*" stands for any value and null for none. Every parameter, body and response of a function has an
example. Prints what is not so; exit status 1 if there is any.
"""
import base64
import json
import os
import sys

from description import ROOT, load, operations, resolve

problems = []


def expect(truth, complaint):
    if not truth:
        problems.append(complaint)


def event(name):
    with open(os.path.join(ROOT, "Events", name), encoding="utf-8") as file:
        return json.load(file)


def is_as_expected(expected, value):
    if expected == "*":
        return value is not None
    if isinstance(expected, dict) and isinstance(value, dict):
        wanted = {name: inner for name, inner in expected.items() if inner is not None}
        return wanted.keys() == value.keys() and all(is_as_expected(wanted[name], value[name]) for name in wanted)
    if isinstance(expected, list) and isinstance(value, list):
        return len(expected) == len(value) and all(map(is_as_expected, expected, value))
    return expected == value


def examples(document, owner):
    """The examples of a parameter or a media type, by name."""
    return {name: resolve(document, example) for name, example in owner.get("examples", {}).items()}


def sent(request, parameter):
    """The value of a parameter in an event's request, read by the parameter's schema."""
    name = parameter["name"]
    value = {
        "path": request["pathParameters"], "query": request["queryStringParameters"], "header": request["headers"],
    }[parameter["in"]][name]
    if parameter["schema"]["type"] == "array":
        return [item.strip() for item in value.split(",")]
    return int(value) if parameter["schema"]["type"] == "integer" else value


def body(request):
    text = request["body"]
    return json.loads(base64.b64decode(text) if request["isBase64Encoded"] else text)


def undescribed(document, schema, value, path=""):
    """Members of an example that the schema does not have."""
    if isinstance(value, dict):
        properties = resolve(document, schema).get("properties", {})
        for name, inner in value.items():
            if name not in properties:
                yield path + name
            else:
                yield from undescribed(document, properties[name], inner, f"{path}{name}.")


def check_request(document, route, operation):
    method, path = route.split(" ")
    owners = [(parameter["name"], parameter, lambda request, parameter=parameter: sent(request, parameter))
              for parameter in (operation["parameters"] if method != "OPTIONS" else [])]
    for media in operation.get("requestBody", {}).get("content", {}).values():
        owners.append(("body", media, body))
    for name, owner, read in owners:
        found = examples(document, owner)
        expect(found, f"{route}: {name} has no example")
        for label, example in found.items():
            request = event(example["x-event"])
            where = f"{route}: example {label} of {name}"
            is_same = (request["httpMethod"], request["resource"]) == (method, path)
            expect(is_same, f"{where}: {example['x-event']} is of another route")
            expect(is_same and read(request) == example["value"], f"{where} is not that of {example['x-event']}")
            for member in undescribed(document, owner["schema"], example["value"]):
                expect(False, f"{where}: {member} is not described")


def check_response(document, route, status, shared):
    method, path = route.split(" ")
    response = resolve(document, shared)
    contents = list(response.get("content", {}).values())
    found = {label: example for media in contents for label, example in examples(document, media).items()}
    if not contents:
        found = {"without a body": response}
    if "x-gateway" in response:
        return expect("x-event" not in str(found), f"{route}: an event for {status}, which is the gateway's")
    expect(found, f"{route}: the response {status} has no example")
    for label, example in found.items():
        where = f"{route}: example {label} of {status}"
        request, expected = event(example["x-event"]), event(example["x-event"].replace(".json", ".expected.json"))
        if "$ref" not in shared:  # one of several routes otherwise
            expect((request["httpMethod"], request["resource"]) == (method, path), f"{where} is of another route")
        expect(expected["statusCode"] == int(status), f"{where}: {example['x-event']} has another status")
        expect(is_as_expected(expected["body"], example.get("value")), f"{where} is not that of {example['x-event']}")
        described = {header.lower() for header in response["headers"]} | ({"content-type"} if contents else set())
        headers = {header.lower() for header, value in expected["headers"].items() if value is not None}
        expect(headers <= described, f"{where}: {sorted(headers - described)} are not described")


def main():
    document = load()
    for method, path, operation in operations(document):
        check_request(document, f"{method} {path}", operation)
        for status, response in operation["responses"].items():
            check_response(document, f"{method} {path}", status, response)
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
