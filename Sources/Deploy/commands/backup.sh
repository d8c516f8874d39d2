# shellcheck shell=bash disable=SC2154 # build.sh and what it sources share variables
# ./build.sh backup: make an on-demand backup of the table of schools
# It asks no question, so that cron can run it.

help_backup() {
    cat <<'TEXT'
./build.sh backup [--table NAME]   make an on-demand backup of the table of schools

Point-in-time recovery, which the stack turns on, reaches back 35 days (./build.sh restore). A backup is kept until it is
deleted, also when the table is deleted. It holds the whole table, takes seconds, does not slow the table down, and costs
about 0.10 USD per GB and month. A second run makes a second backup. `aws dynamodb restore-table-from-backup` makes a table
from it, and `aws dynamodb delete-backup` deletes it.

  --table NAME        back up this table instead of the stack's
  --stack NAME        the stack (flight-school)
  --json              print the result as JSON

Exit status: 0 the backup is complete, 1 it is not, 2 wrong usage.
TEXT
}

command_backup() {
    local table described name backup
    parse "--table" "" "$@"
    no_operands
    table_options --table
    need_aws
    find_table table
    describe_table described "$table"
    name=${table:0:238}-$(date -u +%Y%m%dT%H%M%SZ) # 255 characters at most
    say "Backing up $table in $where: $(run_jq backup-size -r <<<"$described")."
    ask backup "backing up $table" dynamodb create-backup --table-name "$table" --backup-name "$name" --output json \
        --query BackupDetails
    wait_for_backup backup
    if given --json; then
        run_jq backup-result --arg table "$table" <<<"$backup"
    else
        run_jq backup-rows -r <<<"$backup" | aligned
    fi
}

wait_for_backup() { # BACKUP: a variable with the backup's details, which are read again until the backup is complete
    local _arn _status _from=$SECONDS
    _arn=$(jq -r .BackupArn <<<"${!1}")
    while _status=$(jq -r .BackupStatus <<<"${!1}") && [[ $_status == CREATING ]]; do
        ((SECONDS - _from < 900)) ||
            die 1 "the backup $_arn is not complete after 15 minutes: aws dynamodb describe-backup --backup-arn $_arn shows its state"
        progress "Backing up · $((SECONDS - _from)) s"
        sleep 2
        ask "$1" "reading the backup $_arn" dynamodb describe-backup --backup-arn "$_arn" --output json \
            --query BackupDescription.BackupDetails
    done
    progress ""
    [[ $_status == AVAILABLE ]] || die 1 "the backup $_arn is $_status, not AVAILABLE: run this again"
}
