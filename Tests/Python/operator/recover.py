"""./build.sh backup and restore."""
import datetime
import json
import re

from checks import TABLE, local_times, turn_recovery, with_aws
from emulator import expect


def recovery(tables, name):
    described = tables.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    return described["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"]


def check_backup(operator):
    tables, run = operator.client("dynamodb"), operator.run
    made = json.loads(run("backup", "--json", env=local_times(operator)).stdout)
    described = tables.describe_backup(BackupArn=made["arn"])["BackupDescription"]["BackupDetails"]
    expect(re.fullmatch(TABLE + r"-\d{8}T\d{6}Z", made["name"]) and described["BackupName"] == made["name"], made)
    created = described["BackupCreationDateTime"].astimezone(datetime.timezone.utc)
    expect(created.strftime("%Y-%m-%dT%H:%M:%SZ") == made["created"], made)
    creating = 'case "$*" in *create-backup*) real "$@" | sed s/AVAILABLE/CREATING/; exit;; esac'
    with with_aws(operator, creating) as env:
        expect("arn:aws:dynamodb" in run("backup", env=env).stdout, "no address")
    deleted = creating + '\ncase "$*" in *describe-backup*) real "$@" | sed s/AVAILABLE/DELETED/; exit;; esac'
    with with_aws(operator, deleted) as env:
        expect("is DELETED" in run("backup", status=1, env=env).stderr, "a backup that went away is a success")
    operator.refuses("there is no table nobodys in region", "backup", "--table", "nobodys")


def check_restore(operator):
    tables, run = operator.client("dynamodb"), operator.run
    turn_recovery(tables, False)
    operator.refuses("its point-in-time recovery is off", "restore", "--to", "latest", "--yes")
    turn_recovery(tables, True)
    operator.refuses("is the earliest", "restore", "--to", "2020-01-01T00:00:00Z", "--yes")
    operator.refuses("is the table itself", "restore", "--to", "latest", "--as", TABLE, status=2)
    operator.refuses("there is no table nobodys", "restore", "--to", "latest", "--table", "nobodys")
    operator.refuses("already, and it is not", "restore", "--to", "latest", "--as", operator.stack + "-explanations", "--yes")
    refused = run("restore", "--to", "latest", "--as", "restored", status=1)
    expect("there is no terminal" in refused.stderr and "a new table" in refused.stdout, refused.stdout + refused.stderr)
    expect("restored" not in tables.list_tables()["TableNames"], "a refused restore made a table")

    made = json.loads(run("restore", "--to", "latest", "--yes", "--json").stdout)
    new, count = made["restored"], made["compared"]["same"]
    expect(new.startswith(TABLE + "-restored-20") and count > 10 and made["compared"]["different"] == 0, made)
    expect(recovery(tables, new) == "ENABLED", "the new table has no recovery")
    expect(tables.describe_table(TableName=new)["Table"]["DeletionProtectionEnabled"], "the new table can be deleted")

    items = sorted(tables.scan(TableName=TABLE)["Items"], key=lambda item: item["schoolId"]["S"])
    tables.put_item(TableName=TABLE, Item={**items[0], "name": {"S": "Renamed"}})
    tables.delete_item(TableName=TABLE, Key={"schoolId": items[1]["schoolId"]})
    tables.put_item(TableName=TABLE, Item={**items[0], "schoolId": {"S": "opened-since"}})
    again = ("restore", "--to", made["to"], "--as", new)
    operator.refuses(f"there is a table {new} already", *again)
    # The table as AWS describes it during a restore. ministack leaves that out, and is done at once.
    source = f"arn:aws:dynamodb:{operator.region}:000000000000:table/{TABLE}"
    summary = json.dumps({"SourceTableArn": source, "RestoreDateTime": made["to"], "RestoreInProgress": True})
    script = f"""case "$*" in *describe-table*{new}*) echo >>"$here/calls"
    change='.RestoreSummary = {summary}'
    (($(wc -l <"$here/calls") > 2)) || change+=' | .TableStatus = "CREATING"'
    real "$@" | jq "$change"; exit;; esac"""
    with with_aws(operator, script) as env:
        text = run(*again, env={**env, **local_times(operator)})
    expect("is being made" in text.stdout and re.search(rf"same +{count - 2}\n", text.stdout), text.stdout)
    for line in (r"differ +1\n", rf"only in {TABLE} +1\n", rf"only in {new} +1\n", items[1]["schoolId"]["S"]):
        expect(re.search(line, text.stdout), f"the comparison lacks {line}: {text.stdout}")

    switch = re.search(r"To use it: +\./build\.sh (.*)\nand to go back: +\./build\.sh (.*)\n", text.stdout)
    run(*switch[1].split(), "--yes")
    expect(run("export").stdout == run("export", "--table", new).stdout, "the restored table is not in use")
    run("health")
    run(*switch[2].split(), "--yes")
    tables.delete_item(TableName=TABLE, Key={"schoolId": {"S": "opened-since"}})
    carried = run("seed", "-", "--table", TABLE, "--json", stdin=run("export", "--table", new).stdout)
    counts = json.loads(carried.stdout)
    expect((counts["added"], counts["replaced"], counts["unchanged"]) == (1, 1, count - 2), counts)
    expect(run("export").stdout == run("export", "--table", new).stdout, "the stack's own table is not what it was")
