"""gateway.py: one table of requests, sent to `local serve` and to ministack's API Gateway, which is deployed as the template says.

The functions return their events, so what is compared is what a function gets and what a caller gets. Where the two differ,
AWS's documentation decides, and the table says so.
"""
import concurrent.futures
import gzip
import http.client
import json
import os
import sys
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(f"{HERE}/../operator")

from emulator import Emulator  # noqa: E402
import boto3  # noqa: E402
import cfn  # noqa: E402

from server import Response, Server, echo, expect, main, run  # noqa: E402

# A gateway that gets no proxy response from a function answers by itself, with the template's body (AWS: "Malformed Lambda proxy
# response", 502). ministack passes on what the function said.
BAD = [("status", 502), ("body.error", "Internal server error"), ("origin", "*"), ("type", "application/json"), ("body", None),
       ("body.message", None), ("body.a", None), ("body.body", None)]

# name, method, path, headers, body, and what differs: (field, what serve has).
CASES = [
    ("plain", "GET", "/schools", {}, None, []),
    # AWS: of a repeated parameter `queryStringParameters` has the last value.
    ("query", "GET", "/schools?state=CA&a=1&a=2&b=x%20y+z&c=&d", {}, None,
     [("body.queryStringParameters", {"state": "CA", "a": "2", "b": "x y z", "c": "", "d": ""})]),
    ("odd query", "GET", "/schools?%C3%A9=%E2%9C%88&=x&a=%2526", {}, None, []),
    ("parameter", "GET", "/schools/school-001", {}, None, []),
    ("slash at the end", "GET", "/schools/", {}, None, []),
    ("headers", "GET", "/schools", {"X-One": "1", "x-two": "b", "Cookie": "a=b; c=d", "Accept": "*/*"}, None, []),
    ("post", "POST", "/explain-match", {"Content-Type": "application/json"}, '{"é":"✈"}', []),
    ("text body", "POST", "/explain-match", {"Content-Type": "text/plain"}, "a\nb", []),
    ("empty body", "POST", "/explain-match", {}, "", []),
    ("unknown path", "GET", "/nowhere", {}, None, []),
    ("root", "GET", "/", {}, None, []),
    ("other method", "DELETE", "/schools", {}, None, []),
    ("other method", "GET", "/explain-match", {}, None, []),
    ("deeper", "GET", "/schools/a/b", {}, None, []),
    ("case of a path", "GET", "/Schools", {}, None, []),
    # AWS matches the path as it was sent, and hands it over so.
    ("encoded parameter", "GET", "/schools/a%2Fb%20c", {}, None, [
        ("status", 200), ("origin", None), ("body.error", None), ("body.resource", "/schools/{schoolId}"),
        ("body.path", "/schools/a%2Fb%20c"), ("body.pathParameters", {"schoolId": "a%2Fb%20c"}), ("body.httpMethod", "GET"),
        ("body.isBase64Encoded", False), ("body.headers", {}), ("body.multiValueHeaders", {}),
        ("context.resourcePath", "/schools/{schoolId}"), ("context.path", "/prod/schools/a%2Fb%20c"),
        ("context.stage", "prod"), ("context.protocol", "HTTP/1.1"), ("context.httpMethod", "GET")]),
    ("crash", "GET", "/schools?do=crash", {}, None, BAD),
    ("error", "GET", "/schools?do=error", {}, None, BAD),
    ("timeout", "GET", "/schools?do=hang", {}, None, BAD),
    ("no JSON", "GET", "/schools?do=text", {}, None, BAD),
    ("list", "GET", "/schools?do=list", {}, None, BAD),
    ("nothing", "GET", "/schools?do=nothing", {}, None, BAD),
    ("bad status", "GET", "/schools?do=status", {}, None, BAD),
    ("bad body", "GET", "/schools?do=body", {}, None, BAD),
    ("created", "GET", "/schools?do=created", {}, None, []),
    ("headers of several values", "GET", "/schools?do=multi", {}, None, [("type", None)]),
    # A response without a body has no type.
    ("no content", "GET", "/schools?do=empty", {}, None, [("type", None)]),
    # ministack does not compress; the template asks for it from 1,024 bytes.
    ("large", "GET", "/schools?do=large", {"Accept-Encoding": "gzip"}, None, [("encoding", "gzip")]),
    ("small", "GET", "/schools?do=created", {"Accept-Encoding": "gzip"}, None, []),
]

# Of every case: only HTTP APIs have a version in events of format 1.0, and a REST API's have no Content-Length.
EVERYWHERE = {"body.version"}

# Names, addresses and times of the two gateways, and the headers that carry them.
CHANGING = {"requestId", "extendedRequestId", "requestTime", "requestTimeEpoch", "accountId", "apiId", "domainName",
            "domainPrefix", "deploymentId", "resourceId", "identity"}
HEADERS = {"host", "x-amzn-trace-id", "x-forwarded-for", "x-forwarded-port", "x-forwarded-proto", "accept-encoding", "user-agent",
           "content-length"}


def event_fields(event):
    """The fields of an event that both gateways can know; those that are null are as missing."""
    told = {}
    for name, value in event.items():
        if name in ("headers", "multiValueHeaders"):
            value = {key.lower(): each for key, each in value.items() if key.lower() not in HEADERS}
        if name == "requestContext":
            told.update({f"context.{key}": each for key, each in value.items() if key not in CHANGING})
        elif name not in CHANGING:
            told[f"body.{name}"] = value
    return told


def fields(response):
    """What is compared of a response. Those that are null are as missing."""
    body = response.body
    if response.headers.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    told = {
        "status": response.status, "encoding": response.headers.get("content-encoding"),
        "origin": response.headers.get("access-control-allow-origin"), "type": response.headers.get("content-type"),
        **{f"header.{name}": response.headers.get(name) for name in ("x-one", "a", "b")},
    }
    try:
        value = json.loads(body)
    except ValueError:
        value = body.decode() or None
    told.update(event_fields(value) if isinstance(value, dict) else {"body": value})
    return {name: value for name, value in told.items() if value is not None and name not in EVERYWHERE}


def api_body():
    """The OpenAPI body that CloudFormation passes to API Gateway, by the template's defaults."""
    template = cfn.read()
    return cfn.Resolver(template).resolve(cfn.expand(template)["Resources"]["Api"]["Properties"]["Body"])


def deploy(url, code):
    """The routes and the gateway responses of the template, with the echo in the place of each function. Returns the API's URL."""
    def client(service):
        return boto3.client(
            service, endpoint_url=url, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
    functions, gateway, body = client("lambda"), client("apigateway"), api_body()
    trust = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
    role = client("iam").create_role(RoleName="echo", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    arn = functions.create_function(
        FunctionName="echo", Runtime="provided.al2023", Handler="echo", Role=role,
        Code={"ZipFile": code}, Timeout=10)["FunctionArn"]
    functions.add_permission(
        FunctionName="echo", StatementId="api", Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com")
    api = gateway.create_rest_api(name="echo", minimumCompressionSize=1024)["id"]
    for name, response in body["x-amazon-apigateway-gateway-responses"].items():
        gateway.put_gateway_response(
            restApiId=api, responseType=name, responseParameters=response["responseParameters"],
            responseTemplates=response["responseTemplates"],
            **({"statusCode": str(response["statusCode"])} if "statusCode" in response else {}))
    resources = {"": gateway.get_resources(restApiId=api)["items"][0]["id"]}
    for path, operations in body["paths"].items():
        parent = ""
        for part in path.split("/")[1:]:
            if f"{parent}/{part}" not in resources:
                resources[f"{parent}/{part}"] = gateway.create_resource(
                    restApiId=api, parentId=resources[parent], pathPart=part)["id"]
            parent = f"{parent}/{part}"
        for method, operation in operations.items():
            if operation["x-amazon-apigateway-integration"]["type"] == "aws_proxy":
                names = {"restApiId": api, "resourceId": resources[path], "httpMethod": method.upper()}
                gateway.put_method(**names, authorizationType="NONE")
                gateway.put_integration(
                    **names, type="AWS_PROXY", integrationHttpMethod="POST",
                    uri=f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{arn}/invocations")
    gateway.create_deployment(restApiId=api, stageName="prod")
    return f"{url}/_aws/execute-api/{api}/prod"


def send(url, method, path, headers, body):
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=40)
    connection.putrequest(method, parts.path + path, skip_accept_encoding=True)
    if body is not None:
        body = body.encode()
        connection.putheader("Content-Length", str(len(body)))
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders(body)
    return Response(connection.getresponse())


def agrees_with_ministack():
    with echo() as folder, Emulator() as emulator, Server("--no-watch", functions=folder) as server, \
            concurrent.futures.ThreadPoolExecutor(2) as threads:
        with open(f"{folder}/GetSchools.zip", "rb") as file:
            other = deploy(emulator.url, file.read())
        wrong = []
        for name, method, path, headers, body, known in CASES:
            own, its = threads.map(
                lambda url, case=(method, path, headers, body): fields(send(url, *case)), (f"{server.url}/api", other))
            wanted = {**its, **dict(known)}
            for field in sorted(own.keys() | wanted.keys()):
                if own.get(field) != wanted.get(field):
                    wrong.append(f"{name}: {method} {path}: {field}: {own.get(field)!r}, wanted {wanted.get(field)!r}")
            if known and own == its:
                wrong.append(f"{name}: ministack does the same: there is no difference to be told")
        expect(not wrong, "\n".join(wrong))


# ministack has no cache: AWS's documentation alone says what one does. Two requests, and whether the second has the response of the
# first: only the parameters that the template names distinguish them.
LIST, ONE = "/schools?state=CA&limit=5", "/schools/school-001"
CACHED = [
    ("the same", ("GET", LIST), ("GET", LIST), True),
    ("another order", ("GET", LIST), ("GET", "/schools?limit=5&state=CA"), True),
    ("a parameter that is no key", ("GET", LIST), ("GET", f"{LIST}&x=1"), True),
    ("a header that is no key", ("GET", LIST), ("GET", LIST, {"Accept-Language": "de"}), True),
    # No policy lets these callers invalidate the cache.
    ("a caller who wants it new", ("GET", LIST), ("GET", LIST, {"Cache-Control": "max-age=0"}), True),
    ("the same school", ("GET", ONE), ("GET", f"{ONE}?x=1"), True),
    ("another school", ("GET", ONE), ("GET", "/schools/school-002"), False),
    ("another route", ("GET", "/schools"), ("GET", ONE), False),
    ("a preflight", ("OPTIONS", "/schools"), ("OPTIONS", "/schools"), False),
    ("a POST", ("POST", "/match", {}, "{}"), ("POST", "/match", {}, "{}"), False),
    ("another status", ("GET", "/schools?do=created"), ("GET", "/schools?do=created"), True),
    ("a crash", ("GET", "/schools?do=crash"), ("GET", "/schools?do=crash"), False),
    ("no response of a function", ("GET", "/schools?do=text"), ("GET", "/schools?do=text"), False),
    ("1 MiB", ("GET", "/schools?do=1048576"), ("GET", "/schools?do=1048576"), True),
    ("more than 1 MiB", ("GET", "/schools?do=1048577"), ("GET", "/schools?do=1048577"), False),
]


def key_cases():
    """A case for each parameter that the template names for the list, of which the second request has another value."""
    names = api_body()["paths"]["/schools"]["get"]["x-amazon-apigateway-integration"]["cacheKeyParameters"]
    expect(len(names) >= 9, names)
    for name in names:
        _, _, place, parameter = name.split(".")
        if place == "header":
            yield name, ("GET", "/schools", {parameter: "1"}), ("GET", "/schools", {parameter: "2"}), False
        else:
            yield name, ("GET", f"/schools?{parameter}=1"), ("GET", f"/schools?{parameter}=2"), False


def caches_as_the_template_says():
    wrong = []
    with echo() as folder:
        for name, first, second, is_cached in [*CACHED, *key_cases()]:
            with Server("--no-watch", "--cache", "--json", functions=folder) as server:
                responses = [send(f"{server.url}/api", *case, *({}, None)[len(case) - 2:]) for case in (first, second)]
                marks = [response.headers.get("x-cache") for response in responses]
                if marks != [None, "cached" if is_cached else None]:
                    wrong.append(f"{name}: {marks}")
                if is_cached and [responses[0].status, responses[0].body] != [responses[1].status, responses[1].body]:
                    wrong.append(f"{name}: another response")
        expect(not wrong, "\n".join(wrong))


def tells_of_its_cache():
    with echo() as folder, Server("--no-watch", "--cache", functions=folder) as server:
        expect(any("cache " in line and "GET /schools, GET /schools/{schoolId}, for 60 s" in line for line in server.lines), server.lines)
        large = [send(f"{server.url}/prod", "GET", "/schools?do=large", {"Accept-Encoding": each}, None) for each in ("gzip", "", "gzip")]
        expect(gzip.decompress(large[0].body) == large[1].body and large[0].body == large[2].body, "it is compressed for each caller")
        lines = [line for line in server.lines if "do=large" in line]
        expect(["cold" in lines[0], " cached " in lines[1], " cached " in lines[2]] == [True] * 3, lines)
        expect(lines[1].rstrip().endswith("3.50"), "a response of the cache costs a request of the gateway")
        requests = server.get("/_console/requests").json["requests"]
        expect([each["cached"] for each in requests] == [False, True, True], requests)
        detail = server.get(f"/_console/requests/{requests[1]['id']}").json
        expect("event" not in detail and detail["cached"] and detail["status"] == 200, detail)
        packed = server.get(f"/_console/requests/{requests[2]['id']}").json
        expect(packed["response"] == large[1].text and packed["bytes"] == len(large[2].body), "it is shown as it can be read")
    for form in "http", "url":
        ended = run("serve", "--cache", "--format", form)
        expect(ended.returncode == 2 and f"--format {form}" in ended.stderr, ended.stderr)


if __name__ == "__main__":
    main(agrees_with_ministack, caches_as_the_template_says, tells_of_its_cache)
