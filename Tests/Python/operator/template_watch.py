"""The dashboard, the alarms, the saved queries and the budget of the template."""
import json
import re

from cfn import of_type, walk
from emulator import FUNCTIONS
from problems import expect, problems, properties
from promises import ALARM_ARN, ALARMS


def check_json(template):
    """Every string that must be JSON is JSON, once the substitutions are replaced."""
    seen = 0
    for path, value in walk(template["Resources"]):
        if isinstance(value, str) and value.lstrip().startswith("{"):
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
        "TemplateAnswers ModelLatency"
    )
    expect(set(wanted.split()) <= shown, f"the dashboard lacks {set(wanted.split()) - shown}")
    for name in FUNCTIONS:
        for metric in ("Invocations", "Errors", "Throttles", "Duration", "ConcurrentExecutions"):
            expect(f'"AWS/Lambda","{metric}","FunctionName","${{{name}}}"' in text, f"the dashboard lacks {metric} of {name}")
    shown = {alarm.removeprefix(ALARM_ARN) for alarm in body["widgets"][-1]["properties"]["alarms"]}
    expect(shown == set(ALARMS), f"the dashboard differs in the alarms {shown ^ set(ALARMS)}")


def check_alarms(template):
    alarms = of_type(template["Resources"], "AWS::CloudWatch::Alarm")
    expect(set(alarms) == set(ALARMS), f"alarms that only one side has: {set(alarms) ^ set(ALARMS)}")
    for name, (threshold, period, calculation, metrics) in ALARMS.items():
        alarm = alarms[name]["Properties"]
        stats = [entry["MetricStat"] for entry in alarm.get("Metrics", []) if "MetricStat" in entry]
        if threshold is None:  # of the duration of a function without an entry
            timeout = properties(template["Resources"], name.removesuffix("Duration"))["Timeout"]
            threshold = alarm["Threshold"]
            expect(800 * timeout <= threshold < 1000 * timeout, f"{name}: {threshold} ms is not near the timeout of {timeout} s")
        found = (
            alarm["Threshold"],
            {stat["Period"] for stat in stats} or {alarm["Period"]},
            alarm["Metrics"][0]["Expression"] if stats else alarm.get("Statistic", alarm.get("ExtendedStatistic")),
            {stat["Metric"]["MetricName"] for stat in stats} or {alarm["MetricName"]},
        )
        expect(found == (threshold, {period}, calculation, metrics), f"{name} is {found}")
        if name.removesuffix("ErrorRate") in FUNCTIONS or name.removesuffix("Duration") in FUNCTIONS:
            dimensions = [value for _, value in walk(alarm) if isinstance(value, dict) and value.get("Name") == "FunctionName"]
            of = {dimension["Value"]["Ref"] for dimension in dimensions}
            expect(of == {name.removesuffix("ErrorRate").removesuffix("Duration")}, f"{name} watches {of}")
        expect(alarm["AlarmName"] == {"Fn::Sub": "${AWS::StackName}-" + name}, f"{name} has another name")
        expect(alarm["ComparisonOperator"] == "GreaterThanThreshold", f"{name} compares otherwise")
        expect(alarm["TreatMissingData"] == "notBreaching", f"{name} goes off without data")
        for action in ("AlarmActions", "OKActions"):
            expect(alarm[action] == [{"Ref": "AlarmTopic"}], f"{name} tells nobody")


def check_watching(template):
    resources = template["Resources"]
    thresholds = [
        entry["Notification"]["Threshold"] for entry in properties(resources, "Budget")["NotificationsWithSubscribers"]
    ]
    expect(thresholds == [50, 80, 100], f"the budget warns at {thresholds}")
    queries = of_type(resources, "AWS::Logs::QueryDefinition")
    expect(len(queries) == 4, f"{len(queries)} saved queries")
    for name, query in queries.items():
        groups = {group["Ref"] for group in query["Properties"]["LogGroupNames"]}
        expect(groups == {function + "Logs" for function in FUNCTIONS} or name == "ModelCostQuery", f"{name} reads {groups}")
    publishers = properties(resources, "AlarmTopicPolicy")["PolicyDocument"]["Statement"][0]["Principal"]["Service"]
    expect(set(publishers) == {"cloudwatch.amazonaws.com", "budgets.amazonaws.com"}, f"{publishers} may publish")
    expect(properties(resources, "AlarmMail")["Endpoint"] == {"Ref": "AlarmEmail"}, "no mail")
