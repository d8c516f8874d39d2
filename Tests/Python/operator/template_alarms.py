"""The alarms of the template, and what they read."""
from cfn import Resolver, of_type, walk
from emulator import FUNCTIONS
from problems import expect, properties
from promises import ALARMS, THROTTLED


def check_alarms(template):
    check_throttles(template)
    check_failures(template)
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
            {stat["Metric"]["MetricName"] for stat in stats} or {name_of(alarm["MetricName"])},
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


def name_of(value):
    return value["Fn::Sub"] if isinstance(value, dict) else value


def check_throttles(template):
    """The alarm watches the tables that are in use, and the index: a table's own metric does not count it."""
    found, resolver = set(), Resolver(template, TableInUse="TableInUse")
    for entry in properties(template["Resources"], "TableThrottledRequests")["Metrics"][1:]:
        metric = resolver.resolve(entry["MetricStat"])["Metric"]
        of = {dimension["Name"]: dimension["Value"] for dimension in metric["Dimensions"]}
        found.add((of["TableName"], of.get("GlobalSecondaryIndexName"), metric["MetricName"]))
    expect(found == THROTTLED, f"the alarm on throttles differs in {found ^ THROTTLED}")


def check_failures(template):
    """The lines that both functions log about a table that failed are one metric, which the alarm watches."""
    resources = template["Resources"]
    alarm, filters = properties(resources, "TableSystemErrors"), of_type(resources, "AWS::Logs::MetricFilter").values()
    groups = {entry["Properties"]["LogGroupName"]["Ref"] for entry in filters}
    expect(groups == {name + "Logs" for name in FUNCTIONS}, f"only lines of {groups} are counted")
    for entry in filters:
        metric, = entry["Properties"]["MetricTransformations"]
        same = (metric["MetricName"], metric["MetricNamespace"]) == (alarm["MetricName"], alarm["Namespace"])
        expect(same, f"the alarm does not watch {metric}")
        expect("DefaultValue" not in metric and metric["MetricValue"] == "1", f"it is billed without a failure: {metric}")
