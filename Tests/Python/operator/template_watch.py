"""The dashboard, the saved queries, the traces and the budget of the template."""
import json
import re

from cfn import Resolver, of_type, walk
from emulator import FUNCTIONS
from problems import expect, problems, properties
from promises import ALARM_ARN, ALARMS


def check_json(template):
    """Every string that must be JSON is JSON, once the substitutions are replaced."""
    seen = 0
    for path, value in walk(template["Resources"]):
        # A filter of log lines is a language of its own.
        if isinstance(value, str) and value.lstrip().startswith("{") and not path.endswith("/FilterPattern"):
            seen += 1
            # API Gateway's variables are in quotes, except messageString, which has its own.
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
        "TemplateAnswers ModelLatency Matches EmptyMatches"
    )
    expect(set(wanted.split()) <= shown, f"the dashboard lacks {set(wanted.split()) - shown}")
    for name in FUNCTIONS:
        for metric in ("Invocations", "Errors", "Throttles", "Duration", "ConcurrentExecutions"):
            expect(f'"AWS/Lambda","{metric}","FunctionName","${{{name}}}"' in text, f"the dashboard lacks {metric} of {name}")
    reads = (
        ("ConsumedReadCapacityUnits", '"GlobalSecondaryIndexName","CatalogueIndex"'),
        ("SuccessfulRequestLatency", '"Operation","BatchGetItem"'),
    )
    for name, more in reads:
        expect(f'"{name}","TableName","${{TableInUse}}",{more}' in text, f"the dashboard lacks {name} of {more}")
    shown = {alarm.removeprefix(ALARM_ARN) for alarm in body["widgets"][-1]["properties"]["alarms"]}
    expect(shown == set(ALARMS), f"the dashboard differs in the alarms {shown ^ set(ALARMS)}")


def check_traces(template):
    """The rule is for this API's stage, before the account's own, and reserves nothing."""
    rule = Resolver(template).resolve(properties(template["Resources"], "TracesOfApi"))["SamplingRule"]
    arn = "arn:aws:apigateway:us-east-1::/restapis/Api/stages/Api.Stage"
    expect((rule["ResourceARN"], rule["ServiceType"]) == (arn, "AWS::ApiGateway::Stage"), f"the rule is for another: {rule}")
    expect((rule["ReservoirSize"], rule["FixedRate"]) == (0, "0.01"), f"the rule records {rule}")
    expect(rule["Priority"] < 10000 and len(rule["RuleName"].replace("Api", "0" * 10)) <= 32, f"no rule's name: {rule}")


def check_watching(template):
    resources = template["Resources"]
    thresholds = [
        entry["Notification"]["Threshold"] for entry in properties(resources, "Budget")["NotificationsWithSubscribers"]
    ]
    expect(thresholds == [50, 80, 100], f"the budget warns at {thresholds}")
    check_traces(template)
    queries = of_type(resources, "AWS::Logs::QueryDefinition")
    expect(len(queries) == 4, f"{len(queries)} saved queries")
    for name, query in queries.items():
        groups = {group["Ref"] for group in query["Properties"]["LogGroupNames"]}
        expect(groups == {function + "Logs" for function in FUNCTIONS} or name == "ModelCostQuery", f"{name} reads {groups}")
    publishers = properties(resources, "AlarmTopicPolicy")["PolicyDocument"]["Statement"][0]["Principal"]["Service"]
    expect(set(publishers) == {"cloudwatch.amazonaws.com", "budgets.amazonaws.com"}, f"{publishers} may publish")
    expect(properties(resources, "AlarmMail")["Endpoint"] == {"Ref": "AlarmEmail"}, "no mail")
