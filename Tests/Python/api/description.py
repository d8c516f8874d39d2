"""The API's description, Sources/APIGateway/openapi.yaml, as plain values. Run by itself, it prints it as JSON."""
import json
import os

import yaml

ROOT = os.path.abspath(f"{os.path.dirname(__file__)}/../../..")
DESCRIPTION = os.path.join(ROOT, "Sources/APIGateway/openapi.yaml")
METHODS = ("get", "put", "post", "delete", "options", "head", "patch")


def load():
    with open(DESCRIPTION, encoding="utf-8") as file:
        return yaml.safe_load(file)


def resolve(document, value):
    """`value`, or the part of the document that it refers to."""
    while isinstance(value, dict) and "$ref" in value:
        path = value["$ref"].removeprefix("#/").split("/")
        value = document
        for name in path:
            value = value[name]
    return value


def operations(document):
    """Method, path and operation of each route of an OpenAPI document, with the parameters of the path."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method in METHODS:
                parameters = item.get("parameters", []) + operation.get("parameters", [])
                yield method.upper(), path, {**operation, "parameters": parameters}


if __name__ == "__main__":
    print(json.dumps(load()))
