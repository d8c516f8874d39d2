#!/usr/bin/env python3
"""Makes sigv4-vectors.json: golden AWS Signature Version 4 vectors, signed by botocore.

Promise: every vector was signed by botocore itself, with a stopped clock and without a
network. `dynamodb-*` and `bedrock-*` are whole calls of the real clients, caught just
before sending; `direct-*` sign a hand-made AWSRequest with botocore.auth.SigV4Auth, for
canonicalisation corners that the clients never reach. The same input gives the same bytes.

    python3 make-sigv4-vectors.py            # write sigv4-vectors.json
    python3 make-sigv4-vectors.py --check    # compare with the committed file; exit 1 if it differs

Needs a Python with botocore; the committed vectors were made with MADE_WITH.

A vector's `url` is what goes on the wire, percent-encoding included; `headers` are the signed
headers other than host, x-amz-date and x-amz-security-token, values as handed to the signer.

aws-published.json has the same shape but is not written here: its signatures are published by
AWS (aws-sig-v4-test-suite, as in awslabs/aws-c-auth tests/aws-signing-test-suite/v4 and
smithy-lang/smithy-typescript suite.fixture.ts, and the AWS General Reference for `iam-*`, which
also have the published `signingKey`). Both modes sign it again with botocore and exit 1 if a
value differs. One liberty: get-vanilla-utf8-query's `url` has its raw ሴ percent-encoded, as it must
be on a wire; get-utf8 and get-space keep theirs raw, because they are signed with one encoding.
"""
import datetime
import io
import json
import os
import pathlib
import sys

for variable in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[variable]  # no profile, endpoint or bearer token of this machine
os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull

import botocore.auth
import botocore.awsrequest
import botocore.credentials
import botocore.session

MADE_WITH = "botocore 1.43.11"
HERE = pathlib.Path(__file__).resolve().parents[1] / "AWSClientTests" / "Fixtures"
ACCESS_KEY, SECRET_KEY = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
TOKEN = "IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJHMEUCIQD+Zz0=="
DATE = "20260102T030405Z"
UNLISTED = {"host", "x-amz-date", "x-amz-security-token"}

session = botocore.session.Session()
vectors = []
last = {}  # of the latest signing: the signer and its intermediate strings


class RecordingSigner(botocore.auth.SigV4Auth):
    """The real signer; it only notes what it made on the way."""

    def canonical_request(self, request):
        last["canonical"] = super().canonical_request(request)
        return last["canonical"]

    def string_to_sign(self, request, canonical_request):
        last.update(signer=self, date=request.context["timestamp"])
        last["string"] = super().string_to_sign(request, canonical_request)
        return last["string"]


botocore.auth.AUTH_TYPE_MAPS["v4"] = RecordingSigner  # what every client looks its signer up in


def stop_clock(date):
    now = datetime.datetime.strptime(date, "%Y%m%dT%H%M%SZ")
    botocore.auth.get_current_datetime = lambda: now


def text(value):
    return value.decode() if isinstance(value, bytes) else value


def vector(name, request):
    """Describes the prepared request that has just been signed."""
    headers = {key.lower(): text(value) for key, value in request.headers.items()}
    authorization, signer = headers["authorization"], last["signer"]
    signed = authorization.split("SignedHeaders=")[1].split(",")[0].split(";")
    return {
        "name": name, "date": last["date"], "region": signer._region_name, "service": signer._service_name,
        "accessKey": signer.credentials.access_key, "secretKey": signer.credentials.secret_key,
        "sessionToken": signer.credentials.token,
        "method": request.method, "url": request.url, "body": text(request.body or b""),
        "headers": {key: headers[key] for key in signed if key not in UNLISTED},
        "canonicalRequest": last["canonical"], "stringToSign": last["string"],
        "signature": authorization.split("Signature=")[1], "authorization": authorization,
    }


class Reply(io.BytesIO):
    def stream(self, **_):
        yield self.read()


def call(name, service, operation, *, region="us-east-1", endpoint=None, token=None, date=DATE, **arguments):
    """One call of the real client; `before-send` answers in place of the network."""
    def answer(request, **_):
        vectors.append(vector(name, request))
        return botocore.awsrequest.AWSResponse(request.url, 200, {}, Reply(b"{}"))

    stop_clock(date)
    client = session.create_client(
        service, region_name=region, endpoint_url=endpoint,
        aws_access_key_id=ACCESS_KEY, aws_secret_access_key=SECRET_KEY, aws_session_token=token)
    client.meta.events.register("before-send.*.*", answer)
    getattr(client, operation)(**arguments)


def sign(method, url, headers, body, token=None, region="us-east-1", service="execute-api", date=DATE):
    """One hand-made request, signed and prepared for sending."""
    stop_clock(date)
    request = botocore.awsrequest.AWSRequest(method, url, headers, body.encode())
    credentials = botocore.credentials.Credentials(ACCESS_KEY, SECRET_KEY, token)
    RecordingSigner(credentials, service, region).add_auth(request)
    return request.prepare()


def dynamodb(name, operation, **arguments):
    call("dynamodb-" + name, "dynamodb", operation, **{"TableName": "flight-schools", **arguments})


def bedrock(name, model, body='{"a":1}', operation="invoke_model", **arguments):
    if operation.startswith("invoke"):
        json_type = "application/json"
        arguments = {"body": body.encode(), "contentType": json_type, "accept": json_type, **arguments}
    call("bedrock-" + name, "bedrock-runtime", operation, modelId=model, **arguments)


def direct(name, target="/", method="GET", host="https://abc123.execute-api.us-east-1.amazonaws.com",
           headers=None, body="", **options):
    vectors.append(vector("direct-" + name, sign(method, host + target, headers, body, **options)))


# -- DynamoDB. The client escapes non-ASCII text as \uXXXX; direct-utf8-body has the raw form. The body's own
#    bytes matter, not its JSON: sign the `body` of a vector, never a re-encoding of it.

KEY = {"schoolId": {"S": "school-001"}}
ITEM = {**KEY, "name": {"S": "Escuela de Aviación Ñandú ✈️ 東京"}, "avgRating": {"N": "4.85"}, "open": {"BOOL": True}}
STATE = dict(IndexName="StateIndex", KeyConditionExpression="#s = :state", ExpressionAttributeNames={"#s": "state"})

dynamodb("scan", "scan")
dynamodb("scan-token", "scan", token=TOKEN)
dynamodb("scan-next-page", "scan", ExclusiveStartKey=KEY, Limit=25, ConsistentRead=True)
dynamodb("scan-filter", "scan", FilterExpression="avgRating > :n", ExpressionAttributeValues={":n": {"N": "4.5"}})
dynamodb("query", "query", **STATE, ExpressionAttributeValues={":state": {"S": "CA"}})
dynamodb("query-token", "query", token=TOKEN, **STATE, ExpressionAttributeValues={":state": {"S": "TX"}})
dynamodb("query-non-ascii", "query", **STATE, ExpressionAttributeValues={":state": {"S": "São Paulo – 東京 🛩"}})
dynamodb("get-item", "get_item", Key=KEY)
dynamodb("get-item-token", "get_item", Key=KEY, token=TOKEN)
dynamodb("get-item-colon", "get_item", Key={"schoolId": {"S": "faa:141:KPAO/2"}})
call("dynamodb-batch-get-item", "dynamodb", "batch_get_item",
     RequestItems={"flight-schools": {"Keys": [KEY, {"schoolId": {"S": "a:b"}}], "ConsistentRead": True}})
dynamodb("put-item", "put_item", Item=ITEM)
dynamodb("put-item-token", "put_item", Item=ITEM, token=TOKEN)
dynamodb("table-arn", "get_item", TableName="arn:aws:dynamodb:us-east-1:123456789012:table/flight-schools", Key=KEY)
for region in ("cn-north-1", "us-gov-west-1", "eu-central-1", "ap-southeast-2"):
    dynamodb("region-" + region, "scan", region=region)
dynamodb("end-of-year", "scan", date="20251231T235959Z")
dynamodb("start-of-leap-day", "scan", date="20240229T000000Z")
dynamodb("endpoint-port", "scan", endpoint="http://127.0.0.1:8000")
dynamodb("endpoint-prefix", "scan", endpoint="http://127.0.0.1:8000/prefix")
dynamodb("endpoint-prefix-slash", "scan", endpoint="http://127.0.0.1:8000/prefix/")
dynamodb("endpoint-default-http-port", "scan", endpoint="http://localhost:80")
dynamodb("endpoint-default-https-port", "scan", endpoint="https://proxy.example.com:443")
dynamodb("endpoint-https-port-80", "scan", endpoint="https://proxy.example.com:80")
dynamodb("endpoint-ipv6", "scan", endpoint="http://[::1]:8000")

# -- Bedrock. Signing name `bedrock`, host `bedrock-runtime`; `:` is %3A on the wire, %253A in the canonical path.

HAIKU = "anthropic.claude-haiku-4-5-20251001-v1:0"
ARN = "arn:aws:bedrock:us-east-1:123456789012:"
MESSAGES = json.dumps({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 250,
                       "messages": [{"role": "user", "content": "Où apprendre à voler ? 東京 ✈️"}]}, ensure_ascii=False)

bedrock("claude-3-haiku", "anthropic.claude-3-haiku-20240307-v1:0")
bedrock("model-colon", HAIKU, MESSAGES)
bedrock("model-no-colon", "anthropic.claude-sonnet-4-6", MESSAGES)
bedrock("model-token", HAIKU, MESSAGES, token=TOKEN)
call("bedrock-default-headers", "bedrock-runtime", "invoke_model", modelId=HAIKU, body=b'{"a":1}')
bedrock("profile-us", "us." + HAIKU)
bedrock("profile-eu", "eu." + HAIKU, region="eu-central-1")
bedrock("profile-global", "global." + HAIKU, region="ap-southeast-2")
bedrock("profile-us-gov", "us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0", region="us-gov-west-1")
bedrock("profile-arn", ARN + "inference-profile/us." + HAIKU)
bedrock("profile-arn-token", ARN + "application-inference-profile/a1b2c3d4e5f6", MESSAGES, token=TOKEN)
bedrock("foundation-model-arn", "arn:aws:bedrock:us-east-1::foundation-model/" + HAIKU)
bedrock("guardrail", HAIKU, guardrailIdentifier="gr1a2b3c4d5e", guardrailVersion="DRAFT", trace="ENABLED")
bedrock("guardrail-arn", HAIKU, guardrailIdentifier=ARN + "guardrail/gr1a2b3c", guardrailVersion="2", token=TOKEN)
bedrock("latency-tier", HAIKU, performanceConfigLatency="optimized", serviceTier="priority")
bedrock("response-stream", HAIKU, MESSAGES, operation="invoke_model_with_response_stream")
bedrock("converse", HAIKU, operation="converse", messages=[{"role": "user", "content": [{"text": "Où ?"}]}])
bedrock("endpoint-port", HAIKU, endpoint="http://127.0.0.1:8001")
bedrock("endpoint-prefix", HAIKU, endpoint="http://127.0.0.1:8000/prefix")
bedrock("endpoint-prefix-arn", ARN + "inference-profile/us." + HAIKU, endpoint="http://127.0.0.1:8000/a/b/")

# -- Query. botocore keeps the wire's encoding where a server decodes and encodes again, so each
#    query here is already in canonical encoding: no lower-case hex, no `+`, no raw `:` `/` `@`.

direct("query-order", "/?b=2&a=3&B=1&A=4")
direct("query-repeated-key", "/?b=2&a=3&a=10&b=1&a=1&a=1")
direct("query-prefix-keys", "/?foo.x=1&foo-bar=2&foobar=3&foo=4&foo%20bar=5&foo1=6&fo=7")  # by key, not `key=value`
direct("query-prefix-values", "/?k=a-b&k=a&k=a%2Fb&k=ab&k=")
direct("query-empty-values", "/?b=&a&c=1&aa=")  # `a` is signed as `a=`
direct("query-encoded", "/?q=a%20b%2Fc%3Dd%26e%2Bf&k%3Dey=v%25&arn=arn%3Aaws%3Ax%3A%2A")
direct("query-utf8", "/?z=4&%C3%A9t%C3%A9=1&%E6%9D%B1=%E4%BA%AC&e=2&%F0%9F%9B%A9=5")
direct("query-unreserved", "/items?~=1&_=2&.=3&-=4&9=5&Z=6&z=7")

# -- Header values. Spaces only: Trimall names spaces, while botocore folds tabs as well.

direct("header-spaces", headers={"X-Runs": "a   b      c", "X-Padded": "   both ends  ", "X-Quoted": '" a   b "'})
direct("header-empty", headers={"X-Empty": "", "X-Blank": "   "})
direct("header-order", headers={"X-B": "1", "x-a-1": "2", "X-A": "3", "Accept": "a/b, c/d;q=0.5"})

# -- Path. Every service but S3 removes dot segments and double slashes, then encodes the sent path once
#    more. Not here: a path ending in `.` or `..` (botocore drops the last slash, RFC 3986 keeps it),
#    %2E segments and lower-case hex, where signers disagree.

direct("path-reserved-raw", "/prod/!$&'()*+,;=:@/a:b")
direct("path-encoded", "/prod/a%20b%2Fc%3Ad%25")
direct("path-utf8", "/prod/caf%C3%A9/%E6%9D%B1%E4%BA%AC")
direct("path-unreserved", "/prod/-._~AZaz09")
direct("path-double-slash", "//prod///items//")
direct("path-dot-segments", "/prod/./a/b/../../items/c")
direct("path-above-root", "/../../prod/items/")
direct("path-dots-in-names", "/prod/.hidden/..b/c../...")
direct("path-empty", "")
direct("path-empty-with-query", "?b=2&a=1")

# -- Whole requests.

direct("utf8-body", method="POST", host="https://dynamodb.us-east-1.amazonaws.com", service="dynamodb",
       headers={"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "DynamoDB_20120810.GetItem"},
       body='{"TableName":"flight-schools","Key":{"schoolId":{"S":"são:東京 ✈️"}}}')
direct("put-everything", "/prod//a/../items/x%3Ay?b=%20&a=&a=1", "PUT", "http://localhost:3000",
       {"X-Pad": " 1  2 "}, "é\n", token=TOKEN, region="eu-west-3", date="20270630T235959Z")


def published_differences():
    """Names of the published examples that botocore signs otherwise."""
    for entry in json.loads((HERE / "aws-published.json").read_text(encoding="utf-8")):
        order = ("method", "url", "headers", "body", "sessionToken", "region", "service", "date")
        if not vector(entry["name"], sign(*(entry[key] for key in order))).items() <= entry.items():
            yield entry["name"]


def main():
    names = [entry["name"] for entry in vectors]
    assert len(names) == len(set(names)), "two vectors have one name"
    signatures = {entry["name"]: entry["signature"] for entry in vectors}
    known = "2dea32447b28800a9ac7ee3cb950223bafc2cd446822eb1e1224a6c9c10a28c1"  # measured once, elsewhere
    assert signatures["bedrock-claude-3-haiku"] == known, "the known Bedrock signature is missing"

    here = f"botocore {botocore.__version__}"
    wrong = [f"aws-published.json: {name} is not what {here} signs" for name in published_differences()]
    file = HERE / "sigv4-vectors.json"
    vectors.sort(key=lambda entry: entry["name"])
    made = json.dumps(vectors, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    if "--check" not in sys.argv[1:]:
        file.write_text(made, encoding="utf-8")
    elif not file.exists() or file.read_text(encoding="utf-8") != made:
        wrong.append(f"{file.name} is not what {here} signs; it was made with {MADE_WITH}")
    for line in wrong:
        print(line, file=sys.stderr)
    print(f"{len(names)} vectors, {here}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
