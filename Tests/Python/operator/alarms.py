"""Alarms go off, send a message, and are shown by ./build.sh daily."""
import json

from botocore.exceptions import ClientError
from emulator import FUNCTIONS, expect, wait
from promises import ALARMS


def check_alarms(operator):
    """A function is throttled: its alarm goes off, the topic sends a message, and daily shows it."""
    function, client = operator.outputs["SchoolsFunctionName"], operator.client("lambda")
    sqs, sns = operator.client("sqs"), operator.client("sns")
    queue = sqs.create_queue(QueueName="operator")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    policy = {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": arn}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [policy]})
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
    sns.subscribe(TopicArn=operator.outputs["AlarmTopicArn"], Protocol="sqs", Endpoint=arn)
    existing = {alarm["AlarmName"] for alarm in operator.client("cloudwatch").describe_alarms()["MetricAlarms"]}
    expect(existing <= {f"{operator.stack}-{name}" for name in ALARMS} and len(existing) >= 10, f"alarms: {existing}")

    client.put_function_concurrency(FunctionName=function, ReservedConcurrentExecutions=0)
    try:
        refused = client.invoke(FunctionName=function, Payload=b"{}")
    except ClientError as error:
        refused = error.response["Error"]["Code"]
    expect(refused == "TooManyRequestsException", f"without concurrency the function returned {refused}")
    client.delete_function_concurrency(FunctionName=function)
    # ministack evaluates its alarms when it gets a metric, for all functions.
    operator.client("cloudwatch").put_metric_data(Namespace="Test", MetricData=[{"MetricName": "Look", "Value": 1}])

    def told():
        messages = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=1, MaxNumberOfMessages=10).get("Messages", [])
        return True if any(f"{operator.stack}-GetSchoolsThrottles" in message["Body"] for message in messages) else None

    wait("the alarm's message", 20, told)
    daily = operator.run("daily", status=1)
    expect("GetSchoolsThrottles" in daily.stdout, f"daily does not show the alarm: {daily.stdout}")


def check_every_alarm(operator):
    """Each alarm that the emulator has goes off above its threshold. The checks before this one throttle, fail and cost."""
    watch = operator.client("cloudwatch")
    alarms = [alarm for alarm in watch.describe_alarms()["MetricAlarms"] if "MetricName" in alarm]
    names = {alarm["AlarmName"].removeprefix(operator.stack + "-"): alarm for alarm in alarms}
    expect(set(names) == set(ALARMS) - {"TableThrottledRequests"}, f"the alarms are {set(names)}")
    off = {name for name, alarm in names.items() if alarm["StateValue"] == "ALARM"}
    causes = {name + kind for name in FUNCTIONS for kind in ("ErrorRate", "Throttles")} | {"ModelCost"}
    expect(off <= causes, f"{off - causes} are off without a cause")
    for name, alarm in names.items():
        # A rate is the average of values that are 0 or 1.
        is_rate = alarm.get("Statistic") == "Average" and alarm["Threshold"] < 1
        values = [0, 1] if is_rate else [2 * alarm["Threshold"] + 1]
        datum = {"MetricName": alarm["MetricName"], "Dimensions": alarm["Dimensions"], "Values": values}
        watch.put_metric_data(Namespace=alarm["Namespace"], MetricData=[datum])
        now = watch.describe_alarms(AlarmNames=[alarm["AlarmName"]])["MetricAlarms"][0]["StateValue"]
        expect(now == "ALARM", f"{name} is {now} with {values} above {alarm['Threshold']}")
