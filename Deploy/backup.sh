# shellcheck shell=bash disable=SC2154 # the variables of build.sh and of what it sources
# ./build.sh backup: an on-demand backup of the table of schools. It asks nothing, so that cron can run it.

backup_help() {
    cat <<'TEXT'
./build.sh backup [--table NAME]   an on-demand backup of the table of schools

Point-in-time recovery, which the stack turns on, reaches back 35 days (./build.sh restore); a backup stays until somebody
deletes it, also when the table goes. It holds the whole table, takes seconds, slows nobody down, and costs about 0.10 USD
per GB and month. A second run makes a second one. `aws dynamodb restore-table-from-backup` makes a table of it,
`aws dynamodb delete-backup` deletes it.

  --table NAME        another table than the one that the stack uses
  --stack NAME        the stack (flight-school)
  --json              print the result as JSON

Exit status: 0 the backup is complete, 1 it is not, 2 wrong usage.
TEXT
}

backup() {
    local table name described details arn from=$SECONDS
    parse "--table" "" "$@"
    no_operands
    tables_named --table
    need_aws
    table
    table=$answer
    describe_table "$table"
    described=$answer
    name=${table:0:238}-$(date -u +%Y%m%dT%H%M%SZ) # 255 characters at most
    # AWS counts items and bytes but every six hours.
    say "Backing up $table in $where: $(jq -r "$readable"'"about \(.ItemCount | grouped) items, \(.TableSizeBytes | size), \(.TableSizeBytes / 1e9 * 0.1 | usd) a month"' <<<"$described")."
    ask "backing up $table" dynamodb create-backup --table-name "$table" --backup-name "$name" --output json --query BackupDetails
    details=$answer
    arn=$(jq -r .BackupArn <<<"$details")
    while [[ $(jq -r .BackupStatus <<<"$details") == CREATING ]]; do # seconds, as a rule
        ((SECONDS - from < 900)) ||
            die 1 "the backup $name is not complete after 15 minutes: aws dynamodb describe-backup --backup-arn $arn tells of it"
        progress "Backing up $table · $((SECONDS - from)) s"
        sleep 2
        ask "looking at the backup $name" dynamodb describe-backup --backup-arn "$arn" --output json --query BackupDescription.BackupDetails
        details=$answer
    done
    progress ""
    [[ $(jq -r .BackupStatus <<<"$details") == AVAILABLE ]] ||
        die 1 "the backup $name is $(jq -r .BackupStatus <<<"$details"): somebody deleted it; run this again"
    if given --json; then
        jq --arg table "$table" "$readable"'{table: $table, name: .BackupName, arn: .BackupArn, status: .BackupStatus,
            bytes: .BackupSizeBytes, created: (.BackupCreationDateTime | iso)}' <<<"$details"
    else
        jq -r "$readable"'["name", .BackupName], ["ARN", .BackupArn], ["size", (.BackupSizeBytes | size)] | @tsv' <<<"$details" | aligned
    fi
}
