"""What an operator watches: log lines, metrics, and the page of ./build.sh daily."""
import json
import re
import time

from checks import TABLE, local_times, turn_recovery
from emulator import FUNCTIONS, expect


MATCH_METRICS = {"Matches", "EmptyMatches"}  # GetSchools' own; all others are MatchExplainer's


def metrics_of(line):
    """What CloudWatch reads of a log line in its embedded metric format: namespace, and data with dimensions."""
    for directive in line.get("_aws", {}).get("CloudWatchMetrics", []):
        for dimensions in directive["Dimensions"]:
            named = [{"Name": name, "Value": str(line[name])} for name in dimensions]
            for metric in directive["Metrics"]:
                values = line[metric["Name"]]
                for value in values if isinstance(values, list) else [values]:
                    yield directive["Namespace"], {"MetricName": metric["Name"], "Dimensions": named, "Value": value}


def check_logs_and_metrics(operator):
    """The log lines of the calls so far. Then this turns lines into metrics, as CloudWatch does and ministack does not."""
    text = operator.run("logs", "--json", "--since", "1h").stdout
    lines = []
    for event in map(json.loads, text.splitlines()):
        if event["message"].startswith("{"):
            lines.append(json.loads(event["message"]))
    access = [line for line in lines if "method" in line]
    expect({"/schools", "/explain-match"} <= {line["path"] for line in access}, f"no access lines: {access}")
    expect(any("Bedrock" in line["message"] and line["InputTokens"] > 0 for line in lines), "no line of the model's call")
    expect(not [line for line in lines if line["level"] == "ERROR"], "something failed")
    found, cloudwatch = set(), operator.client("cloudwatch")
    for line in lines:
        for namespace, datum in metrics_of(line):
            found.add(datum["MetricName"])
            dimensions = {dimension["Name"]: dimension["Value"] for dimension in datum["Dimensions"]}
            owner = "SchoolsFunctionName" if datum["MetricName"] in MATCH_METRICS else "LambdaFunctionName"
            expect(dimensions["FunctionName"] == operator.outputs[owner], f"{datum} is of no function")
            cloudwatch.put_metric_data(Namespace=namespace, MetricData=[datum])
    wanted = {"ModelCalls", "InputTokens", "OutputTokens", "EstimatedCost", "CacheHits"} | MATCH_METRICS
    expect(wanted <= found, f"only {found}")
    expect("explain-match" in operator.run("logs", "--since", "1h", "MatchExplainer").stdout, "logs shows no access line")


def check_daily(operator):
    """Nothing has gone wrong yet. Then one thing after another goes wrong, and daily names it."""
    tables, watch = operator.client("dynamodb"), operator.client("cloudwatch")
    sample = json.loads(operator.run("check-data", "--json").stdout)
    turn_recovery(tables, True)
    well = operator.run("daily", env=local_times(operator)).stdout
    for line in ("none of", *FUNCTIONS, "API", "this month", TABLE, "ENABLED", sample["summary"], "Nothing needs attention."):
        expect(line in well, f"daily lacks {line}: {well}")

    def count(name, of, value, space="AWS/Lambda", hours=0):
        dimensions, at = [{"Name": "FunctionName", "Value": of}], time.time() - 3600 * hours
        datum = {"MetricName": name, "Value": value, "Dimensions": dimensions, "Timestamp": at}
        watch.put_metric_data(Namespace=space, MetricData=[datum])

    # A school that other programs wrote is in no listing.
    nameless = {"schoolId": {"S": "nameless"}}
    tables.put_item(TableName=TABLE, Item=nameless)
    page = json.loads(operator.run("daily", "--json", status=1).stdout)
    expect(page["attention"] == [f"schools in no listing: 1 (./build.sh check-data --table {TABLE})"], page["attention"])
    expect(page["data"]["summary"].startswith("49 schools: 1 in no listing, "), page["data"])
    named = operator.run("check-data", "--table", TABLE, status=1).stdout
    expect("nameless  it has no name\n" in named, named)
    tables.delete_item(TableName=TABLE, Key=nameless)

    turn_recovery(tables, False)
    watch.put_metric_alarm(
        AlarmName=operator.stack + "-b-ApiLatency", Namespace="Test", MetricName="Test", Period=60, Statistic="Sum",
        EvaluationPeriods=1, Threshold=1, ComparisonOperator="GreaterThanThreshold",
    )
    for name in ("-ApiLatency", "-b-ApiLatency"):
        watch.set_alarm_state(AlarmName=operator.stack + name, StateValue="ALARM", StateReason="p99 was over 10 s")
    operator.run("daily", status=1)
    page = json.loads(operator.run("daily", "--json", status=1).stdout)
    expect([alarm["name"] for alarm in page["alarms"]["alarming"]] == ["ApiLatency"], page["alarms"])
    wanted = ["the alarm ApiLatency is in the state ALARM", "point-in-time recovery is off"]
    expect(page["attention"] == wanted, page["attention"])
    turn_recovery(tables, True)
    watch.delete_alarms(AlarmNames=[operator.stack + "-b-ApiLatency"])
    watch.set_alarm_state(AlarmName=operator.stack + "-ApiLatency", StateValue="OK", StateReason="over")
    operator.run("daily")
    count("Errors", operator.function(FUNCTIONS[0]), 2, hours=26)
    operator.run("daily")
    count("Errors", operator.function(FUNCTIONS[0]), 1234)
    count("EstimatedCost", operator.outputs["LambdaFunctionName"], 5.5, space="FlightSchool")
    page = json.loads(operator.run("daily", "--json", status=1).stdout)
    expect(FUNCTIONS[0] + ": 1,234 errors" in page["attention"], page["attention"])
    cost = re.compile(r"the model cost 5\.5\d USD in 24 hours, and 5\.00 USD are allowed")
    expect(any(map(cost.fullmatch, page["attention"])), page)
