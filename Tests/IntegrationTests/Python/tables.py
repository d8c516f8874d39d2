"""Does to a DynamoDB what a test asks: tables.py ENDPOINT REGION, one JSON object a line in, one a line out.

boto3 does the work, with keys that the emulator takes for its owner's. Numbers keep the digits that they are written with.
"""

import concurrent.futures
import json
import sys

import boto3
import botocore.config

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
    """A plain value in DynamoDB's form. {"SS": [...]} and its like, which no school has, stand for themselves."""
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
    if len(value) == 1 and next(iter(value)) in ("SS", "NS"):
        return {name: [str(element) for element in elements] for name, elements in value.items()}
    return {"M": {name: attribute(member) for name, member in value.items()}}


def item(school):
    return {name: attribute(value) for name, value in school.items()}


def create(table, indexed=True):
    """The table of the contract; without its index where items are to come first that the index would refuse."""
    keys = [{"AttributeName": "schoolId", "AttributeType": "S"}]
    index = {} if not indexed else {"GlobalSecondaryIndexes": [STATE_INDEX]}
    dynamodb.create_table(
        TableName=table, BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "schoolId", "KeyType": "HASH"}],
        AttributeDefinitions=keys + (INDEX_KEYS if indexed else []), **index)


INDEX_KEYS = [{"AttributeName": "state", "AttributeType": "S"}, {"AttributeName": "avgRating", "AttributeType": "N"}]
STATE_INDEX = {
    "IndexName": "StateIndex",
    "KeySchema": [{"AttributeName": "state", "KeyType": "HASH"}, {"AttributeName": "avgRating", "KeyType": "RANGE"}],
    "Projection": {"ProjectionType": "ALL"},
}


def index(table):
    dynamodb.update_table(
        TableName=table, AttributeDefinitions=INDEX_KEYS, GlobalSecondaryIndexUpdates=[{"Create": STATE_INDEX}])


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
COMMANDS = {f.__name__: f for f in (create, create_explanations, items, change, index, put, seed, copies, delete, user, role)}
for line in sys.stdin:
    asked = read(line)
    try:
        answer = {"result": COMMANDS[asked.pop("do")](**asked)}
    except Exception as error:  # the test that asked reports it
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
