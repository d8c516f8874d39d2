"""What the template promises to operators, written a second time so that neither changes alone. template.py compares.

Each function has three alarms of its own, a role and a size. Those of the functions that are named here are fixed; another
function needs no entry, and template.py holds it to the general rules.
"""
from emulator import FUNCTIONS

# Of every alarm, as the dashboard names it once the substitutions are bare words.
ALARM_ARN = "arn:AWS::Partition:cloudwatch:AWS::Region:AWS::AccountId:alarm:AWS::StackName-"

SIZES = {"GetSchools": (256, 10), "MatchExplainer": (512, 30)}  # memory in MB, timeout in seconds
DURATIONS = {"GetSchools": 8000, "MatchExplainer": 25000}  # milliseconds at which the alarm goes off


def function_alarms(name):
    """The same form as ALARMS. A threshold of None is one that only has to be near the timeout."""
    return {
        name + "ErrorRate": (0.05, 300, "Average", {"Errors"}),
        name + "Duration": (DURATIONS.get(name), 300, "p99", {"Duration"}),
        name + "Throttles": (0, 300, "Sum", {"Throttles"}),
    }


# name: threshold, period in seconds, statistic or expression, metrics
ALARMS = {
    **{alarm: promise for name in FUNCTIONS for alarm, promise in function_alarms(name).items()},
    "ConcurrentExecutions": (800, 60, "Maximum", {"ConcurrentExecutions"}),
    "ApiServerErrors": (0.01, 300, "Average", {"5XXError"}),
    "ApiClientErrors": (0.1, 300, "Average", {"4XXError"}),
    "ApiLatency": (10000, 300, "p99", {"Latency"}),
    "TableThrottledRequests": (0, 300, "SUM(METRICS())", {"ReadThrottleEvents", "WriteThrottleEvents"}),
    "TableSystemErrors": (0, 300, "Sum", {"${AWS::StackName}-TableFailures"}),
    "TableUserErrors": (10, 3600, "Sum", {"UserErrors"}),
    "TableLatency": (100, 300, "Average", {"SuccessfulRequestLatency"}),
    "ModelFailures": (0.05, 300, "Average", {"ModelFailures"}),
    "ModelCost": ({"Ref": "DailyModelCost"}, 86400, "Sum", {"EstimatedCost"}),
}

# What DynamoDB throttles for the functions. A table's metric does not count its index.
THROTTLED = {
    ("TableInUse", None, "ReadThrottleEvents"), ("TableInUse", "CatalogueIndex", "ReadThrottleEvents"),
    ("Explanations", None, "ReadThrottleEvents"), ("Explanations", None, "WriteThrottleEvents"),
}

# The attributes of a school in the index that listings are read from.
CATALOGUE = (
    "name state city zipCode location coordinates programs trainingType trustTier costBand avgRating reviewCount instructorCount "
    "yearsInOperation fleetSize fleetDetails heroImageUrl programDetails verificationDetails"
).split()

# The actions for which AWS has no resource to name.
STARS = {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}

# What every function's role may do, and what the role of each of these functions may do besides.
EVERY_ROLE = {"logs:CreateLogStream", "logs:PutLogEvents", *STARS}
ROLES = {
    "GetSchools": {"dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Scan"},
    "MatchExplainer": {"dynamodb:GetItem", "dynamodb:PutItem", "bedrock:InvokeModel", "bedrock:ApplyGuardrail"},
}

# USD a month at the runbook's load, and without traffic, with the amounts that are free for an account.
MOST, MOST_IDLE = 13.00, 1.00

# CORS, as Sources/APIGateway/CORS.swift has it.
ALLOWED_HEADERS = "Content-Type,Authorization,If-None-Match,X-Api-Key,traceparent,tracestate,baggage,sentry-trace"
EXPOSED_HEADERS = "ETag,Retry-After"
