"""The functions' environment variables, as the developer's tool lists and checks them, beside the template that sets them."""
import json
import re
import subprocess

from cfn import of_type, walk
from emulator import ROOT
from problems import expect

TOOL = f"{ROOT}/.build/debug/local"

# Variables of the operator that the template does not set.
NOT_SET = {
    "AWS_BEARER_TOKEN_BEDROCK": "the function's role signs",
    "AWS_CA_BUNDLE": "the built-in roots are Amazon's",
    "AWS_ENDPOINT_URL_DYNAMODB": "AWS_ENDPOINT_URL is for both services",
    "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": "AWS_ENDPOINT_URL is for both services",
    "AWS_LAMBDA_LOG_FORMAT": "LoggingConfig sets it",
    "AWS_LAMBDA_LOG_LEVEL": "LoggingConfig sets it",
    "BEDROCK_REGION": "the model is called in the stack's region",
    "BEDROCK_TEMPERATURE": "the newest models refuse it",
}
# Values that some rule or other refuses.
BAD = ["a b", "-1", "30.5", "1e3", "https://*.vercel.app", "https://WWW.example.com", "https://www.example.com:443", "x" * 2049]


def variables():
    """The variables, by name."""
    text = subprocess.run([TOOL, "variables", "--json"], capture_output=True, text=True, timeout=20, check=True).stdout
    return {variable["name"]: variable for variable in json.loads(text)}


def complaint(name, value):
    """The function's sentence about a value of a variable; empty if the function accepts it."""
    run = subprocess.run([TOOL, "variables", "--", f"{name}={value}"], capture_output=True, text=True, timeout=20)
    return run.stderr.removeprefix("local: ").strip() if run.returncode else ""


def set_by(template):
    """The variable that each parameter of the template becomes, as pairs."""
    pairs = set()
    for function in of_type(template["Resources"], "AWS::Serverless::Function").values():
        for name, value in function["Properties"]["Environment"]["Variables"].items():
            for path, reference in walk({"": value}):
                if path.endswith("/Ref") and reference in template["Parameters"]:
                    pairs.add((reference, name))
    return sorted(pairs)


def takes(parameter, value):
    """Whether CloudFormation accepts the value of a parameter."""
    if "AllowedValues" in parameter and value not in map(str, parameter["AllowedValues"]):
        return False
    if len(value) > int(parameter.get("MaxLength", 4096)):
        return False
    return re.fullmatch(parameter.get("AllowedPattern", ".*"), value) is not None


def check_variables(template):
    """The template sets every variable of the operator, and its constraints are the functions' rules."""
    known = variables()
    functions = of_type(template["Resources"], "AWS::Serverless::Function").values()
    given = {name for function in functions for name in function["Properties"]["Environment"]["Variables"]}
    for name in given - set(known):
        expect(False, f"the template sets {name}, which no function reads")
    own = {name for name, variable in known.items() if not variable["isSetByLambda"]}
    for name in own - given - set(NOT_SET):
        expect(False, f"the template does not set {name}: add it, or say in variables.py why not")
    for name in set(NOT_SET) - (own - given):
        expect(False, f"variables.py says that the template does not set {name}")
    for key, function in of_type(template["Resources"], "AWS::Serverless::Function").items():
        for name in function["Properties"]["Environment"]["Variables"]:
            reader = known.get(name, {}).get("function")
            expect(reader in (None, key), f"{key} is given {name}, which only {reader} reads")
    for parameter, name in set_by(template):
        check_rule(template["Parameters"][parameter], parameter, known[name])


def check_rule(constraint, parameter, variable):
    name = variable["name"]
    values = [*BAD, str(constraint["Default"])]
    bounds = re.fullmatch(r"a (whole )?number from ([0-9.]+) to ([0-9.]+)", variable["allowed"])
    if bounds:
        low, high = (int(float(bound)) for bound in bounds.group(2, 3))
        values += [str(low - 1), str(high + 1), f"{high}.5", f"0{low}", "", "+1", "٣"]
        for value in (str(low), str((low + high) // 2), str(high)):
            expect(takes(constraint, value), f"the template refuses {parameter}={value}, which the function accepts")
            values.append(value)
    for value in values:
        if value and takes(constraint, value):
            expect(not complaint(name, value), f"the template accepts {parameter}={value}: {complaint(name, value)}")
