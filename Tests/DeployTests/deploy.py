"""deploy.py TEMPLATE DIST: the template with the real zips on ministack, which checks signatures and policies.

Its API Gateway must answer the three routes through the alias, with the roles of the template. Exit status 1 if not.
"""
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import boto3

STACK = "flight-school"
SCHOOL = {"schoolId": "deployed", "name": "Deployed Flying Club", "state": "CA"}
MATCH = {"student": {"trainingGoal": "PPL"}, "school": {"schoolId": "deployed", "name": SCHOOL["name"]}, "matchScore": 80}

# ministack takes a profile's id for a model's, and the role rightly refuses that model: so the model is called by itself.
MODEL = "anthropic.claude-haiku-4-5-20251001-v1:0"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait(what, seconds, attempt):
    """The first answer of `attempt` that is not None, within `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = attempt()
        if answer is not None:
            return answer
        time.sleep(0.2)
    raise SystemExit(f"{what}: not within {seconds} s")


def healthy(url):
    try:
        with urllib.request.urlopen(url + "/_ministack/health", timeout=2) as answer:
            return answer.status
    except OSError:
        return None


def create(client, url, template, dist):
    """The stack's outputs, once it stands."""
    s3 = client("s3")
    s3.create_bucket(Bucket="code")
    with open(template, encoding="utf-8") as file:
        text = file.read()
    for name in ("GetSchools", "MatchExplainer"):
        s3.upload_file(f"{dist}/{name}.zip", "code", f"{name}.zip")
        text = text.replace(f"../dist/{name}.zip", f"s3://code/{name}.zip")
    s3.put_object(Bucket="code", Key="template.yaml", Body=text.encode())
    formation = client("cloudformation")
    formation.create_stack(
        StackName=STACK,
        TemplateURL=f"{url}/code/template.yaml",
        Parameters=[
            {"ParameterKey": key, "ParameterValue": value} for key, value in {"EndpointUrl": url, "ModelId": MODEL}.items()
        ],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
    )

    def ended():
        stack = formation.describe_stacks(StackName=STACK)["Stacks"][0]
        return None if stack["StackStatus"].endswith("IN_PROGRESS") else stack

    stack = wait("the stack", 60, ended)
    if stack["StackStatus"] != "CREATE_COMPLETE":
        events = formation.describe_stack_events(StackName=STACK)["StackEvents"]
        failed = [(e["LogicalResourceId"], e.get("ResourceStatusReason")) for e in events if "FAILED" in e["ResourceStatus"]]
        raise SystemExit(f"the stack is {stack['StackStatus']}: {failed}")
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}


def get(url, body=None):
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(url, data=data, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:  # other than 2xx is an HTTPError
        assert answer.headers["Access-Control-Allow-Origin"] == "*", "no CORS header"
        return json.load(answer)


def check(client, url, outputs):
    client("dynamodb").put_item(
        TableName=outputs["SchoolsTableName"], Item={name: {"S": value} for name, value in SCHOOL.items()}
    )
    base = f"{url}/_aws/execute-api/{outputs['RestApiId']}/prod"
    for query in ("", "?state=CA"):
        listing = get(f"{base}/schools{query}")
        assert [school["name"] for school in listing["schools"]] == [SCHOOL["name"]], listing
    assert get(f"{base}/schools/deployed")["name"] == SCHOOL["name"]
    assert get(f"{base}/explain-match", MATCH)["explanation"]
    # Refusals would hide behind the template's answer: the log tells that the role may do what it must.
    logs = client("logs")

    def lines():
        events = logs.filter_log_events(logGroupName="/aws/lambda/" + outputs["LambdaFunctionName"])["events"]
        text = "\n".join(event["message"] for event in events)
        return text if "explain-match" in text else None

    text = wait("the access line in the log", 20, lines)
    assert "Bedrock answered" in text and "ERROR" not in text and "AccessDenied" not in text, text


if __name__ == "__main__":
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder, open(f"{folder}/log", "wb") as log:
        server = subprocess.Popen(
            [sys.executable, os.path.join(os.path.dirname(sys.executable), "ministack")],
            env={
                "PATH": "/usr/bin:/bin", "HOME": folder, "TMPDIR": folder, "GATEWAY_PORT": str(port),
                "BIND_HOST": "127.0.0.1", "AUTH": "true", "IOT_MTLS_ENABLED": "0", "SFTP_ENABLED": "0",
            },
            stdout=log, stderr=log, start_new_session=True,
        )
        try:
            wait("ministack", 30, lambda: healthy(url))

            def client(service):
                return boto3.client(
                    service, endpoint_url=url, region_name="us-east-1",
                    aws_access_key_id="test", aws_secret_access_key="test",
                )

            check(client, url, create(client, url, sys.argv[1], sys.argv[2]))
        finally:
            os.killpg(server.pid, signal.SIGKILL)  # it, and the instances that it runs
            server.wait(10)
