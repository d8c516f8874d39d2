"""Schools into the table and out of it."""
import json

from emulator import ROOT, expect, read


def check_export(operator):
    """The schools that were seeded are exported whole: the sample file as another JSON reader reads it."""
    lines = [json.loads(line) for line in operator.run("export").stdout.splitlines()]
    sample = {school["schoolId"]: school for school in json.loads(read(f"{ROOT}/Events/schools.json"))}
    expect([line["schoolId"] for line in lines] == sorted(sample), "other schools, or another order")
    for line in lines:
        for name, value in sample[line["schoolId"]].items():
            if name != "location":
                expect(line[name] == value, f"{line['schoolId']}.{name} is {line[name]}")
    again = json.loads(operator.run("seed", "-", "--json", stdin=operator.run("export").stdout).stdout)
    expect(again["unchanged"] == len(sample) and again["added"] == again["replaced"] == 0, again)


def check_bad_schools(operator):
    """Files that hold no schools, and one bad school among good ones: nothing is written unless --skip-rejected is given."""
    run, before = operator.run, operator.run("export").stdout
    good = {"schoolId": "good", "name": "Good Flying Club", "state": "CA", "avgRating": 4.5}
    bad = {**good, "schoolId": "bad", "costBand": {"min": "cheap"}}
    lines = "\n".join(json.dumps(school) for school in (good, bad, {**good, "schoolId": "also-good"}))
    summary = "3 schools: 1 in no listing, 3 in no radius search, "
    expect(summary in run("check-data", "-", stdin=lines, status=1).stdout, "check-data lacks its summary")
    said = run("seed", "-", stdin=lines, status=1).stdout
    expect(summary in said, f"seed does not say what the schools lack: {said}")
    for arguments, stdin, line in (
        (["-"], lines, "nothing was written"), (["-"], "<html>", "is not JSON"), (["-"], "", "is empty"),
        (["nowhere.json"], None, "nowhere.json cannot be read"), (["Events"], None, "is a folder"),
    ):
        result = run("seed", *arguments, stdin=stdin, status=1)
        expect(line in result.stderr, f"seed {arguments}: {result.stderr}")
    expect(run("export").stdout == before, "a refused file changed the table")
    result = json.loads(run("seed", "-", "--skip-rejected", "--json", stdin=lines).stdout)
    expect((result["added"], [school["line"] for school in result["rejected"]]) == (2, [2]), result)
    run("export", "here.jsonl", folder=operator.folder)
    again = run("seed", "here.jsonl", "--json", folder=operator.folder)
    for arguments in ([], ["here.jsonl"]):
        checked = json.loads(run("check-data", *arguments, "--json", folder=operator.folder).stdout)
        expect(checked["schools"] > 10, f"check-data {arguments} in the caller's folder: {checked}")
    expect(json.loads(again.stdout)["unchanged"] > 10, f"a file of the caller's folder: {again.stdout}")
    result = run("export", "/nowhere/schools.jsonl", status=1)
    expect("/nowhere/schools.jsonl cannot be written" in result.stderr, result.stderr)
