"""template.py CHECK: one check of the CloudFormation template. Prints the problems; the exit status is 1 if there are any.

What the issue promised to operators (thresholds, permissions, sizes) is written a second time, here and in promises.py, so that
neither changes alone. The functions are those of Sources; a new one is held to the general rules.
"""
import json
import sys

import template_alarms
import template_api
import template_roles
import template_watch
import variables
from cfn import Resolver, expand, of_type, read, walk
from emulator import FUNCTIONS, ROOT
from problems import expect, problems, properties
from promises import CATALOGUE, SIZES


def check_expands(template):
    plain = expand(template)["Resources"]
    expect(not of_type(plain, "AWS::CodeDeploy::DeploymentGroup"), "deployments are gradual by default")
    gradual = expand(template, GradualDeployment="true")["Resources"]
    for name in FUNCTIONS:
        group = properties(gradual, name + "DeploymentGroup")
        expect(group["AlarmConfiguration"]["Enabled"], f"{name}: alarms do not roll a deployment back")
        alarms = [alarm["Name"]["Ref"] for alarm in group["AlarmConfiguration"]["Alarms"]]
        expect(alarms == [name + "ErrorRate", name + "Duration", "ApiServerErrors"], f"{name}: rolls back on {alarms}")
        policy = gradual[name + "Aliaslive"]["UpdatePolicy"]
        expect("CodeDeployLambdaAliasUpdate" in policy, f"{name}: CodeDeploy does not turn the alias")
    for name, function in of_type(template["Resources"], "AWS::Serverless::Function").items():
        expect(function["Properties"]["CodeUri"] == f"../../dist/{name}.zip", f"{name}: CodeUri is not its zip in dist")
    for name, parameter in template["Parameters"].items():
        expect("Default" in parameter and parameter.get("Description"), f"{name} has no default or no description")


def check_tables(template):
    schools = template["Resources"]["Schools"]
    expect(schools["DeletionPolicy"] == schools["UpdateReplacePolicy"] == "Retain", "the schools go with the stack")
    table = schools["Properties"]
    expect(table["DeletionProtectionEnabled"] is True, "the schools can be deleted")
    expect(table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True, "no recovery")
    expect(table["KeySchema"] == [{"AttributeName": "schoolId", "KeyType": "HASH"}], "the schools have another key")
    with open(f"{ROOT}/Sources/Deploy/catalogue-index.json", encoding="utf-8") as file:
        by_hand = [entry["Create"] for entry in json.load(file)]
    for wanted, indexes in (("true", by_hand), ("false", None)):
        found = Resolver(template, CatalogueIndex=wanted).resolve(table).get("GlobalSecondaryIndexes")
        expect(found == indexes, f"CatalogueIndex={wanted}: the indexes are {found}, not {indexes}")
    index, = by_hand
    projection = {"ProjectionType": "INCLUDE", "NonKeyAttributes": CATALOGUE}
    expect(index["IndexName"] == "CatalogueIndex" and index["KeySchema"] == table["KeySchema"], f"another index: {index}")
    expect(index["Projection"] == projection, f"the index projects {index['Projection']}")
    cache = properties(template["Resources"], "Explanations")
    expect(cache["TimeToLiveSpecification"] == {"AttributeName": "expiresAt", "Enabled": True}, "no time to live")
    expect(cache["KeySchema"] == [{"AttributeName": "cacheKey", "KeyType": "HASH"}], "the cache has another key")
    for name, table in (("Schools", schools["Properties"]), ("Explanations", cache)):
        expect(table["BillingMode"] == "PAY_PER_REQUEST", f"{name}: not on demand")
        expect(table["SSESpecification"]["SSEEnabled"] is True, f"{name}: not encrypted")


def check_functions(template):
    resources = expand(template)["Resources"]
    for name in FUNCTIONS:
        function = properties(resources, name)
        size = (function["MemorySize"], function["Timeout"])
        expect(size == SIZES.get(name, size), f"{name} has another size")
        expect(function["FunctionName"] == {"Fn::Sub": "${AWS::StackName}-" + name}, f"{name} has another name")
        expect(function["LoggingConfig"]["LogGroup"] == {"Ref": name + "Logs"}, f"{name} logs elsewhere")
        group = properties(resources, name + "Logs")["LogGroupName"]
        expect(group == {"Fn::Sub": "/aws/lambda/${AWS::StackName}-" + name}, f"{name}Logs has another name")
        expect(function["Runtime"] == "provided.al2023" and function["Handler"] == name, f"{name} starts otherwise")
        expect(function["TracingConfig"] == {"Mode": "Active"}, f"{name} is not traced")
        expect(function["Architectures"] == [{"Ref": "Architecture"}], f"{name} has a fixed architecture")
        expect(properties(resources, name + "Aliaslive")["Name"] == "live", f"{name} has no alias")
        version = next(value for key, value in resources.items() if key.startswith(name + "Version"))
        expect(version["DeletionPolicy"] == "Retain", f"{name}: the version before is deleted")
        url = function["Environment"]["Variables"]["AWS_ENDPOINT_URL"]
        expect(url == {"Fn::If": ["HasEndpoint", {"Ref": "EndpointUrl"}, {"Ref": "AWS::NoValue"}]}, f"{name}: {url}")
    # Lambda drops lines below the level, and the lines with metrics are INFO.
    expect(template["Parameters"]["LogLevel"]["AllowedValues"] == ["TRACE", "DEBUG", "INFO"], "a level would drop the metrics")
    for name, group in of_type(resources, "AWS::Logs::LogGroup").items():
        expect(group["Properties"]["RetentionInDays"] == {"Ref": "LogRetentionDays"}, f"{name} is kept for ever")


def check_outputs(template):
    outputs = template["Outputs"]
    for name in ("ApiEndpoint", "SchoolsTableName", "LambdaFunctionName", "SchoolsFunctionName", "VercelEnvVar"):
        expect(name in outputs, f"there is no output {name}")
    for name in FUNCTIONS:
        expect(outputs.get(name + "FunctionName", {}).get("Value") == {"Ref": name}, f"there is no output {name}FunctionName")
    variable = outputs["VercelEnvVar"]["Value"]["Fn::If"]
    expect(variable[1]["Fn::Sub"].startswith("VITE_MATCH_API_URL=https://"), "no variable")
    used = {value["Ref"] for _, value in walk(template) if isinstance(value, dict) and "Ref" in value}
    text = str(template)
    for name in template["Parameters"]:
        expect(name in used or "${" + name + "}" in text, f"the parameter {name} does nothing")


if __name__ == "__main__":
    for module in (sys.modules[__name__], template_alarms, template_api, template_roles, template_watch, variables):
        if hasattr(module, "check_" + sys.argv[1]):
            getattr(module, "check_" + sys.argv[1])(read())
            break
    else:
        sys.exit(f"template.py has no check {sys.argv[1]}")
    print("\n".join(problems))
    sys.exit(1 if problems else 0)
