# shellcheck shell=bash disable=SC2154 # build.sh and what it sources share variables
# ./build.sh daily: report on the last day: alarms, errors, tables, data, backups, cost of the model
# What AWS returns becomes one JSON value (jq/daily.jq), and that becomes the page (jq/daily-page.jq).

help_daily() {
    cat <<'TEXT'
./build.sh daily   report on the last day: alarms, errors, tables, data, backups, cost of the model

Under "Attention" it lists what an operator must look at:
  - an alarm of the stack that is in the state ALARM
  - errors or throttles of a function, or 5XX responses of the API, in 24 hours
  - more than 5 % of the model's calls failed, or 24 hours cost more than the parameter DailyModelCost
  - a school that is in no listing (./build.sh check-data names it)
  - a table that is missing or not ACTIVE, point-in-time recovery that is off or more than an hour late
4XX responses are shown but not listed: callers cause them, and an alarm watches their rate. The age of the newest on-demand
backup is not listed either. CloudWatch is some minutes late. To check the schools it reads their whole table, with the
developer's tool: that needs Swift 6 and dynamodb:Scan.

  --stack NAME        the stack (flight-school)
  --json              print the result as JSON

Exit status: 0 nothing needs attention, 1 something does or could not be read, 2 wrong usage.
TEXT
}

command_daily() {
    local facts
    parse "" "" "$@"
    no_operands
    need_aws
    find_stack
    read_facts facts
    progress ""
    if given --json; then jq . <<<"$facts"; else print_page "$facts"; fi
    jq -e '.attention == []' <<<"$facts" >/dev/null || exit 1
}

read_facts() { # INTO: the facts as JSON
    local _names _name _pairs _alarms _day _month _table _tables=() _recovery=null _backups=null _data=null _facts
    local _now=$EPOCHSECONDS
    local _schools=${output_of[SchoolsTableName]} _arguments
    choose_functions _names
    _pairs=$(for _name in "${_names[@]}"; do printf '%s\t%s\n' "$_name" "${output_of[${_name}FunctionName]}"; done)
    _arguments=(-n --arg stack "${option[--stack]}" --arg functions "$_pairs")

    progress "Reading the alarms"
    ask _alarms "reading the alarms" cloudwatch describe-alarms --alarm-name-prefix "${option[--stack]}-" \
        --alarm-types MetricAlarm --output json --query MetricAlarms
    progress "Reading the metrics"
    read_metrics _day "@$((_now / 300 * 300 - 86400))" "$(run_jq daily-queries-day "${_arguments[@]}" \
        --arg explainer "${output_of[LambdaFunctionName]}")"
    read_metrics _month "$(date -u -d "@$_now" +%Y-%m-01T00:00:00Z)" "$(run_jq daily-queries-month -n \
        --arg explainer "${output_of[LambdaFunctionName]}")"
    progress "Reading the tables"
    for _name in "$_schools" "${output_of[ExplanationsTableName]}"; do
        read_table _table "$_name"
        _tables+=("$_table")
    done
    progress "Reading the backups"
    if [[ $(jq -r .TableStatus <<<"${_tables[0]}") != MISSING ]]; then
        ask _recovery "reading how far back $_schools can be restored" dynamodb describe-continuous-backups \
            --table-name "$_schools" --output json --query ContinuousBackupsDescription.PointInTimeRecoveryDescription
        ask _backups "listing the backups" dynamodb list-backups --table-name "$_schools" --backup-type USER --output json \
            --query BackupSummaries
        progress "Checking the schools"
        check_schools _data "$_schools"
    fi
    _facts=$(printf '%s\n' "$_alarms" "$_day" "$_month" "${_tables[@]}" "$_recovery" "$_backups" "$_data" |
        run_jq daily "${_arguments[@]}" --arg where "$where" --argjson now "$_now" --arg topic "${output_of[AlarmTopicArn]}")
    printf -v "$1" %s "$_facts"
}

read_metrics() { # INTO FROM QUERIES: the metric data from that time until now
    ask "$1" "reading the metrics" cloudwatch get-metric-data --output json --query MetricDataResults \
        --metric-data-queries "$3" --start-time "$(date -u -d "$2" +%FT%TZ)" --end-time "$(date -u +%FT%TZ)"
}

read_table() { # INTO NAME: its description as JSON, with the status MISSING if there is no such table
    try "$1" dynamodb describe-table --table-name "$2" --output json --query Table && return
    [[ ${!1} == *ResourceNotFoundException* ]] || die 1 "looking for the table $2 failed: $(explained "${!1}")"
    printf -v "$1" %s "$(jq -n --arg name "$2" '{TableName: $name, TableStatus: "MISSING", ItemCount: 0, TableSizeBytes: 0}')"
}

check_schools() { # INTO TABLE: what its schools lack, as check-data says it, without the schools
    local _result
    export_for_tool
    developer_tool debug
    # Its status tells that a school is in no listing as well; when it fails it prints nothing.
    _result=$(.build/debug/local check-data --table "$2" --json 2>"$complaints" | jq -c 'del(.findings)') || true
    [[ -n $_result ]] || die 1 "checking the schools failed: $(tail -n 1 "$complaints" | sed 's/^local: //')"
    printf -v "$1" %s "$_result"
}

print_page() { # FACTS
    local title
    jq -r '"\(.stack) in \(.where), \(.at)"' <<<"$1"
    for title in Alarms "24 hours" Model Tables Data Backups; do
        print_title bold "$title"
        run_jq daily-page -r --arg title "$title" <<<"$1" | aligned | sed 's/^/  /'
    done
    if jq -e '.attention == []' <<<"$1" >/dev/null; then
        print_title green "Nothing needs attention."
    else
        print_title red Attention
        jq -r '"  " + .attention[]' <<<"$1"
    fi
}

print_title() { # COLOUR TEXT
    paint "$1" "$2"
    echo
}
