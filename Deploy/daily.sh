# shellcheck shell=bash disable=SC2154,SC2016 # the variables of build.sh and of what it sources; dollars of jq's
# ./build.sh daily: one page about the last day. What AWS says becomes one JSON value, and that becomes the page.

daily_help() {
    cat <<'TEXT'
./build.sh daily   alarms, errors of 24 hours, tables, backups and what the model cost, on one page

Under "Attention" it lists what somebody should look at:
  - an alarm of the stack that is going off
  - errors or throttles of a function, or 5XX answers of the API, in 24 hours
  - more than 5 % of the model's calls failed, or 24 hours cost more than the parameter DailyModelCost
  - a table that is missing or not ACTIVE, point-in-time recovery that is off or more than an hour behind
4XX answers are told and do not count: callers make them, and the alarm on their rate watches. Nor does the age of the newest
on-demand backup. CloudWatch is some minutes behind.

  --stack NAME        the stack (flight-school)
  --json              print the result as JSON

Exit status: 0 nothing wants attention, 1 something does or could not be found out, 2 wrong usage.
TEXT
}

daily() {
    local name
    parse "" "" "$@"
    no_operands
    need_aws
    find_stack
    schools=${output_of[SchoolsTableName]}
    now=$EPOCHSECONDS
    facts=$(jq -n --arg stack "${option[--stack]}" --arg where "$where" --argjson now "$now" '{stack: $stack, where: $where, at: ($now | todate)}')
    progress "Reading the alarms"
    read_alarms
    progress "Reading the metrics"
    read_metrics
    progress "Reading the tables"
    for name in "$schools" "${output_of[ExplanationsTableName]}"; do read_table "$name"; done
    progress "Reading the backups"
    read_backups
    progress ""
    judge
    if given --json; then jq . <<<"$facts"; else tell_daily; fi || exit 1
    jq -e '.attention == []' <<<"$facts" >/dev/null || exit 1
}

gather() { # FILTER ARGUMENT…: into `facts`, what the filter makes of $answer and them
    facts=$(printf '%s\n' "$answer" "$facts" | jq -n --argjson now "$now" "${@:2}" "$readable input as \$answer | input | $1")
}

read_alarms() { # those that tell the stack's topic: a name that begins alike may be another stack's
    ask "reading the alarms" cloudwatch describe-alarms --alarm-name-prefix "${option[--stack]}-" --alarm-types MetricAlarm \
        --output json --query 'MetricAlarms[].{name: AlarmName, state: StateValue, since: StateUpdatedTimestamp, reason: StateReason, topics: AlarmActions, threshold: Threshold}'
    gather '($answer | map(select(.topics | index($topic)))) as $mine
        | .alarms = {count: ($mine | length), alarming: [$mine[] | select(.state == "ALARM") | {name: (.name | ltrimstr($stack)), since: (.since | iso), reason}]}
        | .model.usdADay = [$mine[] | select(.name == $stack + "ModelCost").threshold][0]' \
        --arg topic "${output_of[AlarmTopicArn]}" --arg stack "${option[--stack]}-"
}

read_metrics() { # of 24 hours in steps of 5 minutes; what the model cost this month in days
    local queries both
    queries='def sum($id; $space; $name; $period; $of): {Id: $id, MetricStat: {Stat: "Sum", Period: $period,
        Metric: {Namespace: $space, MetricName: $name, Dimensions: ($of | to_entries | map({Name: .key, Value: .value}))}}};
        def of($function): {FunctionName: $function};'
    both=$(jq -n "$queries"'[("Invocations", "Errors", "Throttles") | sum("schools\(.)"; "AWS/Lambda"; .; 300; of($schools)), sum("explainer\(.)"; "AWS/Lambda"; .; 300; of($explainer))]
        + [("Count", "4XXError", "5XXError") | sum("api\(.)"; "AWS/ApiGateway"; .; 300; {ApiName: $stack, Stage: "prod"})]
        + [("ModelCalls", "ModelFailures", "EstimatedCost") | sum("model\(.)"; "FlightSchool"; .; 300; of($explainer))]' \
        --arg stack "${option[--stack]}" --arg schools "${output_of[SchoolsFunctionName]}" --arg explainer "${output_of[LambdaFunctionName]}")
    ask "reading the metrics" cloudwatch get-metric-data --metric-data-queries "$both" --output json --query 'MetricDataResults[].{Id: Id, Values: Values}' \
        --start-time "$(date -u -d "@$((now / 300 * 300 - 86400))" +%FT%TZ)" --end-time "$(date -u -d "@$now" +%FT%TZ)"
    gather '($answer | group_by(.Id) | map({(.[0].Id): (map(.Values | add // 0) | add)}) | add // {}) as $sum | def of($id): $sum[$id] // 0;
        def function($of): {invocations: of($of + "Invocations"), errors: of($of + "Errors"), throttles: of($of + "Throttles")};
        .functions = {GetSchools: function("schools"), MatchExplainer: function("explainer")}
        | .api = {requests: of("apiCount"), "4XX": of("api4XXError"), "5XX": of("api5XXError")}
        | .model += {calls: of("modelModelCalls"), failures: of("modelModelFailures"), usd: of("modelEstimatedCost")}'
    ask "reading what the model cost this month" cloudwatch get-metric-data --output json --query MetricDataResults \
        --metric-data-queries "$(jq -n "$queries"'[sum("month"; "FlightSchool"; "EstimatedCost"; 86400; of($explainer))]' --arg explainer "${output_of[LambdaFunctionName]}")" \
        --start-time "$(date -u -d "@$now" +%Y-%m-01T00:00:00Z)" --end-time "$(date -u -d "@$now" +%FT%TZ)"
    gather '.model.usdThisMonth = ([$answer[].Values[]] | add // 0)'
}

read_table() { # NAME
    if ! try dynamodb describe-table --table-name "$1" --output json --query Table; then
        [[ $answer == *ResourceNotFoundException* ]] || die 1 "looking for the table $1 failed: $(explained "$answer")"
        answer='{"TableStatus": "MISSING", "ItemCount": 0, "TableSizeBytes": 0}'
    fi
    gather '.tables += [{name: $name, status: $answer.TableStatus, items: $answer.ItemCount, bytes: $answer.TableSizeBytes}]' --arg name "$1"
}

read_backups() { # of the schools
    jq -e '.tables[0].status != "MISSING"' <<<"$facts" >/dev/null || return 0
    ask "asking how far back $schools can go" dynamodb describe-continuous-backups --table-name "$schools" --output json \
        --query ContinuousBackupsDescription.PointInTimeRecoveryDescription
    gather '.backups = {recovery: $answer.PointInTimeRecoveryStatus, latest: ($answer.LatestRestorableDateTime // null | if . then iso else . end)}'
    ask "listing the backups" dynamodb list-backups --table-name "$schools" --backup-type USER --output json \
        --query 'BackupSummaries[].{name: BackupName, status: BackupStatus, created: BackupCreationDateTime}'
    gather '.backups.newest = ($answer // [] | map(select(.status == "AVAILABLE") | .created |= seconds) | max_by(.created)
        | if . then {name, created: (.created | todate), hours: (($now - .created) / 3600 | floor)} else null end)'
}

judge() { # .attention: what somebody should look at
    answer=null gather '.attention = [
        (.alarms.alarming[] | "the alarm \(.name) is going off"),
        (if .alarms.count == 0 then "the stack has no alarms" else empty end),
        (.functions | to_entries[] | .key as $name | (.value | {errors, throttles} | to_entries[]) | select(.value > 0) | "\($name): \(.value | grouped) \(.key)"),
        (.api["5XX"] | select(. > 0) | "the API: \(grouped) answers 5XX"),
        (.model | select(.failures > 0.05 * ([.calls, .failures] | max)) | "the model: \(.failures | grouped) failures in \(.calls | grouped) calls"),
        (.model | select(.usdADay and .usd > .usdADay) | "the model cost \(.usd | usd) in 24 hours, and \(.usdADay | usd) are allowed"),
        (.tables[] | select(.status != "ACTIVE") | "the table \(.name) is \(.status)"),
        (.backups // empty | if .recovery != "ENABLED" then "point-in-time recovery is off" elif .latest == null or $now - (.latest | seconds) > 3600
            then "point-in-time recovery is behind: \(.latest)" else empty end)]'
}

tell_daily() {
    local line
    jq -r '"\(.stack) in \(.where), \(.at)"' <<<"$facts"
    section Alarms '.alarms | if .alarming == [] then ["none of \(.count) is going off"] else .alarming[] | [.name, "since \(.since)", .reason] end'
    section "24 hours" '["", "calls", "errors", "throttles"], (.functions | to_entries[] | [.key, (.value | .invocations, .errors, .throttles | grouped)]),
        ["", "requests", "5XX", "4XX"], ["API", (.api | .requests, .["5XX"], .["4XX"] | grouped)]'
    section Model '.model | ["calls", (.calls | grouped), "\(.failures | grouped) failed"], ["24 hours", (.usd | usd), (.usdADay // empty | "\(usd) are allowed")], ["this month", (.usdThisMonth | usd)]'
    section Tables '.tables[] | [.name, .status, "items: about \(.items | grouped)", (.bytes | size)]'
    section Backups '.backups // empty | ["point-in-time recovery", .recovery, (.latest // empty | "to any second until \(.)")],
        (.newest | if . then ["newest backup", .name, "\(.hours) hours old"] else ["newest backup", "none: ./build.sh backup makes one"] end)'
    if jq -e '.attention == []' <<<"$facts" >/dev/null; then
        paint green "Nothing wants attention."
        echo
        return
    fi
    paint red Attention
    echo
    while IFS= read -r line; do echo "  $line"; done < <(jq -r '.attention[]' <<<"$facts")
}

section() { # TITLE FILTER: of `facts`, rows of cells
    paint bold "$1"
    echo
    jq -r "$readable ($2) | map(tostring) | @tsv" <<<"$facts" | aligned | sed 's/^/  /'
}
