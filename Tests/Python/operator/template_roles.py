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


def check_models(template):
    """For a call through a profile of the default model, its role may invoke what AWS asks for, and nothing else."""
    model = "anthropic.claude-haiku-4-5-20251001-v1:0"
    for prefix, regions in (("us.", ["us-east-1", "us-east-2", "us-west-2"]), ("global.", ["us-west-2", ""])):
        resolver = Resolver(template, **{"ModelId": prefix + model, "AWS::Region": "us-west-2"})
        arns = resolver.name("FoundationModelArns").split(",")
        policy = resolver.resolve(properties(template["Resources"], "MatchExplainerRole")["Policies"][0])
        for statement in policy["PolicyDocument"]["Statement"]:
            if statement["Action"] == "bedrock:InvokeModel" and statement["Resource"].count(",") == 0:
                arns.append(statement["Resource"])
        needed = {f"arn:aws:bedrock:us-west-2:123456789012:inference-profile/{prefix}{model}"}
        needed |= {f"arn:aws:bedrock:{region}::foundation-model/{model}" for region in regions}
        expect(needed <= set(arns), f"{prefix}{model}: the role lacks {needed - set(arns)}")
        expect(not any("*" in arn for arn in arns), f"a wildcard in {arns}")
