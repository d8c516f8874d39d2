"""What the functions' roles may do on ministack, and what they are refused."""
import json

from botocore.exceptions import ClientError
from emulator import expect


def check_roles(emulator, outputs):
    """What each role may do and what it must be refused, by calls that are signed with its own keys."""
    schools, explanations = outputs["SchoolsTableName"], outputs["ExplanationsTableName"]
    model = "us.anthropic.claude-haiku-4-5-20251001-v1:0"
    item = {"schoolId": {"S": "refused"}, "name": {"S": "Refused"}, "cacheKey": {"S": "role"}}

    def invoke(client, name=model):
        body = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 5, "messages": [{"role": "user", "content": "Hi"}]}
        return client("bedrock-runtime").invoke_model(modelId=name, body=json.dumps(body))

    key = {"ExpressionAttributeValues": {":s": {"S": "CA"}}, "ExpressionAttributeNames": {"#s": "state"}, "KeyConditionExpression": "#s = :s"}
    calls = {
        "read a school": lambda c: c("dynamodb").get_item(TableName=schools, Key={"schoolId": {"S": "x"}}),
        "scan the schools": lambda c: c("dynamodb").scan(TableName=schools),
        "query the states": lambda c: c("dynamodb").query(TableName=schools, IndexName="StateIndex", **key),
        "write a school": lambda c: c("dynamodb").put_item(TableName=schools, Item=item),
        "delete a school": lambda c: c("dynamodb").delete_item(TableName=schools, Key={"schoolId": {"S": "x"}}),
        "delete the table": lambda c: c("dynamodb").delete_table(TableName=schools),
        "read an explanation": lambda c: c("dynamodb").get_item(TableName=explanations, Key={"cacheKey": {"S": "x"}}),
        "keep an explanation": lambda c: c("dynamodb").put_item(TableName=explanations, Item=item),
        "scan the explanations": lambda c: c("dynamodb").scan(TableName=explanations),
        "ask the model": invoke,
        "ask another model": lambda c: invoke(c, "anthropic.claude-opus-4-1-20250805-v1:0"),
        "read the code's bucket": lambda c: c("s3").list_objects_v2(Bucket="flight-school-deploy-000000000000-us-east-1"),
        "change a function": lambda c: c("lambda").delete_function(FunctionName=outputs["LambdaFunctionName"]),
        "become another role": lambda c: c("iam").list_roles(),
    }
    allowed = {
        "GetSchoolsRole": {"read a school", "scan the schools", "query the states"},
        "MatchExplainerRole": {"read an explanation", "keep an explanation", "ask the model"},
    }
    resource = emulator.client("cloudformation").describe_stack_resource
    for name, mine in allowed.items():
        role = resource(StackName="flight-school", LogicalResourceId=name)["StackResourceDetail"]["PhysicalResourceId"]
        arn = emulator.client("iam").get_role(RoleName=role)["Role"]["Arn"]
        keys = emulator.client("sts").assume_role(RoleArn=arn, RoleSessionName="deploy-test")["Credentials"]
        keys = (keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
        for call, attempt in calls.items():
            try:
                attempt(lambda service: emulator.client(service, keys))
                refused = ""
            except ClientError as error:
                refused = error.response["Error"]["Code"]
            expect(refused == ("" if call in mine else refused) and "NotFound" not in refused, f"{name}: {call}: {refused}")
            expect(call in mine or "AccessDenied" in refused, f"{name} may {call}: {refused or 'it was done'}")
