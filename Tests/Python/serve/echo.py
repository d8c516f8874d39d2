#!/usr/bin/python3
"""A function that returns its event as the body of its response, or what the query parameter `do` asks for."""
import http.client
import json
import os
import time

ANSWERS = {
    "text": "no JSON", "list": [1], "nothing": {}, "status": {"statusCode": "x", "body": ""},
    "body": {"statusCode": 200, "body": {"a": 1}}, "created": {"statusCode": 201, "headers": {"X-One": "1"}, "body": "made"},
    "multi": {"statusCode": 200, "headers": {"A": "1"}, "multiValueHeaders": {"B": ["2", "3"]}, "body": ""},
    "empty": {"statusCode": 204}, "large": {"statusCode": 200, "body": "x" * 2000},
}


def answer(event, deadline):
    asked = (event.get("queryStringParameters") or {}).get("do")
    if asked == "hang":
        time.sleep(3600)
    if asked == "slow":
        time.sleep(3)
    if asked == "deadline":  # the milliseconds that are left
        return "response", {"statusCode": 200, "body": str(int(deadline) - int(time.time() * 1000))}
    if asked == "crash":
        os._exit(7)
    if asked == "error":
        return "error", {"errorType": "Function.Asked", "errorMessage": "as asked"}
    if asked and asked.isdigit():  # a body of so many bytes
        return "response", {"statusCode": 200, "body": "x" * int(asked)}
    if asked in ANSWERS:
        return "response", ANSWERS[asked]
    return "response", {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(event)}


api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
while True:
    api.request("GET", "/2018-06-01/runtime/invocation/next")
    response = api.getresponse()
    event = json.loads(response.read())
    kind, body = answer(event if isinstance(event, dict) else {}, response.getheader("Lambda-Runtime-Deadline-Ms"))
    identity = response.getheader("Lambda-Runtime-Aws-Request-Id")
    text = body if isinstance(body, str) else json.dumps(body)
    api.request("POST", f"/2018-06-01/runtime/invocation/{identity}/{kind}", text)
    api.getresponse().read()
