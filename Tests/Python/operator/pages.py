"""The pages behind CloudFront: uploaded by deploy, served at their paths with the API, and what happens when an upload fails."""
import os
import shutil
import sys
import urllib.error
import urllib.parse
import urllib.request

from checks import with_aws, with_program
from emulator import ROOT, expect, read

sys.path.append(f"{ROOT}/Tests/Python/site")
import path_cases  # noqa: E402

PAGES = f"{ROOT}/Sources/Site"


def ask(operator, path):
    """Asks CloudFront, whose host's name Python does not resolve: ministack goes by the header."""
    host = urllib.parse.urlsplit(operator.outputs["SiteUrl"]).netloc
    try:
        with urllib.request.urlopen(urllib.request.Request(operator.url + path, headers={"Host": host}), timeout=30) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def check_paths(operator):
    """Every path has the page of the cases that the local server has, with the security policy, and the API is at /api."""
    for path, name in path_cases.CASES.items():
        status, headers, body = ask(operator, path)
        with open(f"{PAGES}/{name or path_cases.MISSING}", "rb") as file:
            expect(body == file.read(), f"{path} is not {name}: {body[:200]}")
        expect(status == (200 if name else 404), f"{path}: {status}")
        expect(headers["Content-Security-Policy"] == path_cases.POLICY, f"{path}: {headers['Content-Security-Policy']}")
    status, _, body = ask(operator, "/api/schools?limit=1")
    expect(status == 200 and b'"schools"' in body, f"/api/schools: {status} {body[:200]}")


def check_uploads(operator):
    """A deploy uploads what is missing or has changed, and forgets just that; a second one uploads nothing."""
    store, bucket = operator.client("s3"), operator.outputs["SiteBucketName"]
    distribution = operator.outputs["SiteDistributionId"]

    def forgotten():
        """The addresses of each invalidation, by its id."""
        cache = operator.client("cloudfront")
        listed = cache.list_invalidations(DistributionId=distribution)["InvalidationList"].get("Items", [])
        batches = {entry["Id"]: cache.get_invalidation(DistributionId=distribution, Id=entry["Id"])["Invalidation"] for entry in listed}
        return {key: sorted(batch["InvalidationBatch"]["Paths"]["Items"]) for key, batch in batches.items()}

    expect("The pages are up to date" in operator.run("deploy", "--yes").stdout, "the same pages were uploaded again")
    before = forgotten()
    store.delete_object(Bucket=bucket, Key="styles/site.css")
    store.put_object(Bucket=bucket, Key="school.html", Body=b"an earlier page")
    expect("2 files of the pages were uploaded" in operator.run("deploy", "--yes").stdout, "not the two that differ")
    paths = [addresses for key, addresses in forgotten().items() if key not in before]
    expect(paths == [["/school.html", "/schools/*", "/styles/site.css"]], f"{paths}")
    head = store.head_object(Bucket=bucket, Key="styles/site.css")
    expect(head["ContentType"] == "text/css; charset=utf-8" and "max-age=0" in head["CacheControl"], f"{head}")


def check_failed_upload(operator):
    """Pages come last: when the upload of a script fails, the pages before are whole, and the next deploy goes on."""
    store, bucket = operator.client("s3"), operator.outputs["SiteBucketName"]
    for key in ("shared/dom.js", "index.html"):
        store.put_object(Bucket=bucket, Key=key, Body=b"before")
    with with_aws(operator, 'case "$*" in *put-object*shared/dom.js*) echo "An error occurred (SlowDown)" >&2; exit 254;; esac') as env:
        result = operator.run("deploy", "--yes", status=1, env=env)
    expect("uploading shared/dom.js" in result.stderr, result.stderr)
    expect(store.get_object(Bucket=bucket, Key="index.html")["Body"].read() == b"before", "a page came before what it loads")
    expect("2 files" in operator.run("deploy", "--yes").stdout, "the next deploy does not go on")


def check_rollback(operator):
    """rollback --site turns back what the last upload changed, and nothing further; an interrupted upload is no release."""
    store, bucket = operator.client("s3"), operator.outputs["SiteBucketName"]

    def page():
        return ask(operator, "/")[2]

    now = page()
    store.put_object(Bucket=bucket, Key="index.html", Body=b"an earlier page", ContentType="text/html")
    operator.run("deploy", "--yes")
    expect(page() == now, "deploy did not upload the page")
    denied = 'case "$*" in *head-object*) echo "An error occurred (403) when calling HeadObject: Forbidden" >&2; exit 254;; esac'
    with with_aws(operator, denied) as env:
        told = operator.run("rollback", "--site", "--yes", status=1, env=env).stderr
    expect("looking for the earlier pages" in told and "Forbidden" in told, told)
    for _ in range(2):
        operator.run("rollback", "--site", "--yes")
        expect(page() == b"an earlier page", f"{page()[:100]}")
    fails = 'case "$*" in *put-object*--key?index.html*) echo "An error occurred (SlowDown)" >&2; exit 254;; esac'
    store.put_object(Bucket=bucket, Key="shared/dom.js", Body=b"earlier")
    with with_aws(operator, fails) as env:
        operator.run("deploy", "--yes", status=1, env=env)
    operator.run("deploy", "--yes")
    operator.run("rollback", "--site", "--yes")
    expect(ask(operator, "/shared/dom.js")[2] == b"earlier", "the half of an upload was kept as a release")
    expect(ask(operator, "/previous/index.html")[0] == 404, "the pages before are served")
    operator.run("deploy", "--yes")
    expect(page() == now, "the next deploy does not turn the pages forward")


def check_health(operator):
    """health looks at the pages as well. The key of the environment is for a URL that is given, not for the stack's."""
    store, bucket = operator.client("s3"), operator.outputs["SiteBucketName"]
    sent = f"{operator.folder}/sent"
    with with_program(operator, "curl", f'tee -a "{sent}" | {shutil.which("curl")} "$@"') as env:
        expect("pages" in operator.run("health", env={**env, "API_KEY": "another-tool's"}).stdout, "health does not name the pages")
        expect(read(sent) == "", f"a key went to an API that has none: {read(sent)}")
        operator.run("health", operator.outputs["ApiEndpoint"], env={**env, "API_KEY": "for-this-one"})
        expect("x-api-key: for-this-one" in read(sent), "a URL that is given is called without the key")
    store.delete_object(Bucket=bucket, Key="index.html")
    result = operator.run("health", status=1)
    expect("./build.sh deploy uploads the pages" in result.stdout, result.stdout)
    operator.run("deploy", "--yes")
    operator.run("health")


def check_access(operator):
    """The bucket is closed to all but the distribution."""
    store, bucket = operator.client("s3"), operator.outputs["SiteBucketName"]
    block = store.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    expect(all(block.values()) and len(block) == 4, f"{block}")
    statements = store.get_bucket_policy(Bucket=bucket)["Policy"]
    expect(operator.outputs["SiteDistributionId"] in statements and '"*"' not in statements, statements)
    expect(os.path.exists(f"{PAGES}/README.md") and "README.md" not in str(store.list_objects_v2(Bucket=bucket)), "notes are uploaded")
