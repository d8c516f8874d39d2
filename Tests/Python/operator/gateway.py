"""API Gateway on ministack, completed so that it behaves as the template says.

From the OpenAPI body of an API, ministack 1.5.33 imports only the routes and their targets. It drops the responses of a mock
integration and the gateway responses: a preflight gets a 200 with the body {}, and the gateway's own errors have neither CORS
headers nor the template's body. `complete` sets both with the calls that AWS has for them, and nothing that is not in the
template.
"""
import cfn


def api_body(parameters):
    """The OpenAPI body that CloudFormation passes to API Gateway, for these values of the template's parameters."""
    template = cfn.read()
    body = cfn.expand(template)["Resources"]["Api"]["Properties"]["Body"]
    return cfn.Resolver(template, **parameters).resolve(body)


def complete(operator):
    stack = operator.client("cloudformation").describe_stacks(StackName=operator.stack)["Stacks"][0]
    body = api_body({parameter["ParameterKey"]: parameter["ParameterValue"] for parameter in stack["Parameters"]})
    gateway, api = operator.client("apigateway"), operator.outputs["RestApiId"]
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
