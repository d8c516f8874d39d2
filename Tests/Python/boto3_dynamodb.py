"""Shows with boto3 that a DynamoDB endpoint tells the truth about the sample schools.

    boto3_dynamodb.py ENDPOINT SCHOOLS.json [--ministack PROGRAM]

Runs the requests below against ENDPOINT (keys from the environment) and checks each answer against what this script works
out itself, or against AWS's own error. With --ministack it starts that emulator, seeds it with the same items, and demands
the same answers of both; where the emulator is known to differ, the request says how. Prints one line for each failure and
a summary; the exit status is 0 only if all agree.
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


# ---- the items, made of the schools independently of the endpoint ----

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


class Digits(str):
    """A number with the digits that it was written with."""


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


def get(item, *path):
    """The value at a path, with the name of its type; (None, None) where there is none."""
    value = {"M": item}
    for step in path:
        kind = "L" if isinstance(step, int) else "M"
        inside = value.get(kind)
        if inside is None:
            return None, None
        if kind == "M" and step not in inside or kind == "L" and step >= len(inside):
            return None, None
        value = inside[step]
    (kind, content), = value.items()
    return kind, content


def number(item, *path):
    kind, content = get(item, *path)
    return decimal.Decimal(content) if kind == "N" else None


def below(item, limit, *path):
    value = number(item, *path)
    return value is not None and value <= limit


def programs(item):
    kind, content = get(item, "programs")
    return content if kind == "SS" else [e.get("S") for e in content] if kind == "L" else []


def indexed(item):
    return get(item, "state")[0] == "S" and get(item, "avgRating")[0] == "N"


# ---- the requests ----

def scan(filter_expression, expected, names=None, values=None, **more):
    parameters = {"FilterExpression": filter_expression, **more}
    if names:
        parameters["ExpressionAttributeNames"] = names
    if values:
        parameters["ExpressionAttributeValues"] = values
    return ("scan", parameters, expected)


def query(condition, expected, values, names=None, **more):
    parameters = {"IndexName": "StateIndex", "KeyConditionExpression": condition, "ExpressionAttributeValues": values,
                  "ExpressionAttributeNames": names or {"#s": "state"}, **more}
    return ("query", parameters, expected)


def error(code, part=None, ministack=None):
    """An error that is expected; `ministack` says how that emulator differs."""
    return {"code": code, "part": part, "ministack": ministack}


S = lambda text: {"S": text}  # noqa: E731
N = lambda text: {"N": str(text)}  # noqa: E731
VALIDATION = "ValidationException"
LAX = "does not check the values of expressions"
BIG = "12345678901234567890123456789012345678"

REQUESTS = [
    ("scan", {}, lambda i: True),
    ("scan", {"ConsistentRead": True, "ReturnConsumedCapacity": "NONE"}, lambda i: True),
    ("scan", {"Select": "COUNT"}, lambda i: True),
    ("scan", {"IndexName": "StateIndex"}, indexed),
    scan("costBand.#m <= :b", lambda i: below(i, 10000, "costBand", "min"), {"#m": "min"}, {":b": N(10000)}),
    scan("costBand.#m > :b", lambda i: number(i, "costBand", "min") is not None and not below(
        i, 9000, "costBand", "min"), {"#m": "min"}, {":b": N("9e3")}),
    scan("contains(programs, :a) OR contains(programs, :b)", lambda i: {"ATPL", "CFII"} & set(programs(i)),
         values={":a": S("ATPL"), ":b": S("CFII")}),
    scan("trainingType = :t AND NOT contains(programs, :a)",
         lambda i: get(i, "trainingType")[1] == "Part61" and "IR" not in programs(i),
         values={":t": S("Part61"), ":a": S("IR")}),
    scan("trainingType IN (:a, :b)", lambda i: get(i, "trainingType")[1] in ("Part141", "Both"),
         values={":a": S("Part141"), ":b": S("Both")}),
    scan("trainingType <> :a", lambda i: get(i, "trainingType")[1] != "Part141", values={":a": S("Part141")}),
    scan("avgRating BETWEEN :a AND :b", lambda i: number(i, "avgRating") is not None and 4 <= number(i, "avgRating")
         <= decimal.Decimal("4.50"), values={":a": N(4), ":b": N("4.50")}),
    scan("attribute_exists(#l.city)", lambda i: get(i, "location", "city")[0], {"#l": "location"}),
    scan("attribute_not_exists(#l)", lambda i: get(i, "location")[0] is None, {"#l": "location"}),
    scan("attribute_type(programs, :t)", lambda i: get(i, "programs")[0] == "SS", values={":t": S("SS")}),
    scan("attribute_type(avgRating, :t) or attribute_not_exists(avgRating)",
         lambda i: get(i, "avgRating")[0] in ("N", None), values={":t": S("N")}),
    scan("begins_with(#n, :p)", lambda i: (get(i, "name")[1] or "").startswith("S"), {"#n": "name"}, {":p": S("S")}),
    scan("size(fleetDetails) >= :n", lambda i: get(i, "fleetDetails")[0] == "L" and len(i["fleetDetails"]["L"]) >= 3,
         values={":n": N(3)}),
    scan("fleetDetails[0].#c > :n", lambda i: (number(i, "fleetDetails", 0, "count") or 0) > 2, {"#c": "count"},
         {":n": N(2)}),
    scan("not (#s = :a or #l.#s = :a)", lambda i: "CA" not in (get(i, "state")[1], get(i, "location", "state")[1]),
         {"#s": "state", "#l": "location"}, {":a": S("CA")}),
    scan("trainingType = :a or trainingType = :b and avgRating > :r",
         lambda i: get(i, "trainingType")[1] == "Part141" or get(i, "trainingType")[1] == "Part61"
         and (number(i, "avgRating") or 0) > 4, values={":a": S("Part141"), ":b": S("Part61"), ":r": N(4)}),
    scan("avgRating < :n", lambda i: number(i, "avgRating") is not None, values={":n": N(BIG)}),
    scan("contains(schoolId, :n)", lambda i: "-01" in get(i, "schoolId")[1], values={":n": S("-01")}),
    ("scan", {"ProjectionExpression": "schoolId, costBand.#m, programDetails[0].certification, reviews[1].rating",
              "ExpressionAttributeNames": {"#m": "min"}}, lambda i: True),
    query("#s = :s", lambda i: indexed(i) and get(i, "state")[1] == "CA", {":s": S("CA")}),
    query("#s = :s", lambda i: indexed(i) and get(i, "state")[1] == "CA", {":s": S("CA")}, ScanIndexForward=False),
    query("#s = :s AND avgRating >= :r", lambda i: indexed(i) and get(i, "state")[1] == "CA" and number(
        i, "avgRating") >= decimal.Decimal("4.5"), {":s": S("CA"), ":r": N("4.50")}),
    query("avgRating BETWEEN :a AND :b and #s = :s", lambda i: indexed(i) and get(i, "state")[1] == "TX" and 4 <= number(
        i, "avgRating") <= 5, {":s": S("TX"), ":a": N(4), ":b": N(5)}),
    query("#s = :s", lambda i: False, {":s": S("ZZ")}),
    query("#s = :s", lambda i: indexed(i) and get(i, "state")[1] == "CA" and below(i, 10000, "costBand", "min"),
          {":s": S("CA"), ":b": N(10000)}, {"#s": "state", "#m": "min"}, FilterExpression="costBand.#m <= :b",
          ProjectionExpression="schoolId, costBand"),
    ("query", {"KeyConditionExpression": "schoolId = :i", "ExpressionAttributeValues": {":i": S("school-002")}},
     lambda i: get(i, "schoolId")[1] == "school-002"),
    ("get_item", {"Key": {"schoolId": S("school-001")}}, lambda i: get(i, "schoolId")[1] == "school-001"),
    ("get_item", {"Key": {"schoolId": S("no-such-school")}, "ConsistentRead": True}, lambda i: False),
    ("get_item", {"Key": {"schoolId": S("school-002")}, "ProjectionExpression": "schoolId, #n",
                  "ExpressionAttributeNames": {"#n": "name"}}, lambda i: get(i, "schoolId")[1] == "school-002"),
    # Refused requests.
    scan("a = :x", error(VALIDATION, "value used in expression is not defined; attribute value: :x", "looks for unused values first"),
         values={":y": N(1)}),
    scan("#a = :x", error(VALIDATION, "attribute name: #a"), values={":x": N(1)}),
    scan("a = :x", error(VALIDATION, "ExpressionAttributeValues unused in expressions: keys: {:y}"),
         values={":x": N(1), ":y": N(1)}),
    scan("a = :x", error(VALIDATION, "ExpressionAttributeNames unused in expressions: keys: {#b}"), {"#b": "b"},
         {":x": N(1)}),
    scan("state = :x", error(VALIDATION, "reserved keyword: state"), values={":x": S("CA")}),
    scan("a = :x AND", error(VALIDATION, "Invalid FilterExpression: ", "another message for a dangling AND"),
         values={":x": N(1)}),
    scan("a == :x", error(VALIDATION, "Syntax error; token: \"=\""), values={":x": N(1)}),
    scan("", error(VALIDATION, "The expression can not be empty", "takes an empty filter for none")),
    scan("a < :x", error(VALIDATION, "Incorrect operand type for operator or function", "does not check operand types of <"),
         values={":x": {"BOOL": True}}),
    scan("a BETWEEN :x AND :y", error(VALIDATION, "BETWEEN operator requires upper bound"),
         values={":x": N(2), ":y": N(1)}),
    scan("attribute_type(a, :x)", error(VALIDATION, "Invalid attribute type name found; type: Z", "takes any type name"),
         values={":x": S("Z")}),
    scan("begins_with(a, :x)", error(VALIDATION, "Incorrect operand type"), values={":x": N(1)}),
    scan("starts_with(a, :x)", error(VALIDATION, "Invalid function name; function: starts_with", "takes any function name"),
         values={":x": S("a")}),
    scan("begins_with(a)", error(VALIDATION, "Incorrect number of operands", "looks for unused values first"),
         values={":x": S("a")}),
    scan("a = :x", error(VALIDATION, "cannot be converted to a numeric value", LAX), values={":x": N("ten")}),
    scan("a = :x", error(VALIDATION, "more than 38 significant digits", LAX), values={":x": N(BIG + "9")}),
    scan("a = :x", error(VALIDATION, "Number overflow", LAX), values={":x": N("1e126")}),
    scan("a = :x", error(VALIDATION, "Supplied AttributeValue", LAX), values={":x": {}}),
    ("scan", {"Limit": 0}, error(VALIDATION, "greater than or equal to 1")),
    ("scan", {"ProjectionExpression": "a, a.b"}, error(VALIDATION, "Two document paths overlap")),
    ("scan", {"ExpressionAttributeNames": {"#a": "a"}}, error(VALIDATION, "can only be specified when using expressions")),
    ("scan", {"TableName": "other-table"}, error("ResourceNotFoundException", "Requested resource not found")),
    ("scan", {"IndexName": "OtherIndex"}, error(VALIDATION, "does not have the specified index: OtherIndex")),
    ("scan", {"ExclusiveStartKey": {"other": S("x")}}, error(VALIDATION, "The provided starting key is invalid")),
    query("#s = :s", error(VALIDATION, "Consistent reads are not supported on global secondary indexes"),
          {":s": S("CA")}, ConsistentRead=True),
    query("#s > :s", error(VALIDATION, "Query key condition not supported", "has another message"), {":s": S("CA")}),
    query("#s = :s", error(VALIDATION, "Condition parameter type does not match schema type"), {":s": N(1)}),
    query("avgRating = :s", error(VALIDATION, "Query condition missed key schema element: state"), {":s": N(1)},
          {"#x": "x"}, FilterExpression="#x = :s"),
    query("#s = :s", error(VALIDATION, "Filter Expression can only contain non-primary key attributes",
                             "filters by index keys"), {":s": S("CA")}, FilterExpression="#s = :s"),
    query("#s = :s", error(VALIDATION, "The provided starting key is invalid"), {":s": S("CA")},
          ExclusiveStartKey={"schoolId": S("school-001")}),
    ("get_item", {"Key": {"id": S("school-001")}}, error(VALIDATION, "The provided key element does not match the schema")),
    ("get_item", {"Key": {"schoolId": N(1)}}, error(VALIDATION, "The provided key element does not match the schema")),
    ("describe_table", {"TableName": "other-table"}, error("ResourceNotFoundException", "Table: other-table not found")),
]


# ---- running them ----

def client(endpoint, key=None, secret=None, **more):
    config = botocore.config.Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=20,
                                    parameter_validation=False)
    return boto3.client("dynamodb", endpoint_url=endpoint, region_name="us-east-1", config=config,
                        aws_access_key_id=key, aws_secret_access_key=secret, **more)


def run(dynamodb, operation, parameters):
    try:
        answer = getattr(dynamodb, operation)(**{"TableName": TABLE, **parameters})
    except botocore.exceptions.ClientError as failure:
        return {"code": failure.response["Error"]["Code"], "message": failure.response["Error"]["Message"]}
    answer.pop("ResponseMetadata")
    return answer


def normal(value):
    """Numbers by value, sets and maps without order."""
    if isinstance(value, dict):
        if set(value) == {"N"}:
            return ["N", str(decimal.Decimal(value["N"]).normalize())]
        if set(value) == {"SS"}:
            return ["SS", sorted(value["SS"])]
        return {name: normal(member) for name, member in sorted(value.items())}
    return [normal(element) for element in value] if isinstance(value, list) else value


def ids(answer):
    items = answer.get("Items", [answer["Item"]] if "Item" in answer else [])
    return [item["schoolId"]["S"] for item in items]


def check(operation, parameters, expected, answer, items):
    """What is wrong with an answer by this script's own reckoning; None if nothing."""
    if isinstance(expected, dict):
        if answer.get("code") != expected["code"]:
            return f"expected {expected['code']}, got {json.dumps(answer)[:200]}"
        if expected["part"] and expected["part"] not in answer["message"]:
            return f"expected a message with {expected['part']!r}, got {answer['message']!r}"
        return None
    if "code" in answer:
        return f"refused: {answer}"
    wanted = [item for item in items if expected(item)]
    if parameters.get("Select") == "COUNT":
        return None if (answer["Count"], "Items" in answer) == (len(wanted), False) else f"count {answer}"
    got = ids(answer)
    if sorted(got) != sorted(item["schoolId"]["S"] for item in wanted):
        return f"expected the ids {sorted(item['schoolId']['S'] for item in wanted)}, got {sorted(got)}"
    if operation == "query" and "IndexName" in parameters and "ProjectionExpression" not in parameters:
        ratings = [decimal.Decimal(item["avgRating"]["N"]) for item in answer["Items"]]
        if ratings != sorted(ratings, reverse=parameters.get("ScanIndexForward") is False):
            return f"not in the order of avgRating: {ratings}"
    if "ProjectionExpression" not in parameters:
        by_id = {item["schoolId"]["S"]: item for item in items}
        for item in answer.get("Items", [answer["Item"]] if "Item" in answer else []):
            if normal(item) != normal(by_id[item["schoolId"]["S"]]):
                return f"{item['schoolId']['S']} is not as it was stored"
    return None


def compare(expected, ours, theirs):
    """How two endpoints' answers differ; None if they do not."""
    if isinstance(expected, dict):
        if expected["ministack"]:
            return None
        if ours.get("code") != theirs.get("code"):
            return f"ours {ours}, theirs {theirs}"
        return None if expected["part"] in theirs["message"] else (
            f"messages differ: ours {ours['message']!r}, theirs {theirs['message']!r}")
    for answer in (ours, theirs):
        # A scan comes in the order of a hash that is each endpoint's own, and equal ratings in no order at all.
        answer["Items"] = sorted(answer.get("Items", []), key=lambda item: item["schoolId"]["S"])
        answer.pop("ConsumedCapacity", None)
    return None if normal(ours) == normal(theirs) else f"ours {json.dumps(ours)[:500]}, theirs {json.dumps(theirs)[:500]}"


def check_pages(dynamodb, items):
    """Every way of paging must show each item once, in order, and go on after a key whose item is gone."""
    failures = []
    whole = ids(run(dynamodb, "scan", {}))
    for limit in (1, 5, 7, len(items), len(items) + 1):
        got, key = [], None
        for _ in range(len(items) + 2):
            page = run(dynamodb, "scan", {"Limit": limit, **({"ExclusiveStartKey": key} if key else {})})
            got += ids(page)
            key = page.get("LastEvaluatedKey")
            if key is None:
                break
            if set(key) != {"schoolId"}:
                failures.append(f"scan key {key}")
        if got != whole:
            failures.append(f"pages of {limit}: {got}")
    parts = [ids(run(dynamodb, "scan", {"Segment": n, "TotalSegments": 4})) for n in range(4)]
    if sorted(sum(parts, [])) != sorted(whole):
        failures.append(f"segments: {parts}")
    state = {"IndexName": "StateIndex", "KeyConditionExpression": "#s = :s", "ExpressionAttributeNames": {"#s": "state"},
             "ExpressionAttributeValues": {":s": S("CA")}}
    for forward in (True, False):
        whole = ids(run(dynamodb, "query", {**state, "ScanIndexForward": forward}))
        got, key = [], None
        for _ in range(len(whole) + 2):
            page = run(dynamodb, "query", {**state, "Limit": 1, "ScanIndexForward": forward,
                                           **({"ExclusiveStartKey": key} if key else {})})
            got += ids(page)
            key = page.get("LastEvaluatedKey")
            if key is None:
                break
            if set(key) != {"schoolId", "state", "avgRating"}:
                failures.append(f"query key {key}")
        if got != whole:
            failures.append(f"query pages: {got}, whole {whole}")
    gone = run(dynamodb, "query", {**state, "ExclusiveStartKey": {
        "schoolId": S("gone"), "state": S("CA"), "avgRating": N("4.55")}})
    wanted = [item for item in items if indexed(item) and get(item, "state")[1] == "CA"
              and number(item, "avgRating") > decimal.Decimal("4.55")]
    if sorted(ids(gone)) != sorted(item["schoolId"]["S"] for item in wanted):
        failures.append(f"after a key that is gone: {ids(gone)}")
    after = ids(run(dynamodb, "scan", {"ExclusiveStartKey": {"schoolId": S("gone")}}))
    if after != ids(run(dynamodb, "scan", {}))[-len(after) or len(items):]:
        failures.append(f"scan after a key that is gone: {after}")
    empty = run(dynamodb, "scan", {"Limit": 3, "FilterExpression": "attribute_exists(nothing)"})
    if (empty["Count"], empty["ScannedCount"], "LastEvaluatedKey" in empty) != (0, 3, True):
        failures.append(f"an empty page with a key: {empty}")
    return failures


def check_table(dynamodb, items):
    table = run(dynamodb, "describe_table", {})["Table"]
    failures = []
    if (table["ItemCount"], table["TableStatus"], table["GlobalSecondaryIndexes"][0]["IndexName"]) != (
            len(items), "ACTIVE", "StateIndex"):
        failures.append(f"describe_table: {table}")
    if dynamodb.list_tables()["TableNames"] != ["explanations", TABLE]:
        failures.append("list_tables")
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
    for change, code in (("body", "InvalidSignatureException"), ("authorization", "MissingAuthenticationTokenException"),
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
        answer = run(dynamodb, "scan", {})
        if answer.get("code") != code:
            failures.append(f"{name}: expected {code}, got {json.dumps(answer)[:200]}")
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
        raise SystemExit("ministack did not answer within 60 s")

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.folder.cleanup()


def seed(dynamodb, items):
    dynamodb.create_table(
        TableName=TABLE, BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "schoolId", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "schoolId", "AttributeType": "S"},
                              {"AttributeName": "state", "AttributeType": "S"},
                              {"AttributeName": "avgRating", "AttributeType": "N"}],
        GlobalSecondaryIndexes=[{
            "IndexName": "StateIndex", "Projection": {"ProjectionType": "ALL"},
            "KeySchema": [{"AttributeName": "state", "KeyType": "HASH"},
                          {"AttributeName": "avgRating", "KeyType": "RANGE"}]}])
    for item in items:
        dynamodb.put_item(TableName=TABLE, Item=item)


def main():
    endpoint, path = sys.argv[1:3]
    items = load(path)
    own = boto3.Session().get_credentials()
    dynamodb = client(endpoint)
    failures = []
    answers = []
    for operation, parameters, expected in REQUESTS:
        answer = run(dynamodb, operation, parameters)
        answers.append(answer)
        wrong = check(operation, parameters, expected, answer, items)
        if wrong:
            failures.append(f"{operation} {json.dumps(parameters)}: {wrong}")
    failures += check_pages(dynamodb, items) + check_table(dynamodb, items) + check_signatures(endpoint, own)
    compared = 0
    if "--ministack" in sys.argv:
        ministack = Ministack(sys.argv[sys.argv.index("--ministack") + 1])
        try:
            ministack.wait()
            other = client(ministack.endpoint, "test", "test")
            storable = [item for item in items if all(
                name not in item or get(item, name)[0] == kind for name, kind in (("state", "S"), ("avgRating", "N")))]
            if len(storable) != len(items):
                failures.append("an item has a key attribute of the index with a wrong type: no table can hold it")
            seed(other, storable)
            for (operation, parameters, expected), answer in zip(REQUESTS, answers):
                different = compare(expected, answer, run(other, operation, parameters))
                compared += 1
                if different:
                    failures.append(f"ministack, {operation} {json.dumps(parameters)}: {different}")
        finally:
            ministack.stop()
    for failure in failures:
        print(failure)
    print(f"{len(REQUESTS)} requests, {compared} compared with ministack, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
