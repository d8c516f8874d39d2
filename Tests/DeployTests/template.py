"""template.py TEMPLATE CHECK: one check of the CloudFormation template; prints what is wrong, exit status 1 if anything is.

The template is read as cfn-lint reads it and expanded by AWS's SAM translator. What the issue promises to operators
(thresholds, permissions, sizes) is written out a second time, here and in promises.py, so that neither changes alone.
"""
import json
import os
import re
import sys

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")  # the translator asks for one, and calls nothing

from cfnlint.decode import cfn_yaml  # noqa: E402
from promises import ALARM_ARN, ALARMS, ALLOWED, STARS  # noqa: E402
from samtranslator.parser.parser import Parser  # noqa: E402
from samtranslator.translator.translator import Translator  # noqa: E402

problems = []


def expect(truth, complaint):
    if not truth:
        problems.append(complaint)


def read(path):
    """The template as plain dictionaries, in CloudFormation's long form."""
    return json.loads(json.dumps(cfn_yaml.load(path), default=str))


def expand(template, **parameters):
    """What CloudFormation makes of it: `package` has put the zips' address in place of the path."""
    template = json.loads(json.dumps(template))
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            expect(re.fullmatch(r"\.\./dist/\w+\.zip", resource["Properties"]["CodeUri"]), "CodeUri is no zip of dist")
            resource["Properties"]["CodeUri"] = "s3://bucket/" + resource["Properties"]["Handler"]
    return Translator({}, Parser()).translate(template, parameters)


def of_type(resources, name):
    return {key: value for key, value in resources.items() if value["Type"] == name}


def walk(value, path=""):
    yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from walk(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from walk(inner, f"{path}/{index}")


def properties(resources, name):
    return resources[name]["Properties"]


def check_expands(template):
    plain = expand(template)["Resources"]
    expect(not of_type(plain, "AWS::CodeDeploy::DeploymentGroup"), "deployments are gradual by default")
    gradual = expand(template, GradualDeployment="true")["Resources"]
    for name in ("GetSchools", "MatchExplainer"):
        group = properties(gradual, name + "DeploymentGroup")
        expect(group["AlarmConfiguration"]["Enabled"], f"{name}: alarms do not roll a deployment back")
        alarms = [alarm["Name"]["Ref"] for alarm in group["AlarmConfiguration"]["Alarms"]]
        expect(alarms == [name + "ErrorRate", name + "Duration", "ApiServerErrors"], f"{name}: rolls back on {alarms}")
        policy = gradual[name + "Aliaslive"]["UpdatePolicy"]
        expect("CodeDeployLambdaAliasUpdate" in policy, f"{name}: CodeDeploy does not turn the alias")
    for name, parameter in template["Parameters"].items():
        expect("Default" in parameter and parameter.get("Description"), f"{name} has no default or no description")


def check_json(template):
    """Every string that is meant to be JSON, with something in place of the substitutions."""
    seen = 0
    for path, value in walk(template["Resources"]):
        if isinstance(value, str) and value.lstrip().startswith("{"):
            seen += 1
            # A variable of the API stands with or without quotes of its own: messageString brings them along.
            text = re.sub(r"\$context\.error\.messageString", '"message"', value)
            text = re.sub(r"\$\{[\w.:]+\}|\$context\.[\w.]+", "x", text)
            try:
                json.loads(text)
            except ValueError as error:
                problems.append(f"{path}: {error}")
    expect(seen >= 6, f"only {seen} JSON strings found")
    text = properties(template["Resources"], "Dashboard")["DashboardBody"]["Fn::Sub"][0]
    body = json.loads(re.sub(r"\$\{([\w.:]+)\}", r"\1", text))
    taken = set()
    for widget in body["widgets"]:
        cells = {
            (x, y)
            for x in range(widget["x"], widget["x"] + widget["width"])
            for y in range(widget["y"], widget["y"] + widget["height"])
        }
        expect(not cells & taken and widget["x"] + widget["width"] <= 24, f"{widget['properties']['title']} overlaps")
        taken |= cells
    shown = {metric[1] for widget in body["widgets"] for metric in widget["properties"].get("metrics", [])}
    wanted = (
        "Invocations Errors Duration Throttles Count 4XXError 5XXError Latency ConsumedReadCapacityUnits "
        "ConsumedWriteCapacityUnits ModelCalls ModelFailures InputTokens OutputTokens EstimatedCost CacheHits "
        "TemplateAnswers ModelLatency"
    )
    expect(set(wanted.split()) <= shown, f"the dashboard lacks {set(wanted.split()) - shown}")
    shown = {alarm.removeprefix(ALARM_ARN) for alarm in body["widgets"][-1]["properties"]["alarms"]}
    expect(shown == set(ALARMS), f"the dashboard differs in the alarms {shown ^ set(ALARMS)}")


def check_alarms(template):
    alarms = of_type(template["Resources"], "AWS::CloudWatch::Alarm")
    expect(set(alarms) == set(ALARMS), f"alarms that only one side has: {set(alarms) ^ set(ALARMS)}")
    for name, (threshold, period, calculation, metrics) in ALARMS.items():
        alarm = alarms[name]["Properties"]
        stats = [entry["MetricStat"] for entry in alarm.get("Metrics", []) if "MetricStat" in entry]
        found = (
            alarm["Threshold"],
            {stat["Period"] for stat in stats} or {alarm["Period"]},
            alarm["Metrics"][0]["Expression"] if stats else alarm.get("Statistic", alarm.get("ExtendedStatistic")),
            {stat["Metric"]["MetricName"] for stat in stats} or {alarm["MetricName"]},
        )
        expect(found == (threshold, {period}, calculation, metrics), f"{name} is {found}")
        expect(alarm["AlarmName"] == {"Fn::Sub": "${AWS::StackName}-" + name}, f"{name} has another name")
        expect(alarm["ComparisonOperator"] == "GreaterThanThreshold", f"{name} compares otherwise")
        expect(alarm["TreatMissingData"] == "notBreaching", f"{name} takes silence for a fault")
        for action in ("AlarmActions", "OKActions"):
            expect(alarm[action] == [{"Ref": "AlarmTopic"}], f"{name} tells nobody")


def check_permissions(template):
    resources = expand(template)["Resources"]
    for path, value in walk(resources):
        if not isinstance(value, dict) or "Effect" not in value:
            continue
        actions = value["Action"] if isinstance(value["Action"], list) else [value["Action"]]
        expect(not any("*" in action for action in actions), f"{path}: {actions}")
        named = value.get("Resource", [])
        if "*" in (named if isinstance(named, list) else [named]):
            expect(set(actions) <= set(STARS), f"{path}: any resource for {actions}")
    for name, allowed in ALLOWED.items():
        role = properties(resources, name)
        expect("ManagedPolicyArns" not in role, f"{name} has more than what is written out")
        found = set()
        for path, value in walk(role["Policies"]):
            if path.endswith("/Action") or "/Action/" in path:
                found |= {value} if isinstance(value, str) else set()
        expect(found == allowed, f"{name} differs in {found ^ allowed}")
    for name in of_type(resources, "AWS::Lambda::Function"):
        role = properties(resources, name)["Role"]
        expect(role == {"Fn::GetAtt": [name + "Role", "Arn"]}, f"{name} has the role {role}")


def check_tables(template):
    schools = template["Resources"]["Schools"]
    expect(schools["DeletionPolicy"] == schools["UpdateReplacePolicy"] == "Retain", "the schools go with the stack")
    table = schools["Properties"]
    expect(table["DeletionProtectionEnabled"] is True, "the schools can be deleted")
    expect(table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True, "no recovery")
    index = table["GlobalSecondaryIndexes"][0]
    expect(index["IndexName"] == "StateIndex" and index["Projection"] == {"ProjectionType": "ALL"}, "the index differs")
    expect([key["AttributeName"] for key in index["KeySchema"]] == ["state", "avgRating"], "the index has other keys")
    cache = properties(template["Resources"], "Explanations")
    expect(cache["TimeToLiveSpecification"] == {"AttributeName": "expiresAt", "Enabled": True}, "no time to live")
    expect(cache["KeySchema"] == [{"AttributeName": "cacheKey", "KeyType": "HASH"}], "the cache has another key")
    for name, table in (("Schools", schools["Properties"]), ("Explanations", cache)):
        expect(table["BillingMode"] == "PAY_PER_REQUEST", f"{name}: not on demand")
        expect(table["SSESpecification"]["SSEEnabled"] is True, f"{name}: not encrypted")


def check_functions(template):
    resources = expand(template)["Resources"]
    for name, size in {"GetSchools": (256, 10), "MatchExplainer": (512, 30)}.items():
        function = properties(resources, name)
        expect((function["MemorySize"], function["Timeout"]) == size, f"{name} has another size")
        expect(function["Runtime"] == "provided.al2023" and function["Handler"] == name, f"{name} starts otherwise")
        expect(function["TracingConfig"] == {"Mode": "Active"}, f"{name} is not traced")
        expect(function["Architectures"] == [{"Ref": "Architecture"}], f"{name} has a fixed architecture")
        expect(properties(resources, name + "Aliaslive")["Name"] == "live", f"{name} has no alias")
        version = next(value for key, value in resources.items() if key.startswith(name + "Version"))
        expect(version["DeletionPolicy"] == "Retain", f"{name}: the version before is deleted")
        url = function["Environment"]["Variables"]["AWS_ENDPOINT_URL"]
        expect(url == {"Fn::If": ["HasEndpoint", {"Ref": "EndpointUrl"}, {"Ref": "AWS::NoValue"}]}, f"{name}: {url}")
    for name, group in of_type(resources, "AWS::Logs::LogGroup").items():
        expect(group["Properties"]["RetentionInDays"] == {"Ref": "LogRetentionDays"}, f"{name} is kept for ever")


def check_api(template):
    resources = expand(template)["Resources"]
    api = properties(resources, "Api")
    routes = {
        (path, method)
        for path, item in api["Body"]["paths"].items()
        for method in item
        if method in ("get", "post", "options")
    }
    wanted = {("/schools", "get"), ("/schools/{schoolId}", "get"), ("/explain-match", "post")}
    expect(routes == wanted | {(path, "options") for path, _ in wanted}, f"the routes are {routes}")
    listing = api["Body"]["paths"]["/schools"]["get"]
    keys = set(listing["x-amazon-apigateway-integration"]["cacheKeyParameters"])
    for name in "state trainingType programs maxBudget sortBy limit cursor".split():
        expect(f"method.request.querystring.{name}" in keys, f"a cached listing does not mind {name}")
        expect(any(parameter["name"] == name for parameter in listing["parameters"]), f"{name} is not declared")
    responses = api["Body"]["x-amazon-apigateway-gateway-responses"]
    for name in ("DEFAULT_4XX", "DEFAULT_5XX", "WAF_FILTERED"):
        headers = responses[name]["responseParameters"]
        expect("gatewayresponse.header.Access-Control-Allow-Origin" in headers, f"{name} has no CORS headers")
    expect(api["MinimumCompressionSize"] == 1024, "answers are not compressed")
    stage = properties(resources, "ApiprodStage")
    expect(stage["StageName"] == "prod", "the stage has another name")
    for setting in stage["MethodSettings"]:
        throttled = "ThrottlingRateLimit" in setting and "ThrottlingBurstLimit" in setting
        expect(throttled, f"{setting['ResourcePath']} is not throttled")
        cached = setting["CachingEnabled"] is not False
        expect(cached == ("schools" in setting["ResourcePath"]), f"{setting['ResourcePath']}: caching")
    rule = properties(resources, "Firewall")["Rules"][0]["Statement"]["SizeConstraintStatement"]
    expect((rule["ComparisonOperator"], rule["Size"]) == ("GT", 16384), "the size guard has another size")


def check_watching(template):
    resources = template["Resources"]
    thresholds = [
        entry["Notification"]["Threshold"] for entry in properties(resources, "Budget")["NotificationsWithSubscribers"]
    ]
    expect(thresholds == [50, 80, 100], f"the budget warns at {thresholds}")
    queries = of_type(resources, "AWS::Logs::QueryDefinition")
    expect(len(queries) == 4, f"{len(queries)} saved queries")
    for name, query in queries.items():
        groups = query["Properties"]["LogGroupNames"]
        expect(all(group["Ref"] in resources for group in groups), f"{name} reads groups that are not there")
    publishers = properties(resources, "AlarmTopicPolicy")["PolicyDocument"]["Statement"][0]["Principal"]["Service"]
    expect(set(publishers) == {"cloudwatch.amazonaws.com", "budgets.amazonaws.com"}, f"{publishers} may publish")
    expect(properties(resources, "AlarmMail")["Endpoint"] == {"Ref": "AlarmEmail"}, "no mail")


def check_outputs(template):
    outputs = template["Outputs"]
    for name in ("ApiEndpoint", "SchoolsTableName", "LambdaFunctionName", "VercelEnvVar"):
        expect(name in outputs, f"there is no output {name}")
    variable = outputs["VercelEnvVar"]["Value"]["Fn::If"]
    expect(variable[1]["Fn::Sub"].startswith("VITE_MATCH_API_URL=https://"), "no variable")
    used = {value["Ref"] for _, value in walk(template) if isinstance(value, dict) and "Ref" in value}
    text = json.dumps(template)
    for name in template["Parameters"]:
        expect(name in used or "${" + name + "}" in text, f"the parameter {name} does nothing")


if __name__ == "__main__":
    globals()["check_" + sys.argv[2]](read(sys.argv[1]))
    print("\n".join(problems))
    sys.exit(1 if problems else 0)
