"""What schemathesis cannot read in the API's description: checks of this API alone, and findings that are no faults.

Loaded by `st run` through SCHEMATHESIS_HOOKS. Each exception is as narrow as its reason.
"""
import collections

import schemathesis
from hypothesis import strategies
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.openapi.checks import RejectedPositiveData, UnsupportedMethodResponse

# Names of the stack and its machines: nothing of them reaches a caller.
INTERNAL = ("flight-school", "127.0.0.1", "amazonaws", "arn:aws", "Exception")


# Nobody makes up a cursor. The ones in use come from a page before: by the links of the description, in `cursor_goes_on`.
schemathesis.openapi.format("cursor", strategies.just(""))


@schemathesis.hook
def before_load_schema(context, schema):
    """The example of a cursor belongs to the whole query of its event, and generated queries are others."""
    for parameter in schema["paths"]["/schools"]["get"]["parameters"]:
        if parameter["schema"].get("format") == "cursor":
            del parameter["examples"]


def error(response):
    return response.json().get("error", "") if response.content else ""


@schemathesis.hook
def filter_failure(context, failure, case, response):
    excuses = (made_up_cursor, bytes_of_an_id, id_of_a_preflight, undeclared_method, repeated_elements)
    return not any(excuse(failure, case, response) for excuse in excuses)


def made_up_cursor(failure, case, response):
    """A cursor belongs to a query. A schema cannot say so: what it generates is most often a 400, and right so."""
    refused = isinstance(failure, RejectedPositiveData) and response.status_code == 400
    return refused and (case.query or {}).get("cursor") and error(response).startswith("Bad value for cursor:")


def bytes_of_an_id(failure, case, response):
    """An id has at most 128 bytes. A schema counts characters, of which some have several bytes."""
    refused = isinstance(failure, RejectedPositiveData) and response.status_code == 400
    identifier = str((case.path_parameters or {}).get("schoolId", ""))
    return refused and len(identifier) <= 128 < len(identifier.encode()) and "longer than 128 bytes" in error(response)


def repeated_elements(failure, case, response):
    """What a list of a question holds twice counts once. The schema's bound counts it twice."""
    if not isinstance(failure, AcceptedNegativeData) or not isinstance(case.body, dict) or response.status_code != 200:
        return False
    student = case.body.get("student")
    preferences = student.get("preferences") if isinstance(student, dict) else None
    lists = ((preferences, 3), (case.body.get("schoolIds"), 10))
    return any(isinstance(some, list) and len(some) > most >= len(set(map(str, some)) - {""}) for some, most in lists)


def id_of_a_preflight(failure, case, response):
    """A preflight has the same response for every id, one that is too long for a school included."""
    return isinstance(failure, AcceptedNegativeData) and case.operation.method == "options" and response.status_code == 204


def undeclared_method(failure, case, response):
    """API Gateway refuses a method that the template does not have with a 403, before any function could say 405."""
    refused = isinstance(failure, UnsupportedMethodResponse) and response.status_code == 403
    return refused and error(response) == "Missing Authentication Token"


@schemathesis.check
def cors_is_that_of_the_description(ctx, response, case):
    """The stack has its default origin: the CORS headers have the values of the description. Methods differ by path."""
    described = case.operation.responses.find_by_status_code(response.status_code)
    for name, header in (described.headers if described else {}).items():
        sent = response.headers.get(name.lower())
        if sent and name.startswith("Access-Control-") and name != "Access-Control-Allow-Methods":
            wanted = [str(header.schema["example"])]
            assert sent == wanted, f"{name} is {sent}, and {wanted} in the description"


@schemathesis.check
def nothing_internal(ctx, response, case):
    told = error(response) if response.status_code >= 400 else ""
    assert not any(word in told for word in INTERNAL), f"a caller is told: {told}"


@schemathesis.check
def cursor_goes_on(ctx, response, case):
    """The next page of the same query starts after the last school of this one."""
    if case.operation.label != "GET /schools" or response.status_code != 200 or case.method != "GET":
        return
    page = response.json()
    assert page["count"] == len(page["schools"]), f"count is {page['count']} of {len(page['schools'])} schools"
    if "nextCursor" not in page:
        return
    query = {name: value for name, value in (case.query or {}).items() if name != "cursor"}
    after = case.operation.Case(query={**query, "cursor": page["nextCursor"]}).call()
    assert after.status_code == 200, f"the next page is a {after.status_code}: {after.text}"
    seen = {school["schoolId"] for school in page["schools"]}
    again = seen & {school["schoolId"] for school in after.json()["schools"]}
    assert not again, f"the next page repeats {sorted(again)}"


@schemathesis.check
class EveryStatusIsReached:
    """Each status that a function gives without a fault of its own is reached: the run does not only see refusals."""

    def __init__(self):
        self.wanted = collections.defaultdict(set)
        self.seen = collections.defaultdict(set)

    def after_response(self, ctx, response, case):
        label = case.operation.label
        self.seen[label].add(response.status_code)
        for status, described in case.operation.responses.items():
            if int(status) < 500 and int(status) != 405 and "x-gateway" not in described.definition:
                self.wanted[label].add(int(status))

    def after_run(self, ctx):
        for label, statuses in self.wanted.items():
            missing = statuses - self.seen[label]
            assert not missing, f"{label} never gave {sorted(missing)}"
