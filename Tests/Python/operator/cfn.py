"""The template as CloudFormation reads it: in long form, expanded by AWS's SAM translator, with its functions resolved."""
import json
import os
import re

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")  # the translator needs one, and calls nothing

from cfnlint.decode import cfn_yaml  # noqa: E402
from emulator import ROOT  # noqa: E402
from samtranslator.parser.parser import Parser  # noqa: E402
from samtranslator.translator.translator import Translator  # noqa: E402

TEMPLATE = f"{ROOT}/Sources/Deploy/template.yaml"
PSEUDO = {
    "AWS::Partition": "aws", "AWS::Region": "us-east-1", "AWS::AccountId": "123456789012", "AWS::StackName": "flight-school",
    "AWS::URLSuffix": "amazonaws.com",
}
NOTHING = object()  # what AWS::NoValue is resolved to


def read(path=TEMPLATE):
    """The template as plain dictionaries."""
    return json.loads(json.dumps(cfn_yaml.load(path), default=str))


def expand(template, **parameters):
    """The template after the SAM transform. `aws cloudformation package` has replaced the paths of the zips before."""
    template = json.loads(json.dumps(template))
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = "s3://bucket/" + resource["Properties"]["Handler"]
    return Translator({}, Parser()).translate(template, parameters)


def of_type(resources, name):
    return {key: value for key, value in resources.items() if value["Type"] == name}


def walk(value, path=""):
    yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from walk(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from walk(inner, f"{path}/{index}")


class Resolver:
    """Resolves CloudFormation's functions for given values of parameters; the others have their defaults."""

    def __init__(self, template, **given):
        defaults = {name: str(parameter["Default"]) for name, parameter in template["Parameters"].items()}
        self.names = {**PSEUDO, **defaults, **given}
        self.conditions = template["Conditions"]

    def holds(self, condition):
        (kind, operands), = condition.items()
        if kind == "Condition":
            return self.holds(self.conditions[operands])
        if kind == "Fn::Equals":
            return str(self.resolve(operands[0])) == str(self.resolve(operands[1]))
        combine = {"Fn::Not": lambda found: not found[0], "Fn::And": all, "Fn::Or": any}[kind]
        return combine([self.holds(operand) for operand in operands])

    def name(self, name):
        """What a Ref to `name` is: a resource is told by its own name."""
        return self.names.get(name, name)

    def resolve(self, value):
        if isinstance(value, list):
            return [item for item in map(self.resolve, value) if item is not NOTHING]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            (kind, operand), = value.items()
            if kind == "Ref":
                return NOTHING if operand == "AWS::NoValue" else self.name(operand)
            if kind == "Fn::GetAtt":
                return ".".join(operand)
            if kind == "Fn::If":
                return self.resolve(operand[1] if self.holds({"Condition": operand[0]}) else operand[2])
            if kind == "Fn::Join":
                return operand[0].join(self.resolve(operand[1]))
            if kind == "Fn::Split":
                return self.resolve(operand[1]).split(operand[0])
            if kind == "Fn::Sub":
                text, more = operand if isinstance(operand, list) else (operand, {})
                more = {key: self.resolve(inner) for key, inner in more.items()}
                return re.sub(r"\$\{([\w.:]+)\}", lambda found: str(more.get(found[1], self.name(found[1]))), text)
        resolved = {key: self.resolve(inner) for key, inner in value.items()}
        return {key: inner for key, inner in resolved.items() if inner is not NOTHING}
