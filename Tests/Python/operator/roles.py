"""What the functions' roles may do on ministack, and what they are refused."""
import json

from botocore.exceptions import ClientError
from emulator import expect

MODEL = "anthropic.claude-haiku-4-5-20251001-v1:0"


def role_arn(operator, function):
    resource = operator.client("cloudformation").describe_stack_resource
    role = resource(StackName=operator.stack, LogicalResourceId=function + "Role")["StackResourceDetail"]["PhysicalResourceId"]
    return operator.client("iam").get_role(RoleName=role)["Role"]["Arn"]


def check_roles(operator):
    """Calls that are signed with each role's own keys: those that it needs succeed, the others are denied."""
    schools, explanations = operator.outputs["SchoolsTableName"], operator.outputs["ExplanationsTableName"]
    bucket = f"flight-school-deploy-000000000000-{operator.region}"
    item = {"schoolId": {"S": "refused"}, "name": {"S": "Refused"}, "cacheKey": {"S": "role"}}

    def invoke(client, name="global." + MODEL):
        body = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 5, "messages": [{"role": "user", "content": "Hi"}]}
        return client("bedrock-runtime").invoke_model(modelId=name, body=json.dumps(body))

    key = {"ExpressionAttributeValues": {":s": {"S": "x"}}, "KeyConditionExpression": "schoolId = :s"}
    calls = {
        "read a school": lambda c: c("dynamodb").get_item(TableName=schools, Key={"schoolId": {"S": "x"}}),
        "scan the schools": lambda c: c("dynamodb").scan(TableName=schools),
        "scan the index": lambda c: c("dynamodb").scan(TableName=schools, IndexName="CatalogueIndex"),
        "read schools at once": lambda c: c("dynamodb").batch_get_item(
            RequestItems={schools: {"Keys": [{"schoolId": {"S": "x"}}]}}
        ),
        "query the index": lambda c: c("dynamodb").query(TableName=schools, IndexName="CatalogueIndex", **key),
        "read explanations at once": lambda c: c("dynamodb").batch_get_item(
            RequestItems={explanations: {"Keys": [{"cacheKey": {"S": "x"}}]}}
        ),
        "write schools at once": lambda c: c("dynamodb").batch_write_item(
            RequestItems={schools: [{"PutRequest": {"Item": item}}]}
        ),
        "query the schools": lambda c: c("dynamodb").query(TableName=schools, **key),
        "write a school": lambda c: c("dynamodb").put_item(TableName=schools, Item=item),
        "delete a school": lambda c: c("dynamodb").delete_item(TableName=schools, Key={"schoolId": {"S": "x"}}),
        "delete the table": lambda c: c("dynamodb").delete_table(TableName=schools),
        "read an explanation": lambda c: c("dynamodb").get_item(TableName=explanations, Key={"cacheKey": {"S": "x"}}),
        "keep an explanation": lambda c: c("dynamodb").put_item(TableName=explanations, Item=item),
        "scan the explanations": lambda c: c("dynamodb").scan(TableName=explanations),
        "call the model": invoke,
        "call another model": lambda c: invoke(c, "anthropic.claude-opus-4-1-20250805-v1:0"),
        "read the code's bucket": lambda c: c("s3").list_objects_v2(Bucket=bucket),
        "change a function": lambda c: c("lambda").delete_function(FunctionName=operator.outputs["LambdaFunctionName"]),
        "become another role": lambda c: c("iam").list_roles(),
    }
    allowed = {
        "GetSchools": {"read a school", "read schools at once", "scan the schools", "scan the index"},
        "MatchExplainer": {"read an explanation", "keep an explanation", "call the model"},
    }
    for name, mine in allowed.items():
        keys = operator.client("sts").assume_role(RoleArn=role_arn(operator, name), RoleSessionName="deploy-test")["Credentials"]
        keys = (keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
        for call, attempt in calls.items():
            try:
                attempt(lambda service: operator.client(service, keys))
                refused = ""
            except ClientError as error:
                refused = error.response["Error"]["Code"]
            expect(refused == ("" if call in mine else refused) and "NotFound" not in refused, f"{name}: {call}: {refused}")
            expect(call in mine or "AccessDenied" in refused, f"{name} may {call}: {refused or 'it was done'}")


def may_invoke(operator, function, arn):
    """Whether ministack's policy engine allows the function's role to invoke the model or profile `arn`."""
    simulated = operator.client("iam").simulate_principal_policy(
        PolicySourceArn=role_arn(operator, function), ActionNames=["bedrock:InvokeModel"], ResourceArns=[arn]
    )
    return simulated["EvaluationResults"][0]["EvalDecision"] == "allowed"


def check_model(operator, prefix):
    """The role has every permission that AWS asks for a call through this profile of the default model, and no other."""
    profile = f"arn:aws:bedrock:{operator.region}:000000000000:inference-profile/"
    model = "foundation-model/" + MODEL
    needed = [profile + prefix + MODEL, f"arn:aws:bedrock:{operator.region}::{model}"]
    if prefix == "global.":
        needed.append(f"arn:aws:bedrock:::{model}")  # the ARN of the model in whatever region the call is sent to
    else:
        needed += [f"arn:aws:bedrock:{region}::{model}" for region in ("us-east-1", "us-east-2", "us-west-2")]
    for arn in needed:
        expect(may_invoke(operator, "MatchExplainer", arn), f"with {prefix}{MODEL} the role may not invoke {arn}")
    for arn in (
        profile + "eu." + MODEL, f"arn:aws:bedrock:eu-west-1::{model}",
        "arn:aws:bedrock:::foundation-model/anthropic.claude-opus-4-1-20250805-v1:0",
    ):
        expect(not may_invoke(operator, "MatchExplainer", arn), f"with {prefix}{MODEL} the role may invoke {arn}")
    expect(not may_invoke(operator, "GetSchools", needed[1]), "GetSchools may invoke a model")


def check_global_profile(operator):
    check_model(operator, "global.")


def check_geographic_profile(operator):
    """After a deploy with ModelId=us.…"""
    check_model(operator, "us.")
