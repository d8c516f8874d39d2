"""days.py [DAY…]: two operators work on one ministack at the same time, each with a stack and a region of its own.

They use ./build.sh with the real zips. Each check gets the operator, and finds what the checks before it left. The first
surprise ends a day; the exit status is 1 if there was one. Without DAY both are run.
"""
import concurrent.futures
import sys
import threading
import time

import alarms
import api
import deploy
import logs
import misuse
import pages
import recover
import remote
import roles
import rollback
import runbook_play
import tables
import upgrade
import watch
from checks import turn_recovery
from emulator import Emulator, Operator, Surprise, expect


def seed(operator):
    operator.run("seed")


def bring_up(operator):
    """A stack of an earlier release. From here on the endpoint has a slash at its end, which must make no difference."""
    operator.env["AWS_ENDPOINT_URL"] += "/"
    upgrade.bring_up(operator)
    turn_recovery(operator.client("dynamodb"), True)  # which ministack's CloudFormation does not


DAYS = {
    # From nothing to a healthy API, then every command of the runbook; it ends by removing everything.
    "first": [
        misuse.check_help, misuse.check_wrong_usage, misuse.check_refused_values, misuse.check_no_deploy, misuse.check_no_stack,
        remote.check_no_function,
        deploy.check_interrupted_question, deploy.check_deploy, deploy.check_failed_change, seed,
        pages.check_paths, pages.check_uploads, pages.check_failed_upload, pages.check_rollback, pages.check_health, pages.check_access,
        api.check_routes, api.check_cors, remote.check_remote, roles.check_roles, roles.check_global_profile, watch.check_logs_and_metrics,
        tables.check_export, tables.check_bad_schools, runbook_play.check_runbook,
    ],
    # Keeping a system running, and what goes wrong with it.
    "later": [
        bring_up, logs.check_logs, logs.check_long_log, rollback.check_first_version, upgrade.check_upgrade, upgrade.check_old_index,
        misuse.check_no_access, deploy.check_endpoint_of_profile, rollback.check_changed_parameters, api.check_fixed_origin,
        roles.check_geographic_profile, rollback.check_rollback, recover.check_backup, watch.check_daily, recover.check_restore,
        alarms.check_alarms, alarms.check_every_alarm, remote.check_failure,
    ],
}
# ministack names IAM roles after the stack alone, so the stacks need different names.
PLACES = {"first": ("us-east-1", "flight-school"), "later": ("us-west-2", "west")}
# A check that mostly waits is run beside those that follow it.
BESIDE = {rollback.check_changed_parameters: logs.check_following}

talking = threading.Lock()


def run(check, operator):
    began = time.monotonic()
    try:
        check(operator)
    except Surprise as surprise:
        raise Surprise(f"✘ {operator.stack} {check.__module__}.{check.__name__}: {surprise}") from None
    with talking:
        print(f"✔ {operator.stack} {check.__module__}.{check.__name__} {time.monotonic() - began:.0f} s", flush=True)


def day(name, emulator):
    operator = Operator(emulator, *PLACES[name])
    with concurrent.futures.ThreadPoolExecutor() as pool:
        beside = []
        for check in DAYS[name]:
            if check in BESIDE:
                beside.append(pool.submit(run, BESIDE[check], operator))
            run(check, operator)
        for waiting in beside:
            waiting.result()


def main(names):
    with Emulator() as emulator, concurrent.futures.ThreadPoolExecutor() as pool:
        days = [pool.submit(day, name, emulator) for name in names]
        surprises = [str(surprise) for surprise in (done.exception() for done in days) if surprise]
    expect(not surprises, "\n".join(surprises))


if __name__ == "__main__":
    try:
        main(sys.argv[1:] or DAYS)
    except Surprise as surprise:
        sys.exit(str(surprise))
