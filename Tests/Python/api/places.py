"""places.py: the routes and parameters of the API are in three places, and each has what the others have.

The places are the description, the template, and the Swift code, whose routes come on standard input:
[{"method":"GET","path":"/schools","query":["state", …]}, …]. Prints what a place lacks; exit status 1 if there is any.
At the end the comparison itself is tried: whatever is taken from or added to one place is reported with its name.
"""
import json
import os
import sys

sys.path.append(f"{os.path.dirname(os.path.abspath(__file__))}/../operator")

from description import load, operations  # noqa: E402
from gateway import api_body  # noqa: E402

DESCRIPTION, TEMPLATE, SWIFT = "openapi.yaml", "template.yaml", "the Swift code"
# As API Gateway names them in cache keys.
LOCATIONS = {"query": "querystring", "path": "path", "header": "header"}


def document_facts(document):
    """(route, fact) for each route of an OpenAPI document and each parameter in it."""
    for method, path, operation in operations(document):
        route = f"{method} {path}"
        yield route, "the route"
        for parameter in operation["parameters"] if method != "OPTIONS" else []:  # a preflight reads none
            yield route, f"the {parameter['in']} parameter {parameter['name']}"


def description_facts(document):
    """With what follows for the template: a cache that does not mind a parameter of a GET mixes up responses."""
    yield from document_facts(document)
    for method, path, operation in operations(document):
        for parameter in operation["parameters"] if method == "GET" else []:
            yield f"{method} {path}", f"the cache key {LOCATIONS[parameter['in']]}.{parameter['name']}"


def template_facts(body):
    yield from document_facts(body)
    for method, path, operation in operations(body):
        for key in operation["x-amazon-apigateway-integration"].get("cacheKeyParameters", []):
            yield f"{method} {path}", f"the cache key {key.removeprefix('method.request.')}"


def swift_facts(routes):
    """Every path has a preflight. The parameters of a path are in its text."""
    for route in routes:
        name = f"{route['method']} {route['path']}"
        yield name, "the route"
        yield f"OPTIONS {route['path']}", "the route"
        for segment in route["path"].split("/"):
            if segment.startswith("{"):
                yield name, f"the path parameter {segment[1:-1]}"
        for parameter in route["query"]:
            yield name, f"the query parameter {parameter}"


def concerns(place, fact):
    """Headers and cache keys are no matter of the Swift code."""
    return place != SWIFT or fact.startswith(("the route", "the query", "the path"))


def compare(places):
    """What each place lacks of what any other has."""
    everything = sorted(set().union(*places.values()))
    return [
        f"{place} lacks {fact} of {route}" if fact != "the route" else f"{place} lacks {route}"
        for route, fact in everything
        for place, facts in places.items()
        if concerns(place, fact) and (route, fact) not in facts
    ]


def blind_spots(places):
    """Changes that `compare` does not report with the name of the changed place, and how many were tried."""
    tried, missed = 0, []
    for place, facts in places.items():
        others = [name for name in places if name != place]
        for route, fact in sorted(facts):
            tried += 1
            without = {**places, place: facts - {(route, fact)}}
            if not any(line.startswith(f"{place} lacks ") for line in compare(without)):
                missed.append(f"{place} without {fact} of {route}")
        for route in sorted({route for route, _ in facts}):
            tried += 1
            extra = "the query parameter extra"
            lines = compare({**places, place: facts | {(route, extra)}})
            if lines != [f"{name} lacks {extra} of {route}" for name in others]:
                missed.append(f"{place} with {extra} of {route}")
    return tried, missed


def main():
    places = {
        DESCRIPTION: set(description_facts(load())), TEMPLATE: set(template_facts(api_body({}))),
        SWIFT: set(swift_facts(json.load(sys.stdin))),
    }
    lines = compare(places)
    if not lines:
        tried, missed = blind_spots(places)
        lines = [f"the comparison does not see {change}" for change in missed]
        lines += [] if tried > 50 else [f"only {tried} changes were tried"]
    print("\n".join(lines))
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
