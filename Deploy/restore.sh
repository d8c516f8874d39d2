# shellcheck shell=bash disable=SC2154 # the variables of build.sh and of what it sources
# ./build.sh restore: the table of schools as it was, as a new table beside that of today, and what is different in it.

restore_help() {
    cat <<'TEXT'
./build.sh restore --to TIME [--table NAME] [--as NEWTABLE]   the table as it was at TIME, beside the one of today

Point-in-time recovery keeps every second of the last 35 days, up to about five minutes ago. This makes a new table of it;
the one of today is not touched. It says what it will make and what that costs, asks, waits, gives the new table what a
restored one lacks (point-in-time recovery, deletion protection), compares the two, and says how to use the new one: all of
it, or some of its schools. Waiting takes 20 minutes and more on AWS, and ends after 6 hours; it can be interrupted: the same
command again goes on where this one was (after `--to latest`, the one that it prints).

  --to TIME           as 2026-11-23T18:00:00Z or 2026-11-23T19:00:00+01:00, or `latest`
  --table NAME        another table than the one that the stack uses
  --as NEWTABLE       its name, instead of TABLE-restored- and the time
  --stack NAME        the stack (flight-school)
  --yes               do not ask
  --json              print the result as JSON

Exit status: 0 the new table is there and compared, 1 it is not, 2 wrong usage.
TEXT
}

restore() {
    parse "--to --table --as" "" "$@"
    no_operands
    tables_named --table --as
    restore_time
    need_aws
    table
    table=$answer
    [[ ${option[--as]:-} != "$table" ]] || misuse "--as $table is the table itself: a restored one is made beside it"
    describe_table "$table"
    source_table=$answer
    find_window
    new=${option[--as]:-$(new_name)}
    if look_for_target; then
        developer_tool debug
    else
        check_window
        tell_restore
        confirm "Restore $table to $(iso "$moment") as $new?"
        developer_tool debug # compares at the end; what cannot be built is better known before
        ask "restoring $table as $new" dynamodb restore-table-to-point-in-time --source-table-name "$table" \
            --target-table-name "$new" --restore-date-time "$(iso "$moment")" --output json --query TableDescription
    fi
    wait_for_target
    protect
    compare
    tell_switch
}

iso() { date -u -d "@$1" +%Y-%m-%dT%H:%M:%SZ; } # SECONDS

restore_time() { # --to in seconds, in `moment`; empty for the latest
    local time=${option[--to]:-} form='^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:?[0-9]{2})$'
    moment=""
    [[ -n $time ]] || misuse "restore wants --to TIME, such as 2026-11-23T18:00:00Z, or --to latest"
    [[ $time != latest ]] || return 0
    [[ ! $time =~ $form ]] || moment=$(date -u -d "$time" +%s 2>/dev/null) || true
    [[ -n $moment ]] ||
        misuse "--to $time is no time with a zone, such as 2026-11-23T18:00:00Z or 2026-11-23T19:00:00+01:00, nor \"latest\""
    ((moment <= EPOCHSECONDS)) || misuse "--to $time is in the future: it is $(iso "$EPOCHSECONDS") now"
}

find_window() { # how far back the table can go, in `earliest` and `latest`; empty if it cannot
    ask "asking how far back $table can go" dynamodb describe-continuous-backups --table-name "$table" --output json \
        --query ContinuousBackupsDescription.PointInTimeRecoveryDescription
    IFS=$'\t' read -r earliest latest < <(jq -r "$readable"'if .PointInTimeRecoveryStatus == "ENABLED"
        then [.EarliestRestorableDateTime, .LatestRestorableDateTime] | map(seconds) | @tsv else "" end' <<<"$answer") || true
    [[ -n $moment || -n $latest ]] || no_recovery
    moment=${moment:-$latest}
}

no_recovery() {
    die 1 "$table cannot be restored: its point-in-time recovery is off; aws dynamodb update-continuous-backups --table-name $table --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true turns it on for the future, and aws dynamodb list-backups --table-name $table lists older backups"
}

check_window() {
    [[ -n $latest ]] || no_recovery
    ((moment >= earliest)) || die 1 "$table cannot be restored to $(iso "$moment"): $(iso "$earliest") is the earliest"
    ((moment <= latest)) || die 1 "$table cannot be restored to $(iso "$moment") yet: $(iso "$latest") is the latest; --to latest takes that"
}

new_name() { # of a restored table, the first part is that of the table it came from
    local first=${table%-restored-[0-9]*T[0-9]*Z}
    echo "${first:0:229}-restored-$(date -u -d "@$moment" +%Y%m%dT%H%M%SZ)"
}

look_for_target() { # whether this restore was begun already; the target's description is left in `target`
    if ! try dynamodb describe-table --table-name "$new" --output json --query Table; then
        [[ $answer == *ResourceNotFoundException* ]] || die 1 "looking for the table $new failed: $(explained "$answer")"
        return 1
    fi
    target=$answer
    jq -e "$readable"'(.RestoreSummary // empty) | (.SourceTableArn | endswith(":table/" + $table)) and (.RestoreDateTime | seconds) == $moment' \
        --arg table "$table" --argjson moment "$moment" <<<"$target" >/dev/null ||
        die 1 "there is a table $new already, and it is not $table of $(iso "$moment"): --as names another"
    say "$new is being made of $table of $(iso "$moment") already: going on."
}

tell_restore() {
    say "$(jq -r --arg new "$new" --arg to "$(iso "$moment")" --arg where "$where" "$readable"'
        ["restores", "\(.TableName) in \($where), now about \(.ItemCount | grouped) items, \(.TableSizeBytes | size)"],
        ["to", $to], ["as", "\($new), a new table; \(.TableName) is not touched"],
        ["costs", "about \(.TableSizeBytes / 1e9 * 0.15 | usd) once, and \(.TableSizeBytes / 1e9 * 0.45 | usd) a month for as long as both are kept"] | @tsv' \
        <<<"$source_table" | aligned)"
    say "To go on after an interruption: $(again)"
}

again() { by_hand restore --to "$(iso "$moment")" --table "$table" --as "$new"; }

wait_for_target() { # until it and its indexes can be used
    local from=$SECONDS status said=0
    while :; do
        # A table that was just asked for may not be seen yet.
        if ! try dynamodb describe-table --table-name "$new" --output json --query Table; then
            [[ $answer == *ResourceNotFoundException* && $((SECONDS - from)) -lt 120 ]] ||
                die 1 "looking at $new failed: $(explained "$answer"); $(again) goes on"
            answer='{"TableStatus": "CREATING"}'
        fi
        target=$answer
        status=$(jq -r '[.TableStatus, (.GlobalSecondaryIndexes // [] | .[].IndexStatus // "ACTIVE")] | map(select(. != "ACTIVE"))[0] // "ACTIVE"' <<<"$target")
        case $status in
            ACTIVE) break ;;
            CREATING | UPDATING) ;;
            *) die 1 "$new is $status, so it cannot be restored to: somebody deletes or locks it" ;;
        esac
        ((SECONDS - from < 21600)) || die 1 "$new is still $status after 6 hours: $(again) goes on waiting"
        progress "Restoring $new · $(((SECONDS - from) / 60)) min · $status"
        [[ -t 2 ]] || ((SECONDS - from < said + 300)) || { said=$((SECONDS - from)) && say "Restoring $new · $((said / 60)) min · $status"; }
        sleep 5
    done
    progress ""
    say "$(paint green "$new is there.")"
}

protect() { # what the table had and a restored one has not
    local from=$SECONDS key specification
    # Right after a restore a table has no backups that could be turned on.
    until try dynamodb update-continuous-backups --table-name "$new" --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true; do
        [[ $answer == *ContinuousBackupsUnavailable* && $((SECONDS - from)) -lt 300 ]] ||
            die 1 "turning on point-in-time recovery of $new failed: $(explained "$answer"); $(again) tries again"
        progress "Turning on point-in-time recovery of $new"
        sleep $((10 + RANDOM % 5))
    done
    progress ""
    if [[ $(jq .DeletionProtectionEnabled <<<"$target") != true ]]; then
        ask "protecting $new from deletion" dynamodb update-table --table-name "$new" --deletion-protection-enabled
    fi
    # Encryption comes along with a restore. A key that does not is for people to decide on.
    key=$(jq -r '.SSEDescription.KMSMasterKeyArn // ""' <<<"$source_table")
    specification=Enabled=${key:+true,SSEType=KMS,KMSMasterKeyId=$key}
    [[ $specification != Enabled= ]] || specification=Enabled=false
    [[ $key == "$(jq -r '.SSEDescription.KMSMasterKeyArn // ""' <<<"$target")" ]] ||
        say "$(paint yellow "$new is not encrypted as $table is"), with ${key:-the key of DynamoDB}: aws dynamodb update-table --table-name $new --sse-specification $specification"
}

compare() { # the tables' schools; with --json what the tool said, in `compared`
    for_the_tool
    compared=""
    if given --json; then
        compared=$(.build/debug/local compare --table "$table" --with "$new" --json) || comparison_failed
    else
        .build/debug/local compare --table "$table" --with "$new" || comparison_failed
    fi
}

comparison_failed() { die 1 "$new is restored, but comparing it failed for the reason above: $(again) tries again"; }

tell_switch() {
    local now=""
    if given --json; then
        jq -n --arg table "$table" --arg new "$new" --arg to "$(iso "$moment")" --argjson compared "${compared:-null}" \
            '{table: $table, restored: $new, to: $to, compared: $compared}'
        return
    fi
    ! try cloudformation describe-stacks --stack-name "${option[--stack]}" --output text \
        --query "Stacks[0].Parameters[?ParameterKey=='TableInUse'].ParameterValue" || now=$answer
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
