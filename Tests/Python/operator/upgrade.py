"""A stack of an earlier release: its table has no index, and the deploy of this release makes it."""
import json

import cfn
from checks import with_aws
from emulator import FUNCTIONS, ROOT, expect
from promises import CATALOGUE


def earlier_template():
    """The template as it was before the index: no parameter for it, and a role that may not read it."""
    template = cfn.read()
    del template["Parameters"]["CatalogueIndex"], template["Conditions"]["HasCatalogueIndex"]
    del template["Resources"]["Schools"]["Properties"]["GlobalSecondaryIndexes"], template["Metadata"]
    statements = template["Resources"]["GetSchoolsRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
    statements[:] = [statement for statement in statements if statement.get("Sid") != "ReadCatalogue"]
    statements[0]["Action"].remove("dynamodb:BatchGetItem")
    for name in FUNCTIONS:
        template["Resources"][name]["Properties"]["CodeUri"] = f"{ROOT}/dist/{name}.zip"
    return template


def bring_up(operator):
    """Brings up the stack with the earlier template in place of today's."""
    path = f"{operator.folder}/earlier.json"
    with open(path, "w", encoding="utf-8") as file:
        json.dump(earlier_template(), file)
    script = f'case "$*" in *"cloudformation package"*) set -- "${{@/Sources\\/Deploy\\/template.yaml/{path}}}";; esac'
    with with_aws(operator, script) as env:
        operator.bring_up(env=env)


def indexes(operator):
    table = operator.client("dynamodb").describe_table(TableName=operator.outputs["SchoolsTableName"])["Table"]
    return {index["IndexName"]: index for index in table.get("GlobalSecondaryIndexes", [])}


def check_upgrade(operator):
    """The table keeps its schools and gets the index; the stack serves before and after. A second deploy changes nothing."""
    run = operator.run
    expect(not indexes(operator), "the earlier stack has an index")
    run("health")
    kept = run("export").stdout
    shown = json.loads(run("deploy", "--dry-run", "--json").stdout)["changes"]
    change, = [change for change in shown if change["resource"] == "Schools"]
    expect(change["action"] == "Modify" and change["replacement"] != "True", f"the table is replaced: {change}")
    run("deploy", "--yes")
    projection = indexes(operator)["CatalogueIndex"]["Projection"]
    expect(set(projection["NonKeyAttributes"]) == set(CATALOGUE), f"the index has {projection}")
    scanned = operator.client("dynamodb").scan(TableName=operator.outputs["SchoolsTableName"], IndexName="CatalogueIndex")
    expect(scanned["Count"] == len(kept.splitlines()), f"the index has {scanned['Count']} schools")
    expect(set().union(*scanned["Items"]) <= {"schoolId", *CATALOGUE}, "the index has more than its attributes")
    expect(run("export").stdout == kept, "the upgrade changed schools")
    run("health")
    expect("Nothing to change" in run("deploy", "--yes").stdout, "the same again changes something")


def check_old_index(operator):
    """A stack whose table still has the index of an older release: CloudFormation cannot drop one index and make another."""
    old = 'case "$*" in *"cloudformation get-template"*) echo \'"IndexName: StateIndex"\'; exit;; esac'
    with with_aws(operator, old) as env:
        refused = "--param CatalogueIndex=false --stack west, then ./build.sh deploy --param CatalogueIndex=true"
        operator.refuses(refused, "deploy", "--yes", env=env)
        first = json.loads(operator.run("deploy", "--dry-run", "--json", "--param", "CatalogueIndex=false", env=env).stdout)
    change, = [change for change in first["changes"] if change["resource"] == "Schools"]
    expect((change["action"], change["replacement"]) == ("Modify", "False"), f"the first step: {change}")
