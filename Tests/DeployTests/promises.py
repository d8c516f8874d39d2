"""What the template promises to operators: alarms with thresholds, and what each role may do. template.py compares."""

# Of every alarm, as the dashboard names it once the substitutions are bare words.
ALARM_ARN = "arn:AWS::Partition:cloudwatch:AWS::Region:AWS::AccountId:alarm:AWS::StackName-"

# name: threshold, period in seconds, statistic or expression, metrics
ALARMS = {
    "GetSchoolsErrorRate": (5, 300, "IF(invocations > 0, 100 * errors / invocations, 0)", {"Errors", "Invocations"}),
    "MatchExplainerErrorRate": (5, 300, "IF(invocations > 0, 100 * errors / invocations, 0)", {"Errors", "Invocations"}),
    "GetSchoolsDuration": (8000, 300, "p99", {"Duration"}),
    "MatchExplainerDuration": (25000, 300, "p99", {"Duration"}),
    "GetSchoolsThrottles": (0, 300, "Sum", {"Throttles"}),
    "MatchExplainerThrottles": (0, 300, "Sum", {"Throttles"}),
    "ConcurrentExecutions": (800, 60, "Maximum", {"ConcurrentExecutions"}),
    "ApiServerErrors": (0.01, 300, "Average", {"5XXError"}),
    "ApiClientErrors": (0.1, 300, "Average", {"4XXError"}),
    "ApiLatency": (10000, 300, "p99", {"Latency"}),
    "TableThrottledRequests": (0, 300, "SUM(METRICS())", {"ThrottledRequests"}),
    "TableSystemErrors": (0, 300, "SUM(METRICS())", {"SystemErrors"}),
    "TableUserErrors": (10, 3600, "Sum", {"UserErrors"}),
    "TableLatency": (100, 300, "MAX(METRICS())", {"SuccessfulRequestLatency"}),
    "ModelFailures": (5, 300, "IF(failures > 0, 100 * failures / MAX([calls, failures]), 0)", {"ModelFailures", "ModelCalls"}),
    "ModelCost": ({"Ref": "DailyModelCost"}, 86400, "Sum", {"EstimatedCost"}),
}

# Where AWS has no resource to name, and why.
STARS = {"xray:PutTraceSegments": "X-Ray has no resource types", "xray:PutTelemetryRecords": "X-Ray has no resource types"}

ALLOWED = {
    "GetSchoolsRole": {
        "dynamodb:GetItem", "dynamodb:Scan", "dynamodb:Query", "logs:CreateLogStream", "logs:PutLogEvents", *STARS,
    },
    "MatchExplainerRole": {
        "dynamodb:GetItem", "dynamodb:PutItem", "bedrock:InvokeModel", "bedrock:ApplyGuardrail",
        "logs:CreateLogStream", "logs:PutLogEvents", *STARS,
    },
}
