"""Shows with boto3 that the embedded DynamoDB behaves as DynamoDB, as far as it goes, and refuses the rest by name.

    boto3_dynamodb.py ENDPOINT PAGED_ENDPOINT PAGE_SIZE SCHOOLS.json INDEX ATTRIBUTES [--ministack PROGRAM]

Both endpoints hold the schools of the file, and an index with the ATTRIBUTES, joined by commas, besides the key; the
second ends a page, and a batch, after PAGE_SIZE items. Keys come from the environment. Each response is compared with the items of the file, or with AWS's own error. With --ministack the
script starts that emulator, seeds it with the same items, and demands the same responses of both; where the emulator
is known to differ, the request says how. Prints one line for each failure and a summary; the exit status is 0 only if
there is none.
"""

import decimal
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import boto3
import botocore.config
import botocore.exceptions

TABLE = "flight-schools"
INDEX, PROJECTED = sys.argv[5], sys.argv[6].split(",")
EXPLANATIONS = "explanations"
# What the embedded endpoint knows. Everything else that boto3 knows is refused by its name.
KNOWN = {
    "Scan": {"TableName", "IndexName", "ExclusiveStartKey", "ConsistentRead"},
    "GetItem": {"TableName", "Key"},
    "BatchGetItem": {"RequestItems"},
    "PutItem": {"TableName", "Item"},
}


# ---- the items, made of the schools independently of the endpoint ----

class Digits(str):
    """A number with the digits that it was written with."""


def attribute(value):
    if value is None:
        return {"NULL": True}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, Digits):
        return {"N": str(value)}
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, list):
        return {"L": [attribute(element) for element in value]}
    return {"M": {name: attribute(member) for name, member in value.items()}}


def load(path):
    with open(path, encoding="utf-8") as file:
        schools = json.load(file, parse_float=Digits, parse_int=Digits)
    items = []
    for number, school in enumerate(schools):
        item = {name: attribute(value) for name, value in school.items()}
        programs = school.get("programs")
        if number % 3 == 2 and isinstance(programs, list) and programs and all(type(p) is str for p in programs):
            item["programs"] = {"SS": programs}
        items.append(item)
    return items


# ---- the requests ----

def error(code, part=None, ministack=None):
    """An error that is expected; `ministack` says how that emulator differs."""
    return {"code": code, "part": part, "ministack": ministack}


S = lambda text: {"S": text}  # noqa: E731
N = lambda text: {"N": str(text)}  # noqa: E731
VALIDATION = "ValidationException"
NO_KEY = "The provided key element does not match the schema"
NO_START = "The provided starting key is invalid"
BIG = "12345678901234567890123456789012345678"
EVERY_TYPE = {
    "cacheKey": S("k"), "s": S("\u00c5re \u2708"), "n": N("4.70"), "b": {"B": b"\x00\xff"}, "t": {"BOOL": True},
    "z": {"NULL": True}, "l": {"L": [S(""), {"M": {"deep": N(BIG)}}]}, "ss": {"SS": ["b", "a"]},
    "ns": {"NS": ["1", "2.0"]}, "bs": {"BS": [b"x", b"y"]},
}


def put(item, expected=None, **more):
    return ("put_item", {"TableName": EXPLANATIONS, "Item": item, **more}, expected)


def explanation(key, expected):
    return ("get_item", {"TableName": EXPLANATIONS, "Key": {"cacheKey": S(key)}}, expected)


def projected(items):
    return [{name: value for name, value in item.items() if name in ["schoolId", *PROJECTED]} for item in items]


def batch(ids, expected, table=TABLE, **more):
    keys = [id if isinstance(id, dict) else {"schoolId": S(id)} for id in ids]
    return ("batch_get_item", {"RequestItems": {table: {"Keys": keys, **more}}}, expected)


# The operation, its parameters, and the items of the response or the error that is expected.
REQUESTS = [
    ("scan", {}, lambda items: items),
    ("scan", {"ConsistentRead": True}, lambda items: items),
    ("scan", {"ConsistentRead": False}, lambda items: items),
    ("get_item", {"Key": {"schoolId": S("school-001")}},
     lambda items: [item for item in items if item["schoolId"] == S("school-001")]),
    ("get_item", {"Key": {"schoolId": S("no-such-school")}}, lambda items: []),
    ("scan", {"IndexName": INDEX}, projected),
    ("scan", {"IndexName": INDEX, "ConsistentRead": False}, projected),
    batch(["school-003", "school-001"], lambda items: [items[0], items[2]]),
    batch(["school-002", "no-such-school"], lambda items: [items[1]], ConsistentRead=True),
    batch(["no-such-school"], lambda items: []),
    batch([f"school-{number:03}" for number in range(1, 101)], lambda items: items),
    explanation("k", lambda items: []),
    put(EVERY_TYPE, lambda items: []),
    explanation("k", lambda items: [EVERY_TYPE]),
    put({"cacheKey": S("k"), "s": S("new")}, lambda items: []),
    explanation("k", lambda items: [{"cacheKey": S("k"), "s": S("new")}]),
    # Refused requests.
    ("scan", {"TableName": "other-table"}, error("ResourceNotFoundException", "Requested resource not found")),
    ("scan", {"TableName": "x"}, error(VALIDATION, "Invalid table/index name", "takes any name")),
    ("scan", {"IndexName": "OtherIndex"},
     error(VALIDATION, "The table does not have the specified index: OtherIndex")),
    ("scan", {"IndexName": INDEX, "TableName": "other-table"},
     error("ResourceNotFoundException", "Requested resource not found")),
    ("scan", {"IndexName": INDEX, "ConsistentRead": True},
     error(VALIDATION, "Consistent reads are not supported on global secondary indexes")),
    ("scan", {"IndexName": INDEX, "ExclusiveStartKey": {"other": S("x")}}, error(VALIDATION, NO_START)),
    ("batch_get_item", {"RequestItems": {}},
     error(VALIDATION, "Value at 'RequestItems' failed to satisfy constraint: Member must have length greater than")),
    batch([], error(VALIDATION, f"'RequestItems.{TABLE}.member.Keys' failed to satisfy constraint: Member must have")),
    batch(map(str, range(101)), error(VALIDATION, "Member must have length less than or equal to 100")),
    batch(["a", "b", "a"], error(VALIDATION, "Provided list of item keys contains duplicates")),
    batch(["a", {"id": S("a")}], error(VALIDATION, NO_KEY)),
    batch([{"schoolId": N(1)}], error(VALIDATION, NO_KEY)),
    batch([""], error(VALIDATION, "empty string value. Key: schoolId")),
    batch(["a"], error("ResourceNotFoundException", "Requested resource not found"), table="other-table"),
    batch([{"cacheKey": S("k")}], error("AccessDeniedException", "dynamodb:BatchGetItem", "lets anybody read"),
          table=EXPLANATIONS),
    ("scan", {"ExclusiveStartKey": {"other": S("x")}}, error(VALIDATION, NO_START)),
    ("scan", {"ExclusiveStartKey": {"schoolId": N(1)}}, error(VALIDATION, NO_START, "takes any type")),
    ("get_item", {"Key": {"id": S("school-001")}}, error(VALIDATION, NO_KEY)),
    ("get_item", {"Key": {"schoolId": N(1)}}, error(VALIDATION, NO_KEY)),
    ("get_item", {"Key": {"schoolId": S("x"), "more": S("y")}}, error(VALIDATION, NO_KEY)),
    ("get_item", {"Key": {"schoolId": S("")}}, error(VALIDATION, "empty string value. Key: schoolId")),
    put({"s": S("x")}, error(VALIDATION, "Missing the key cacheKey in the item")),
    put({"cacheKey": N(1)}, error(VALIDATION, "Type mismatch for key cacheKey expected: S actual: N")),
    put({"cacheKey": S("")}, error(VALIDATION, "empty string value. Key: cacheKey")),
    put({"cacheKey": S("x"), "n": N("ten")}, error(VALIDATION, "cannot be converted to a numeric value")),
    put({"cacheKey": S("x"), "n": N(BIG + "9")}, error(VALIDATION, "more than 38 significant digits")),
    put({"cacheKey": S("x"), "n": N("1e126")}, error(VALIDATION, "Number overflow")),
    put({"cacheKey": S("x"), "n": {}}, error(VALIDATION, "Supplied AttributeValue")),
    put({"cacheKey": S("x"), "ss": {"SS": []}}, error(VALIDATION, "may not be empty")),
    put({"cacheKey": S("x"), "ss": {"SS": ["a", "a"]}}, error(VALIDATION, "contains duplicates")),
    put({"cacheKey": S("x"), "s": S("x" * 409_600)}, error(VALIDATION, "Item size has exceeded the maximum")),
    ("put_item", {"Item": {"schoolId": S("x")}},
     error("AccessDeniedException", "dynamodb:PutItem", "lets anybody write")),
    ("scan", {"TableName": EXPLANATIONS}, error("AccessDeniedException", "dynamodb:Scan", "lets anybody scan")),
]


# ---- running them ----

def client(endpoint, key=None, secret=None, **more):
    config = botocore.config.Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=20,
                                    parameter_validation=False)
    return boto3.client("dynamodb", endpoint_url=endpoint, region_name="us-east-1", config=config,
                        aws_access_key_id=key, aws_secret_access_key=secret, **more)


def send(call, *arguments, **parameters):
    try:
        response = call(*arguments, **parameters)
    except botocore.exceptions.ClientError as failure:
        return {"code": failure.response["Error"]["Code"], "message": failure.response["Error"].get("Message", "")}
    response.pop("ResponseMetadata")
    return response


def run(dynamodb, operation, parameters):
    if operation != "batch_get_item":
        parameters = {"TableName": TABLE, **parameters}
    return send(getattr(dynamodb, operation), **parameters)


def normal(value):
    """Numbers by value, sets and maps without order."""
    if isinstance(value, dict):
        if set(value) == {"N"}:
            return ["N", str(decimal.Decimal(value["N"]).normalize())]
        if set(value) == {"NS"}:
            return ["NS", sorted(str(decimal.Decimal(number).normalize()) for number in value["NS"])]
        if set(value) & {"SS", "BS"}:
            return [sorted(value), sorted(*value.values())]
        return {name: normal(member) for name, member in sorted(value.items())}
    return [normal(element) for element in value] if isinstance(value, list) else value


def items_of(response):
    items = response.get("Items", [response["Item"]] if "Item" in response else [])
    items = items + sum(response.get("Responses", {}).values(), [])
    return sorted((normal(item) for item in items), key=str)


def check(expected, response, items):
    """What is wrong with a response; None if nothing."""
    if isinstance(expected, dict):
        if response.get("code") != expected["code"] or expected["part"] not in response["message"]:
            return f"expected {expected['code']} with {expected['part']!r}, got {str(response)[:300]}"
        return None
    if "code" in response:
        return f"refused: {response}"
    if items_of(response) != items_of({"Items": expected(items)}):
        return f"not the items that are stored: {str(response)[:300]}"
    if "Items" in response and not response["Count"] == response["ScannedCount"] == len(response["Items"]):
        return f"wrong counts: {response['Count']}, {response['ScannedCount']}"
    if response.get("UnprocessedKeys"):
        return f"unprocessed keys: {response['UnprocessedKeys']}"
    return "a key after the last page" if "LastEvaluatedKey" in response else None


def compare(expected, ours, theirs):
    """How two endpoints' responses differ; None if they do not."""
    if isinstance(expected, dict):
        same = ours.get("code") == theirs.get("code") and expected["part"] in theirs["message"]
        if expected["ministack"]:
            return "the emulator does not differ any more" if same else None
        return None if same else f"ours {ours}, theirs {theirs}"
    return None if items_of(ours) == items_of(theirs) else f"ours {str(ours)[:300]}, theirs {str(theirs)[:300]}"


def check_pages(whole, paged, size, items, source):
    """Pages show each item once, in the order of the whole, and go on after a key whose item is gone."""
    failures = []
    def scan(dynamodb, key):
        page = run(dynamodb, "scan", {**source, **({"ExclusiveStartKey": key} if key else {})})
        return [item["schoolId"]["S"] for item in page["Items"]], page.get("LastEvaluatedKey")

    wanted, _ = scan(whole, None)
    pages, key = [], None
    for _ in items:
        page, key = scan(paged, key)
        pages.append(page)
        if key is None:
            break
        if key != {"schoolId": S(pages[-1][-1])}:
            failures.append(f"the key {key} after {pages[-1]}")
    if sum(pages, []) != wanted or [len(page) for page in pages[:-1]] != [size] * (len(pages) - 1):
        failures.append(f"pages of {size}: {pages}")
    after, _ = scan(whole, {"schoolId": S("gone")})
    if after != wanted[len(wanted) - len(after):] or not 0 < len(after) < len(wanted):
        failures.append(f"after a key that is gone: {after}")
    return failures


def check_batches(paged, size, items):
    """The keys of a batch that are not processed come back, as a request, until every item is there."""
    request = {"Keys": [{"schoolId": item["schoolId"]} for item in items], "ConsistentRead": True}
    left, found, calls = {TABLE: request}, [], 0
    while left and calls < len(items):
        response = paged.batch_get_item(RequestItems=left)
        left = response["UnprocessedKeys"]
        if left and not left[TABLE]["ConsistentRead"]:
            return ["unprocessed keys lost ConsistentRead"]
        found += response["Responses"][TABLE]
        calls += 1
    if items_of({"Items": found}) != items_of({"Items": items}) or calls != -(-len(items) // size):
        return [f"{len(found)} items of {len(items)} in {calls} batches of {size}"]
    return []


def check_refusals(dynamodb):
    """Each operation and parameter of boto3's own list that the endpoint does not know is refused by its name."""
    failures = []
    model = dynamodb.meta.service_model
    call = dynamodb._make_api_call
    values = {"string": "x", "integer": 1, "boolean": True, "list": [{}], "map": {}, "structure": {}}
    for operation in model.operation_names:
        shape = model.operation_model(operation).input_shape
        members = shape.members if shape else {}
        if operation not in KNOWN:
            needed = shape.required_members if shape else []
            response = send(call, operation, {name: values[members[name].type_name] for name in needed})
            if (response.get("code"), response.get("message")) != (
                    "UnknownOperationException", f"The embedded endpoint does not know {operation}"):
                failures.append(f"{operation}: {response}")
            continue
        table = EXPLANATIONS if operation == "PutItem" else TABLE
        for name, member in members.items():
            if name in KNOWN[operation]:
                continue
            given = {"RequestItems": {TABLE: {"Keys": []}}} if operation == "BatchGetItem" else {"TableName": table}
            response = send(call, operation, {**given, name: values[member.type_name]})
            if (response.get("code"), response.get("message")) != (
                    VALIDATION, f"The embedded endpoint does not know {name}"):
                failures.append(f"{operation} with {name}: {response}")
        if not KNOWN[operation] < set(members):
            failures.append(f"boto3 does not know all parameters of {operation}")
    return failures


def check_signatures(endpoint, own):
    """Wrong keys and tampered requests are refused as AWS refuses them."""
    failures = []
    cases = {
        "unknown key": (client(endpoint, "AKIANOBODY", own.secret_key), "UnrecognizedClientException"),
        "wrong secret": (client(endpoint, own.access_key, "wrong", aws_session_token=own.token),
                         "InvalidSignatureException"),
        "wrong token": (client(endpoint, own.access_key, own.secret_key, aws_session_token="wrong"),
                        "UnrecognizedClientException"),
    }
    for change, code in (("body", "InvalidSignatureException"),
                         ("authorization", "MissingAuthenticationTokenException"),
                         ("signature", "IncompleteSignatureException"), ("target", "InvalidSignatureException"),
                         ("date", "InvalidSignatureException")):
        changed = client(endpoint)

        def tamper(request, change=change, **_):
            if change == "body":
                request.body = request.body.replace(b"schools", b"schoolz")
            elif change == "authorization":
                del request.headers["Authorization"]
            elif change == "signature":
                request.headers["Authorization"] = request.headers["Authorization"].split(b", Signature")[0]
            elif change == "target":
                request.headers["X-Amz-Target"] = b"DynamoDB_20120810.ListTables"
            else:
                request.headers["X-Amz-Date"] = b"20200102T030405Z"
        changed.meta.events.register("before-send.dynamodb.*", tamper)
        cases[f"changed {change}"] = (changed, code)
    for name, (dynamodb, code) in cases.items():
        response = run(dynamodb, "scan", {})
        if response.get("code") != code:
            failures.append(f"{name}: expected {code}, got {str(response)[:200]}")
    return failures


# ---- ministack ----

class Ministack:
    def __init__(self, program):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.endpoint = f"http://127.0.0.1:{port}"
        self.folder = tempfile.TemporaryDirectory()
        environment = {"PATH": os.environ["PATH"], "HOME": self.folder.name, "TMPDIR": self.folder.name,
                       "GATEWAY_PORT": str(port), "BIND_HOST": "127.0.0.1"}
        self.process = subprocess.Popen([program], env=environment, cwd=self.folder.name, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, start_new_session=True)

    def wait(self):
        limit = time.monotonic() + 60
        while time.monotonic() < limit:
            try:
                urllib.request.urlopen(f"{self.endpoint}/_ministack/health", timeout=2).read()
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("ministack did not respond within 60 s")

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.folder.cleanup()


def seed(dynamodb, items):
    index = {"IndexName": INDEX, "KeySchema": [{"AttributeName": "schoolId", "KeyType": "HASH"}],
             "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": PROJECTED}}
    for table, key, more in ((TABLE, "schoolId", {"GlobalSecondaryIndexes": [index]}), (EXPLANATIONS, "cacheKey", {})):
        dynamodb.create_table(
            TableName=table, BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": key, "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"}], **more)
    for item in items:
        dynamodb.put_item(TableName=TABLE, Item=item)


def main():
    endpoint, paged, size, path = sys.argv[1:5]
    items = load(path)
    dynamodb = client(endpoint)
    failures = []
    responses = []
    for operation, parameters, expected in REQUESTS:
        responses.append(run(dynamodb, operation, parameters))
        wrong = check(expected, responses[-1], items)
        if wrong:
            failures.append(f"{operation} {str(parameters)[:300]}: {wrong}")
    for source in {}, {"IndexName": INDEX}:
        failures += check_pages(dynamodb, client(paged), int(size), items, source)
    failures += check_batches(client(paged), int(size), items) + check_refusals(dynamodb)
    failures += check_signatures(endpoint, boto3.Session().get_credentials())
    compared = 0
    if "--ministack" in sys.argv:
        ministack = Ministack(sys.argv[sys.argv.index("--ministack") + 1])
        try:
            ministack.wait()
            other = client(ministack.endpoint, "test", "test")
            seed(other, items)
            for (operation, parameters, expected), response in zip(REQUESTS, responses):
                different = compare(expected, response, run(other, operation, parameters))
                compared += 1
                if different:
                    failures.append(f"ministack, {operation} {str(parameters)[:300]}: {different}")
        finally:
            ministack.stop()
    for failure in failures:
        print(failure)
    print(f"{len(REQUESTS)} requests, {compared} compared with ministack, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
