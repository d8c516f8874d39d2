"""Shows with boto3 that the embedded Bedrock runtime responds, refuses and fails as AWS's does, as far as it goes.

    boto3_bedrock.py ENDPOINT API_KEY FAULTY_ENDPOINT

Keys come from the environment. FAULTY_ENDPOINT fails its first calls as ERRORS says, in that order. Prints one line for
each failure and a summary; the exit status is 0 only if there is none.
"""

import json
import os
import sys

import boto3
import botocore.config
import botocore.exceptions

PROFILE = "us.anthropic.claude-haiku-4-5-20251001-v1:0"
ARN = "arn:aws:bedrock:us-east-1:012345678912"
PROMPT = """Explain this match to the student.
<match_facts>
match: excellent
goal: "PPL"
school: "Test"
</match_facts>"""

GOOD_IDS = [
    PROFILE, "global.anthropic.claude-sonnet-4-5-20250929-v1:0", "anthropic.claude-3-haiku-20240307-v1:0",
    f"{ARN}:inference-profile/{PROFILE}", f"{ARN}:application-inference-profile/a1b2c3d4e5f6",
    "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0",
]
BAD_IDS = [
    ("anthropic.claude-haiku-4-5-20251001-v1:0", 400, "ValidationException", "on-demand throughput"),
    ("arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0", 400, "ValidationException",
     "on-demand throughput"),
    ("anthropic.claude-3-5-sonnet-20240620-v1:0", 404, "ResourceNotFoundException", "end of its life"),
    ("us.anthropic.claude-3-5-sonnet-20240620-v1:0", 404, "ResourceNotFoundException", "end of its life"),
    ("claude", 400, "ValidationException", "model identifier is invalid"),
    (f"{ARN}:guardrail/abc", 400, "ValidationException", "model identifier is invalid"),
]
# Members that replace those of a good body; None takes one away.
BAD_BODIES = [
    ({"anthropic_version": None}, "anthropic_version"), ({"anthropic_version": "2023-06-01"}, "anthropic_version"),
    ({"max_tokens": None}, "max_tokens"), ({"max_tokens": 0}, "max_tokens"), ({"max_tokens": 1.5}, "max_tokens"),
    ({"max_tokens": "9"}, "max_tokens"), ({"messages": None}, "messages"), ({"messages": []}, "messages"),
    ({"messages": "hello"}, "messages"), ({"messages": ["hello"]}, "messages.0"),
    ({"messages": [{"role": "assistant", "content": "x"}]}, "first message"),
    ({"messages": [{"role": "system", "content": "x"}]}, "role"), ({"messages": [{"role": "user"}]}, "content"),
    ({"messages": [{"role": "user", "content": ""}]}, "non-empty"),
    ({"messages": [{"role": "user", "content": 5}]}, "content"), ({"system": ""}, "non-empty"),
    ({"temperature": 1.1}, "temperature"), ({"temperature": "0.5"}, "temperature"),
]
# Members that the function does not send: each is refused by its name.
UNKNOWN = [
    ({"top_p": 0.5}, "top_p"), ({"top_k": 1}, "top_k"), ({"tools": []}, "tools"), ({"tool_choice": {}}, "tool_choice"),
    ({"thinking": {"type": "disabled"}}, "thinking"), ({"stop_sequences": ["x"]}, "stop_sequences"),
    ({"anthropic_beta": ["x"]}, "anthropic_beta"), ({"metadata": {}}, "metadata"), ({"model": "claude"}, "model"),
    ({"maxTokens": 1}, "maxTokens"), ({"system": [{"type": "text", "text": "x"}]}, "system"),
    ({"messages": [{"role": "user", "content": [{"type": "text", "text": "x"}]}]}, "messages.0.content"),
    ({"messages": [{"role": "user", "content": "x", "name": "y"}]}, "messages.0.name"),
    ({"messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": "y"}]}, "messages.1"),
]
ERRORS = [
    (429, "ThrottlingException"), (429, "ModelNotReadyException"), (500, "InternalServerException"),
    (503, "ServiceUnavailableException"), (408, "ModelTimeoutException"), (424, "ModelErrorException"),
    (400, "ServiceQuotaExceededException"), (403, "AccessDeniedException"), (404, "ResourceNotFoundException"),
    (400, "ValidationException"),
]


def client(endpoint, key=None, secret=None, **more):
    config = botocore.config.Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=20)
    return boto3.client("bedrock-runtime", endpoint_url=endpoint, region_name="us-east-1", config=config,
                        aws_access_key_id=key, aws_secret_access_key=secret, **more)


def body(**changes):
    members = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 150, "system": "You are an adviser.",
               "messages": [{"role": "user", "content": PROMPT}], **changes}
    return json.dumps({name: value for name, value in members.items() if value is not None})


def call(bedrock, model=PROFILE, text=None, **more):
    """The message, with the response's headers; or status, code and text of the error."""
    try:
        response = bedrock.invoke_model(modelId=model, body=text or body(), **more)
    except botocore.exceptions.ClientError as failure:
        error = failure.response["Error"]
        return failure.response["ResponseMetadata"]["HTTPStatusCode"], error["Code"], error["Message"]
    return json.loads(response["body"].read()), response["ResponseMetadata"]["HTTPHeaders"]


def expect(failures, name, response, status, code, part=""):
    if len(response) != 3 or response[:2] != (status, code) or part not in response[2]:
        failures.append(f"{name}: expected {status} {code} with {part!r}, got {str(response)[:300]}")


def check_messages(bedrock, failures):
    texts = set()
    for model in GOOD_IDS:
        response = call(bedrock, model)
        if len(response) != 2:
            failures.append(f"{model}: {response}")
            continue
        message, headers = response
        usage = message["usage"]
        texts.add(message["content"][0]["text"])
        wrong = [name for name, fine in {
            "type": message["type"] == "message" and message["role"] == "assistant",
            "id": message["id"].startswith("msg_"), "stop": message["stop_reason"] == "end_turn",
            "sequence": message["stop_sequence"] is None,
            "tokens": min(usage["input_tokens"], usage["output_tokens"]) > 10,
            "input header": headers["x-amzn-bedrock-input-token-count"] == str(usage["input_tokens"]),
            "output header": headers["x-amzn-bedrock-output-token-count"] == str(usage["output_tokens"]),
            "latency header": headers["x-amzn-bedrock-invocation-latency"].isdigit()}.items() if not fine]
        if wrong:
            failures.append(f"{model}: {wrong} in {response}")
    if len(texts) != 1 or not texts.pop().startswith("Test is an excellent match for your PPL training."):
        failures.append(f"texts: {texts}")
    cut = call(bedrock, text=body(max_tokens=5))[0]
    if cut["stop_reason"] != "max_tokens" or cut["usage"]["output_tokens"] != 5:
        failures.append(f"max_tokens 5: {cut}")
    if len(call(bedrock, text=body(temperature=0.5), guardrailIdentifier="abc123", guardrailVersion="1")) != 2:
        failures.append("a temperature and a guardrail")
    if len(call(bedrock, text=body(system=None))) != 2:
        failures.append("no system text")


def check_signatures(endpoint, failures):
    own = boto3.Session().get_credentials()
    cases = {
        "unknown key": (client(endpoint, "AKIANOBODY", own.secret_key), "UnrecognizedClientException"),
        "wrong secret": (client(endpoint, own.access_key, "wrong", aws_session_token=own.token),
                         "InvalidSignatureException"),
        "wrong token": (client(endpoint, own.access_key, own.secret_key, aws_session_token="wrong"),
                        "UnrecognizedClientException"),
    }
    for change, code in (("body", "InvalidSignatureException"), ("path", "InvalidSignatureException"),
                         ("authorization", "MissingAuthenticationTokenException")):
        changed = client(endpoint)

        def tamper(request, change=change, **_):
            if change == "body":
                request.body = request.body.replace(b"PPL", b"CPL")
            elif change == "path":
                request.url = request.url.replace("us.anthropic", "eu.anthropic")
            else:
                del request.headers["Authorization"]
        changed.meta.events.register("before-send.bedrock-runtime.*", tamper)
        cases[f"changed {change}"] = (changed, code)
    for name, (bedrock, code) in cases.items():
        expect(failures, name, call(bedrock), 403, code)


def check_keys(endpoint, key, failures):
    """API keys: boto3 sends AWS_BEARER_TOKEN_BEDROCK in place of a signature."""
    os.environ["AWS_BEARER_TOKEN_BEDROCK"] = key
    if len(call(client(endpoint))) != 2:
        failures.append("the API key is refused")
    os.environ["AWS_BEARER_TOKEN_BEDROCK"] = "wrong"
    expect(failures, "wrong API key", call(client(endpoint)), 403, "AccessDeniedException", "API Key")
    del os.environ["AWS_BEARER_TOKEN_BEDROCK"]


def main():
    endpoint, key, faulty = sys.argv[1:4]
    failures = []
    bedrock = client(endpoint)
    check_messages(bedrock, failures)
    for model, status, code, part in BAD_IDS:
        expect(failures, model, call(bedrock, model), status, code, part)
    for changes, part in BAD_BODIES:
        expect(failures, str(changes), call(bedrock, text=body(**changes)), 400, "ValidationException", part)
    for changes, name in UNKNOWN:
        expect(failures, str(changes), call(bedrock, text=body(**changes)), 400, "ValidationException",
               f"The embedded endpoint does not know {name}")
    for text in ("{", "[]", "null"):
        expect(failures, text, call(bedrock, text=text), 400, "ValidationException", "not a JSON object")
    check_signatures(endpoint, failures)
    check_keys(endpoint, key, failures)
    for status, code in ERRORS:
        expect(failures, "fault", call(client(faulty)), status, code)
    if len(call(client(faulty))) != 2:
        failures.append("after the faults a call goes well")
    for failure in failures:
        print(failure)
    print(f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
