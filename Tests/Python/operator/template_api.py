"""The API of the template: limits, CORS. ../api/places.py compares its routes and cache keys with the description."""
from cfn import Resolver, expand
from problems import expect, properties
from promises import ALLOWED_HEADERS, EXPOSED_HEADERS


def check_api(template):
    resources = expand(template)["Resources"]
    api = properties(resources, "Api")
    expect(api["MinimumCompressionSize"] == 1024, "responses are not compressed")
    stage = properties(resources, "ApiprodStage")
    expect(stage["StageName"] == "prod", "the stage has another name")
    for setting in stage["MethodSettings"]:
        throttled = "ThrottlingRateLimit" in setting and "ThrottlingBurstLimit" in setting
        expect(throttled, f"{setting['ResourcePath']} is not throttled")
        cached = setting["CachingEnabled"] is not False
        expect(cached == ("schools" in setting["ResourcePath"]), f"{setting['ResourcePath']}: caching")
    rule = properties(resources, "Firewall")["Rules"][0]["Statement"]["SizeConstraintStatement"]
    expect((rule["ComparisonOperator"], rule["Size"]) == ("GT", 16384), "the size guard has another size")


def check_cors(template):
    """Gateway responses and preflights have the same lists of headers and methods, for every origin and with more names."""
    api = properties(expand(template)["Resources"], "Api")
    methods = {method.upper() for item in api["Body"]["paths"].values() for method in item}
    for origin, more in (("*", ""), ("https://www.example.com", ""), ("*", "X-Tenant"), ("https://www.example.com", "X-A,X-B")):
        body = Resolver(template, AllowedOrigin=origin, AllowedHeaders=more).resolve(api["Body"])
        wanted = {
            "Access-Control-Allow-Origin": origin, "Access-Control-Allow-Headers": ALLOWED_HEADERS + ("," + more if more else ""),
            **({} if origin == "*" else {"Vary": "Origin"}),
        }
        for name in ("DEFAULT_4XX", "DEFAULT_5XX", "WAF_FILTERED"):
            sent = body["x-amazon-apigateway-gateway-responses"][name]["responseParameters"]
            sent = {key.removeprefix("gatewayresponse.header."): value.strip("'") for key, value in sent.items()}
            expect(set(sent.pop("Access-Control-Allow-Methods").split(",")) == methods, f"{name} has other methods")
            expect(sent == {**wanted, "Access-Control-Expose-Headers": EXPOSED_HEADERS}, f"{name} sends {sent}")
        for path, item in body["paths"].items():
            sent = item["options"]["x-amazon-apigateway-integration"]["responses"]["default"]["responseParameters"]
            sent = {key.removeprefix("method.response.header."): value.strip("'") for key, value in sent.items()}
            declared = set(item["options"]["responses"]["204"]["headers"])
            expect(set(sent) <= declared, f"a preflight of {path} does not declare {set(sent) - declared}")
            expect(set(sent.pop("Access-Control-Allow-Methods").split(",")) == methods, f"{path} has other methods")
            expect(sent == {**wanted, "Access-Control-Max-Age": "7200"}, f"a preflight of {path} gets {sent}")
