# shellcheck shell=bash disable=SC2154 # build.sh and what it sources share variables
# ./build.sh restore: restore the table of schools of an earlier time as a new table
# The table in use is not touched.

help_restore() {
    cat <<'TEXT'
./build.sh restore --to TIME [--table NAME] [--as NEWTABLE]   restore the table as it was at TIME, as a new table

Point-in-time recovery covers every second of the last 35 days except about the last five minutes. This makes a new table from
it; the table in use is not touched. It shows what it will make and what that costs, asks, waits, gives the new table what a
restored table lacks (point-in-time recovery, deletion protection), compares the two tables, and prints how to use the new
one: as a whole, or only some of its schools. On AWS this takes 20 minutes or more, and at most 6 hours. It may be
interrupted: the same command continues (after `--to latest`, the command that it prints).

  --to TIME           such as 2026-11-23T18:00:00Z or 2026-11-23T19:00:00+01:00, or `latest`
  --table NAME        restore this table instead of the stack's
  --as NEWTABLE       the name of the new table, instead of TABLE-restored- and the time
  --stack NAME        the stack (flight-school)
  --yes               do not ask
  --json              print the result as JSON

Exit status: 0 the new table is ready and compared, 1 it is not, 2 wrong usage.
TEXT
}

table=""  # what is restored
moment="" # as of when, in seconds
new=""    # the table that is made
earliest="" latest="" # between which seconds the table can be restored; empty if its recovery is off

command_restore() {
    local original target
    parse "--to --table --as" "" "$@"
    no_operands
    table_options --table --as
    parse_time moment
    need_aws
    find_table table
    [[ ${option[--as]:-} != "$table" ]] || misuse "--as $table is the table itself: the new table needs another name"
    describe_table original "$table"
    read_window
    new=${option[--as]:-$(new_name)}
    if find_target target; then
        developer_tool debug
    else
        check_window
        print_plan "$original"
        confirm "Restore $table to $(iso "$moment") as $new?"
        developer_tool debug # compares at the end: a tool that cannot be built is better known now
        ask target "restoring $table as $new" dynamodb restore-table-to-point-in-time --source-table-name "$table" \
            --target-table-name "$new" --restore-date-time "$(iso "$moment")" --output json --query TableDescription
    fi
    wait_for_target target
    protect "$original" "$target"
    compare_and_explain
}

iso() { date -u -d "@$1" +%Y-%m-%dT%H:%M:%SZ; } # SECONDS

parse_time() { # INTO: --to in seconds, or empty for the latest
    local _time=${option[--to]:-} _seconds=""
    local _form='^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:?[0-9]{2})$'
    [[ -n $_time ]] || misuse "restore needs --to TIME, such as 2026-11-23T18:00:00Z, or --to latest"
    [[ $_time != latest ]] || return 0
    [[ ! $_time =~ $_form ]] || _seconds=$(date -u -d "$_time" +%s 2>/dev/null) || true
    [[ -n $_seconds ]] ||
        misuse "--to $_time is not a time with a zone, such as 2026-11-23T18:00:00Z or 2026-11-23T19:00:00+01:00, or \"latest\""
    ((_seconds <= EPOCHSECONDS)) || misuse "--to $_time is in the future: it is $(iso "$EPOCHSECONDS") now"
    printf -v "$1" %s "$_seconds"
}

read_window() { # sets `earliest` and `latest`, and `moment` to the latest if --to says so
    local recovery
    ask recovery "reading how far back $table can be restored" dynamodb describe-continuous-backups --table-name "$table" \
        --output json --query ContinuousBackupsDescription.PointInTimeRecoveryDescription
    IFS=$'\t' read -r earliest latest < <(run_jq restore-window -r <<<"$recovery") || true
    [[ -n $moment || -n $latest ]] || no_recovery
    moment=${moment:-$latest}
}

check_window() {
    [[ -n $latest ]] || no_recovery
    ((moment >= earliest)) || die 1 "$table cannot be restored to $(iso "$moment"): $(iso "$earliest") is the earliest"
    ((moment <= latest)) ||
        die 1 "$table cannot be restored to $(iso "$moment") yet: $(iso "$latest") is the latest; --to latest takes that"
}

no_recovery() {
    local turn_on="aws dynamodb update-continuous-backups --table-name $table"
    turn_on+=" --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true"
    die 1 "$table cannot be restored: its point-in-time recovery is off; $turn_on turns it on for the future, and" \
        "aws dynamodb list-backups --table-name $table lists older backups"
}

new_name() { # prints a name that begins like the table's, without the end that an earlier restore added
    local first=${table%-restored-[0-9]*T[0-9]*Z}
    echo "${first:0:229}-restored-$(date -u -d "@$moment" +%Y%m%dT%H%M%SZ)"
}

find_target() { # INTO: whether this restore was begun before; INTO gets the new table's description
    if ! try "$1" dynamodb describe-table --table-name "$new" --output json --query Table; then
        [[ ${!1} == *ResourceNotFoundException* ]] || die 1 "looking for the table $new failed: $(explained "${!1}")"
        return 1
    fi
    run_jq restore-same -e --arg table "$table" --argjson moment "$moment" <<<"${!1}" >/dev/null ||
        die 1 "there is a table $new already, and it is not $table of $(iso "$moment"): --as gives another name"
    say "$new is being made from $table of $(iso "$moment") already: continuing."
}

print_plan() { # ORIGINAL
    say "$(run_jq restore-plan -r --arg new "$new" --arg to "$(iso "$moment")" --arg where "$where" <<<"$1" | aligned)"
    say "To continue after an interruption: $(again)"
}

again() { by_hand restore --to "$(iso "$moment")" --table "$table" --as "$new"; }

wait_for_target() { # INTO: the new table's description, once the table and its indexes can be used
    local _from=$SECONDS _status _said=0
    while :; do
        # DynamoDB may not show a table that was just made.
        if ! try "$1" dynamodb describe-table --table-name "$new" --output json --query Table; then
            [[ ${!1} == *ResourceNotFoundException* && $((SECONDS - _from)) -lt 120 ]] ||
                die 1 "looking for $new failed: $(explained "${!1}"); $(again) continues"
            printf -v "$1" %s '{"TableStatus": "CREATING"}'
        fi
        _status=$(run_jq restore-status -r <<<"${!1}")
        case $_status in
            ACTIVE) break ;;
            CREATING | UPDATING) ;;
            *) die 1 "$new is $_status, so it cannot be restored to: somebody deletes or locks it" ;;
        esac
        ((SECONDS - _from < 21600)) || die 1 "$new is still $_status after 6 hours: $(again) waits again"
        progress "Restoring $new · $(((SECONDS - _from) / 60)) min · $_status"
        [[ -t 2 ]] || ((SECONDS - _from < _said + 300)) ||
            { _said=$((SECONDS - _from)) && say "Restoring $new · $((_said / 60)) min · $_status"; }
        sleep 5
    done
    progress ""
    say "$(paint green "$new is ready.")"
}

protect() { # ORIGINAL TARGET: turns on what the table has and a restored one lacks
    local from=$SECONDS reply key
    # Right after a restore, a table has no backups yet that could be turned on.
    until try reply dynamodb update-continuous-backups --table-name "$new" \
        --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true; do
        [[ $reply == *ContinuousBackupsUnavailable* && $((SECONDS - from)) -lt 300 ]] ||
            die 1 "turning on point-in-time recovery of $new failed: $(explained "$reply"); $(again) tries again"
        progress "Turning on point-in-time recovery of $new"
        sleep $((10 + RANDOM % 5))
    done
    progress ""
    if [[ $(jq .DeletionProtectionEnabled <<<"$2") != true ]]; then
        ask reply "protecting $new from deletion" dynamodb update-table --table-name "$new" --deletion-protection-enabled
    fi
    # A restore keeps the encryption. Where it does not, the operator decides which key is right.
    key=$(jq -r '.SSEDescription.KMSMasterKeyArn // ""' <<<"$1")
    [[ $key == "$(jq -r '.SSEDescription.KMSMasterKeyArn // ""' <<<"$2")" ]] || warn_of_key "$key"
}

warn_of_key() { # KEY of the table in use; empty for DynamoDB's own
    local specification=Enabled=false
    [[ -z $1 ]] || specification=Enabled=true,SSEType=KMS,KMSMasterKeyId=$1
    say "$(paint yellow "$new is not encrypted as $table is"), with ${1:-the key of DynamoDB}:" \
        "aws dynamodb update-table --table-name $new --sse-specification $specification"
}

compare_and_explain() { # prints the differences of the two tables and how to use the new one
    local compared
    export_for_tool
    if given --json; then
        compared=$(.build/debug/local compare --table "$table" --with "$new" --json) || comparison_failed
        jq -n --arg table "$table" --arg new "$new" --arg to "$(iso "$moment")" --argjson compared "$compared" \
            '{table: $table, restored: $new, to: $to, compared: $compared}'
    else
        .build/debug/local compare --table "$table" --with "$new" || comparison_failed
        explain_use
    fi
}

comparison_failed() { die 1 "$new is restored, but the comparison failed for the reason above: $(again) tries again"; }

explain_use() {
    local now
    ask now "reading the stack's parameters (the table $new is restored)" cloudformation describe-stacks \
        --stack-name "${option[--stack]}" --output text \
        --query "Stacks[0].Parameters[?ParameterKey=='TableInUse'].ParameterValue"
    [[ $now != None ]] || now=""
    cat <<TEXT

Nothing uses $new yet.
To use it:             $(by_hand deploy --param "TableInUse=$new")
and to go back:        $(by_hand deploy --param "TableInUse=$now")
To carry one school:   ./build.sh export --table $new | grep -F '"schoolId":"ID"' | ./build.sh seed - --table $table
To delete it:          aws dynamodb update-table --table-name $new --no-deletion-protection-enabled
                       aws dynamodb delete-table --table-name $new
TEXT
}
