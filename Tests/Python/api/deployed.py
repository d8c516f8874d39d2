"""deployed.py: what API Gateway does by itself is what the description says of it.

The permission and the limits of each route, the key, and the gateway's own errors (`x-gateway` in the description) are
compared with the expanded template. Prints what is not so; exit status 1 if there is any.
"""
import json
import os
import re
import sys

sys.path.append(f"{os.path.dirname(os.path.abspath(__file__))}/../operator")

from cfn import Resolver, expand, of_type, read  # noqa: E402
from description import load, operations, resolve  # noqa: E402

problems = []


def expect(truth, complaint):
    if not truth:
        problems.append(complaint)


def check_routes(document, resources):
    """Each route but a preflight has a permission to call its function, and limits of its own. No other has."""
    routes = {(method, path) for method, path, _ in operations(document) if method != "OPTIONS"}
    arns = {permission["Properties"]["SourceArn"] for permission in of_type(resources, "AWS::Lambda::Permission").values()}
    permitted = {arn.split("/*/", 1)[1] for arn in arns}
    wanted = {method + re.sub(r"\{\w+\}", "*", path) for method, path in routes}
    expect(permitted == wanted, f"the template permits {sorted(permitted)}, the description has {sorted(wanted)}")
    settings = resources["ApiprodStage"]["Properties"]["MethodSettings"]
    limited = {(setting["HttpMethod"], setting["ResourcePath"].replace("~1", "/")) for setting in settings}
    limited = {(method, path.removeprefix("/")) for method, path in limited if path != "/*"}
    expect(limited == routes, f"the template has settings of {sorted(limited)}, the description has {sorted(routes)}")


def check_key(document, body):
    described, deployed = (part["components"]["securitySchemes"] for part in (document, body))
    fields = ("type", "name", "in")
    expect(
        {name: [scheme[field] for field in fields] for name, scheme in described.items()}
        == {name: [scheme[field] for field in fields] for name, scheme in deployed.items()},
        "the description has another key than the template",
    )


def check_errors(document, body):
    """Each error of the gateway has a body and headers from the template, and the text that is set there, if one is."""
    customized = body["x-amazon-apigateway-gateway-responses"]
    for method, path, operation in operations(document):
        for status, response in operation["responses"].items():
            response = resolve(document, response)
            for kind in response.get("x-gateway", []):
                where = f"{method} {path}: {kind}"
                found = customized.get(kind, customized.get(f"DEFAULT_{status[0]}XX"))
                expect(found, f"{where} has no response in the template")
                expect(kind not in customized or str(found["statusCode"]) == status, f"{where} is not a {status}")
                sent = {key.removeprefix("gatewayresponse.header.") for key in found["responseParameters"]}
                expect(sent - {"Vary"} == set(response["headers"]) - {"Vary"}, f"{where} sends {sorted(sent)}")
                text = found["responseTemplates"]["application/json"]
                text = text.replace("$context.error.messageString", '"*"').replace("$context.requestId", "*")
                example = response["content"]["application/json"]["example"]
                told = json.loads(text)
                expect(told.keys() == example.keys(), f"{where} has the body {text}")
                expect(told["error"] in ("*", example["error"]), f"{where} says {told['error']}")


def main():
    document, template = load(), read()
    resources = Resolver(template).resolve(expand(template)["Resources"])
    body = resources["Api"]["Properties"]["Body"]
    check_routes(document, resources)
    check_key(document, body)
    check_errors(document, body)
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
