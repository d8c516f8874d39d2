"""What the functions' roles in the template may do."""
from cfn import Resolver, expand, of_type, walk
from emulator import FUNCTIONS
from problems import expect, properties
from promises import EVERY_ROLE, ROLES, STARS


def check_permissions(template):
    resources = expand(template)["Resources"]
    for path, value in walk(resources):
        if not isinstance(value, dict) or "Effect" not in value:
            continue
        actions = value["Action"] if isinstance(value["Action"], list) else [value["Action"]]
        expect(not any("*" in action for action in actions), f"{path}: {actions}")
        named = value.get("Resource", [])
        if "*" in (named if isinstance(named, list) else [named]):
            expect(set(actions) <= set(STARS), f"{path}: any resource for {actions}")
    for name in FUNCTIONS:
        role = properties(resources, name + "Role")
        expect("ManagedPolicyArns" not in role, f"{name}Role has a managed policy")
        found = set()
        for path, value in walk(role["Policies"]):
            if path.endswith("/Action") or "/Action/" in path:
                found |= {value} if isinstance(value, str) else set()
        allowed = EVERY_ROLE | ROLES.get(name, found)
        expect(found == allowed, f"{name}Role differs in {found ^ allowed}")
        statements = role["Policies"][0]["PolicyDocument"]["Statement"]
        logs = [statement["Resource"] for statement in statements if statement.get("Sid") == "WriteLogs"]
        expect(logs == [{"Fn::GetAtt": [name + "Logs", "Arn"]}], f"{name}Role writes to {logs}")
        role = properties(resources, name)["Role"]
        expect(role == {"Fn::GetAtt": [name + "Role", "Arn"]}, f"{name} has the role {role}")
    functions = of_type(resources, "AWS::Lambda::Function")
    expect(set(functions) == set(FUNCTIONS), f"functions that only one side has: {set(functions) ^ set(FUNCTIONS)}")


def reads_of_schools(template, **given):
    """(what, action) for everything of DynamoDB that the role of GetSchools allows."""
    policy = Resolver(template, **given).resolve(properties(template["Resources"], "GetSchoolsRole")["Policies"][0])
    for statement in policy["PolicyDocument"]["Statement"]:
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        yield from ((statement["Resource"], action) for action in actions if action.startswith("dynamodb:"))


def check_reads(template):
    """GetSchools may scan the table in use and its index, and get items of the table; and nothing else."""
    older = "arn:aws:dynamodb:us-east-1:123456789012:table/older"
    for table, given in (("Schools.Arn", {}), (older, {"TableInUse": "older"})):
        found = set(reads_of_schools(template, **given))
        needed = {(table, "dynamodb:" + action) for action in ("GetItem", "BatchGetItem", "Scan")}
        needed.add((table + "/index/CatalogueIndex", "dynamodb:Scan"))
        expect(found == needed, f"GetSchoolsRole with {given} differs in {found ^ needed}")


def check_models(template):
    """For a call through a profile of the default model, its role may invoke what AWS asks for, and nothing else."""
    model = "anthropic.claude-haiku-4-5-20251001-v1:0"
    profiles = (
        ("us.", "us-west-2", ["us-east-1", "us-east-2", "us-west-2"]), ("global.", "us-west-2", ["us-west-2", ""]),
        ("global.", "eu-north-1", ["eu-north-1", ""]), ("", "eu-north-1", ["eu-north-1"]),
    )
    for prefix, home, regions in profiles:
        resolver = Resolver(template, **{"ModelId": prefix + model, "AWS::Region": home})
        arns = []
        policy = resolver.resolve(properties(template["Resources"], "MatchExplainerRole")["Policies"][0])
        for statement in policy["PolicyDocument"]["Statement"]:
            if statement["Action"] == "bedrock:InvokeModel":
                of = statement["Resource"]
                arns += of if isinstance(of, list) else of.split(",")
        needed = {f"arn:aws:bedrock:{home}:123456789012:inference-profile/{prefix}{model}"}
        needed |= {f"arn:aws:bedrock:{region}::foundation-model/{model}" for region in regions}
        expect(needed <= set(arns), f"{prefix}{model}: the role lacks {needed - set(arns)}")
        expect(not any("*" in arn for arn in arns), f"a wildcard in {arns}")
