"""Completes the API that ministack made of the template, so that it behaves as the template says.

Of an API's OpenAPI body, ministack 1.5.33 imports the routes and where they lead. It drops the responses of a mock
integration and the gateway responses: the preflight is a 200 with the body {}, and a refusal of the gateway has
neither CORS headers nor the body that the template gives it. Both are set here with the calls that AWS has for them,
from the expanded template and the parameters of the stack. Nothing is set that the template does not say.
"""
import json
import os

from emulator import ROOT
from template import expand, read

TEMPLATE = os.path.join(ROOT, "Deploy/template.yaml")


def api_body(parameters):
    """The OpenAPI body that CloudFormation hands to API Gateway, with `parameters` in place of their references."""
    body = expand(read(TEMPLATE))["Resources"]["Api"]["Properties"]["Body"]
    text = json.dumps(body)
    for name, value in parameters.items():
        text = text.replace("${" + name + "}", value)
    return json.loads(text, object_hook=lambda member: member.get("Fn::Sub", member))


def complete(emulator, api):
    stack = emulator.client("cloudformation").describe_stacks(StackName="flight-school")["Stacks"][0]
    body = api_body({parameter["ParameterKey"]: parameter["ParameterValue"] for parameter in stack["Parameters"]})
    gateway = emulator.client("apigateway")
    for name, response in body["x-amazon-apigateway-gateway-responses"].items():
        gateway.put_gateway_response(
            restApiId=api, responseType=name, responseParameters=response["responseParameters"],
            responseTemplates=response["responseTemplates"],
            **({"statusCode": str(response["statusCode"])} if "statusCode" in response else {}),
        )
    for resource in gateway.get_resources(restApiId=api, limit=500)["items"]:
        for method, operation in body["paths"].get(resource["path"], {}).items():
            integration = operation["x-amazon-apigateway-integration"]
            if integration["type"] == "mock":
                names = {"restApiId": api, "resourceId": resource["id"], "httpMethod": method.upper()}
                complete_mock(gateway, names, integration)
    gateway.create_deployment(restApiId=api, stageName="prod")


def complete_mock(gateway, method, integration):
    gateway.put_integration(**method, type="MOCK", requestTemplates=integration["requestTemplates"])
    for response in integration["responses"].values():
        status, values = str(response["statusCode"]), response["responseParameters"]
        gateway.put_method_response(**method, statusCode=status, responseParameters={name: False for name in values})
        gateway.put_integration_response(**method, statusCode=status, responseParameters=values)
