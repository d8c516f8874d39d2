"""Does to a DynamoDB what a test asks: tables.py ENDPOINT REGION, one JSON object a line in, one a line out.

boto3 does the work, with keys that the emulator takes for its owner's. Numbers keep the digits that they are written with.
"""

import base64
import concurrent.futures
import decimal
import json
import sys

import boto3
import botocore.config

import listings

ENDPOINT, REGION = sys.argv[1:3]


def client(service):
    return boto3.client(
        service, endpoint_url=ENDPOINT, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test",
        config=botocore.config.Config(retries={"total_max_attempts": 1}, proxies={}, read_timeout=30))


class Digits(str):
    """A number with the digits that it was written with."""


def read(text):
    return json.loads(text, parse_float=Digits, parse_int=Digits)


def attribute(value):
    """A plain value in DynamoDB's form. {"SS": [...]} and its like stand for themselves; {"M": {...}} is a map that looks so."""
    if value is None:
        return {"NULL": True}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, Digits):
        return {"N": str(value)}
    if isinstance(value, tuple):
        return {"N": value[1]}
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, list):
        return {"L": [attribute(element) for element in value]}
    tag, tagged = next(iter(value.items())) if len(value) == 1 else (None, None)
    if tag in ("SS", "NS"):
        return {tag: [str(element) for element in tagged]}
    if tag in ("B", "BS"):
        return {tag: base64.b64decode(tagged) if tag == "B" else [base64.b64decode(element) for element in tagged]}
    if tag == "M":
        value = tagged
    return {"M": {name: attribute(member) for name, member in value.items()}}


def item(school):
    return {name: attribute(value) for name, value in school.items()}


KEY = {"KeySchema": [{"AttributeName": "schoolId", "KeyType": "HASH"}]}
KEY_TYPE = {"AttributeDefinitions": [{"AttributeName": "schoolId", "AttributeType": "S"}]}


def create(table):
    """The table of the contract, without its index."""
    dynamodb.create_table(TableName=table, BillingMode="PAY_PER_REQUEST", **KEY, **KEY_TYPE)


def index(table, name, attributes):
    """Gives a table an index of the same key with these attributes."""
    projection = {"ProjectionType": "INCLUDE", "NonKeyAttributes": attributes}
    dynamodb.update_table(
        TableName=table, **KEY_TYPE,
        GlobalSecondaryIndexUpdates=[{"Create": {"IndexName": name, "Projection": projection, **KEY}}])


def batch(requests, table):
    left = {table: requests}
    while left:
        left = dynamodb.batch_write_item(RequestItems=left)["UnprocessedItems"]


def put(table, schools):
    batches = [schools[at:at + 25] for at in range(0, len(schools), 25)]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda part: batch([{"PutRequest": {"Item": item(school)}} for school in part], table), batches))
    return len(schools)


def seed(table, file):
    """The schools of a file; every third one with its programmes as a string set, for tables hold both."""
    with open(file, encoding="utf-8") as opened:
        schools = read(opened.read())
    for school in schools[2::3]:
        school["programs"] = {"SS": school["programs"]}
    return put(table, schools)


def copies(table, file, count):
    """`count` schools of about 3 KB, made of those of a file, with ids and names of their own."""
    with open(file, encoding="utf-8") as opened:
        schools = read(opened.read())
    made = []
    for number in range(int(count)):
        school = dict(schools[number % len(schools)], schoolId=f"copy-{number:05}", name=f"School {number * 7919 % int(count)}")
        for bulky in ("reviews", "instructors"):
            school.pop(bulky, None)
        made.append(school)
    return put(table, made)


INVENTED = {}


def invent(table, seed, count):
    """Stores invented schools, which `fault` then knows."""
    INVENTED[table] = listings.invented(seed, count)
    return put(table, INVENTED[table])


def fault(table, query, seen, body):
    """What is wrong with a page of the invented schools; null for nothing."""
    return listings.fault(INVENTED[table], query, seen, body)


def delete(table, ids):
    batch([{"DeleteRequest": {"Key": {"schoolId": {"S": id}}}} for id in ids], table)


def create_explanations(table):
    """The table of the shared explanations."""
    dynamodb.create_table(
        TableName=table, BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "cacheKey", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "cacheKey", "AttributeType": "S"}])
    dynamodb.update_time_to_live(
        TableName=table, TimeToLiveSpecification={"Enabled": True, "AttributeName": "expiresAt"})


def items(table):
    return dynamodb.scan(TableName=table, ConsistentRead=True)["Items"]


def every_item(table):
    pages = dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
    return [item for page in pages for item in page["Items"]]


def count(table):
    """How many items the table has now: the emulator's figure is no estimate."""
    return dynamodb.describe_table(TableName=table)["Table"]["ItemCount"]


def normal(value):
    """A value in DynamoDB's form, equal for equal ones: sets have no order, and 1.0 is 1."""
    (kind, content), = value.items()
    if kind == "N":
        return kind, decimal.Decimal(content)
    if kind == "NS":
        return kind, sorted(decimal.Decimal(element) for element in content)
    if kind in ("SS", "BS"):
        return kind, sorted(content)
    if kind == "L":
        return kind, [normal(element) for element in content]
    if kind == "M":
        return kind, {name: normal(member) for name, member in content.items()}
    return kind, content


def by_id(items):
    return {item["schoolId"]["S"]: normal({"M": item}) for item in items}


def both_layouts(school):
    """The school as a table should hold it: what either layout lacks, from the other."""
    place = dict(school.get("location") or {})
    fields = ("city", "state", "zipCode", "coordinates")
    flat = {name: place[name] for name in fields if name in place and name not in school}
    place.update({name: school[name] for name in fields if name in school and name not in place})
    return {**school, **flat, **({"location": place} if place else {})}


def holds(table, file):
    """What is wrong with a table that should hold the schools of a file, a JSON array or JSON lines, and no others."""
    with open(file, encoding="utf-8") as opened:
        text = opened.read()
    schools = read(text) if text.startswith("[") else [read(line) for line in text.splitlines()]
    items = every_item(table)
    have, want = by_id(items), by_id(item(both_layouts(school)) for school in schools)
    wrong = sorted(id for id in have.keys() | want.keys() if have.get(id) != want.get(id))
    return ([f"{len(items)} items of {len(have)} schools"] if len(items) != len(want) else []) + wrong[:20]


def differences(table, other):
    """The ids of the items that are not the same in both tables."""
    one, two = by_id(every_item(table)), by_id(every_item(other))
    return sorted(id for id in one.keys() | two.keys() if one.get(id) != two.get(id))


def write_copies(file, source, count):
    """Writes `count` schools of about 3 KB, made of those of a file, as JSON lines, in no order of ids."""
    with open(source, encoding="utf-8") as opened:
        schools = json.load(opened)
    for school in schools:
        del school["reviews"], school["instructors"]
    with open(file, "w", encoding="utf-8") as opened:
        for number in range(int(count)):
            id = f"copy-{number * 7919 % int(count):05}"
            opened.write(json.dumps({**schools[number % len(schools)], "schoolId": id}, ensure_ascii=number % 2 == 0) + "\n")


def change(table, attribute, value):
    """Gives every item of the table a new value, in DynamoDB's form, of an attribute; answers how many there are."""
    found = items(table)
    for item in found:
        dynamodb.put_item(TableName=table, Item={**item, attribute: value})
    return len(found)


def user(name, policy):
    """An IAM user's access key; `policy` is what the user may do."""
    iam.create_user(UserName=name)
    iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=json.dumps(policy))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return {"id": key["AccessKeyId"], "secret": key["SecretAccessKey"]}


def role(name, policy):
    """Temporary keys of a role, as Lambda gives them to a function."""
    trust = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com", "AWS": "*"}, "Action": "sts:AssumeRole"}]}
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=json.dumps(policy))
    keys = sts.assume_role(RoleArn=arn, RoleSessionName="function")["Credentials"]
    return {"id": keys["AccessKeyId"], "secret": keys["SecretAccessKey"], "token": keys["SessionToken"]}


dynamodb, iam, sts = client("dynamodb"), client("iam"), client("sts")
COMMANDS = {f.__name__: f for f in (
    create, create_explanations, items, count, holds, differences, write_copies, change, index, put, seed, copies, invent, fault,
    delete, user, role)}
for line in sys.stdin:
    asked = read(line)
    try:
        answer = {"result": COMMANDS[asked.pop("do")](**asked)}
    except Exception as error:  # the test that asked reports it
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
