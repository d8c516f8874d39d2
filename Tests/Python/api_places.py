"""api_places.py: the API's routes and parameters stand in three places, and each must have what the others have.

The places are the description (openapi.yaml), the template (template.yaml) and the Swift sources, whose routes come on
standard input as [{"method":"GET","path":"/schools","query":["state", …]}, …]. Prints what one of them lacks or has too
many, with its name; exit status 1 if there is any. Then the comparison itself is tried: a parameter taken from, or added
to, any place must be reported with the name of that place.
"""
import copy
import json
import sys

import api_description
from emulated_api import api_body

KINDS = {"query": "querystring", "path": "path", "header": "header"}


def template_routes(body):
    """The template's routes, and what they let API Gateway keep apart: its cache keys are parameters of their own."""
    found = api_description.routes(body)
    for method, path, operation in api_description.operations(body):
        keys = operation["x-amazon-apigateway-integration"].get("cacheKeyParameters", [])
        found[f"{method} {path}"] |= {f"cache key {key.removeprefix('method.request.')}" for key in keys}
    return found


def description_routes(document):
    """The routes of the description. Every parameter of a GET that a cache does not mind would mix up responses."""
    found = api_description.routes(document)
    for route, parameters in found.items():
        if route.startswith("GET "):
            kinds = [parameter.split(" ") for parameter in parameters]
            found[route] = parameters | {f"cache key {KINDS[kind]}.{name}" for kind, name in kinds}
    return found


def swift_routes(listed):
    """The routes of the Swift sources. Each path has a preflight, and its own parameters are in its text."""
    found = {}
    for route in listed:
        segments = [segment[1:-1] for segment in route["path"].split("/") if segment.startswith("{")]
        own = {f"path {name}" for name in segments}
        found[f"OPTIONS {route['path']}"] = own
        found[f"{route['method']} {route['path']}"] = own | {f"query {name}" for name in route["query"]}
    return found


def compare(description, template, swift):
    """One line for each thing that a place lacks, or that it alone has."""
    kinds = {"template.yaml": lambda thing: True, "the Swift routes": lambda thing: thing.split(" ")[0] in ("query", "path")}
    for place, other in (("template.yaml", template), ("the Swift routes", swift)):
        knows = kinds[place]
        for route in sorted(description.keys() | other.keys()):
            if route not in other or route not in description:
                lacking = place if route not in other else "openapi.yaml"
                yield f"{lacking} lacks the route {route}"
                continue
            for thing in sorted(filter(knows, description[route] ^ other[route])):
                lacking = place if thing not in other[route] else "openapi.yaml"
                yield f"{lacking} lacks {thing} of {route}"
