# shellcheck shell=bash disable=SC2154,SC2016 # the variables of build.sh and of what it sources; dollars of jq's
# ./build.sh logs: what the functions logged, in order of time. Deploy/logs.jq makes lines for people of it.

logs_help() {
    cat <<'TEXT'
./build.sh logs [--follow] [--since 10m] [--filter TEXT] [FUNCTION]   what the functions logged, oldest first

FUNCTION is GetSchools, MatchExplainer, or api, which is the access log of the API; without one, both functions. Reading ends
after some 10,000 lines of each, and that is said. The saved queries in CloudWatch Logs Insights search further.

  --follow            go on with what comes, until Ctrl-C; looks every 2 seconds, and shows each line once, also one that
                      comes up to 5 minutes late
  --since TIME        how far back: a number and s, m, h or d (10m)
  --filter TEXT       lines with this text, as in ERROR or a request id; or CloudWatch's pattern in braces, as in
                      '{ $.durationMs > 1000 }'
  --stack NAME        the stack (flight-school)
  --json              the events as they are, one JSON value a line

Exit status: 0 done, 1 failed, 2 wrong usage.
TEXT
}

most=10000      # lines of each log, and then no other page
declare -A cut=() # by group: not empty, where that was not all

logs() {
    local group names=false
    parse "--since --filter" "--follow" "$@"
    a_function api
    logs_since
    need_aws
    find_stack
    declare -gA groups=([GetSchools]="/aws/lambda/${output_of[SchoolsFunctionName]}"
        [MatchExplainer]="/aws/lambda/${output_of[LambdaFunctionName]}" [api]="${output_of[ApiLogGroup]}")
    concerned=("${functions[@]}")
    [[ -z $asked_for ]] || concerned=("$asked_for")
    ((${#concerned[@]} == 1)) || names=true
    temporary_file && pages=$made
    temporary_file && fresh=$made
    temporary_file && state=$made
    echo '{}' >"$state"
    for group in "${concerned[@]}"; do
        fetch "$group" "$since" || die 1 "reading the log ${groups[$group]} failed: $(explained "$answer")"
        [[ -z ${cut[$group]} ]] || given --follow ||
            echo "build.sh: $group logged more than this: a shorter --since or a --filter shows the newer lines" >&2
    done
    show
    ! given --follow || follow
}

logs_since() { # the milliseconds of the clock from which lines are shown, in `since`
    local time=${option[--since]:-10m}
    local -A unit=([s]=1 [m]=60 [h]=3600 [d]=86400)
    [[ $time =~ ^[1-9][0-9]{0,5}[smhd]$ ]] || misuse "--since $time: it is a number and s, m, h or d, such as 90s or 2h"
    since=$(((EPOCHSECONDS - ${time%?} * ${unit[${time: -1}]}) * 1000))
    ((since >= 0)) || since=0
}

fetch() { # GROUP FROM: its events from that millisecond on are added to `pages`; `cut` tells if there are more
    local count=0 calls=0 pattern=${option[--filter]:-}
    local call=(logs filter-log-events --log-group-name "${groups[$1]}" --start-time "$2" --output json --no-paginate)
    if [[ -n $pattern && $pattern != "{"* ]]; then
        pattern=${pattern//\\/\\\\}
        pattern="\"${pattern//\"/\\\"}\""
    fi
    [[ -z $pattern ]] || call+=(--filter-pattern "$pattern")
    token=""
    while :; do
        try "${call[@]}" ${token:+--next-token "$token"} || return
        token=$(jq -r '.nextToken // ""' <<<"$answer")
        jq -c --arg group "$1" --arg log "${groups[$1]}" '.events[] | {logGroupName: $log} + . + {group: $group}' <<<"$answer" >>"$pages"
        count=$((count + $(jq '.events | length' <<<"$answer")))
        calls=$((calls + 1)) # a page may be empty and not the last
        cut[$1]=$token
        ((count < most)) || cut[$1]=full
        [[ -n $token ]] && ((count < most && calls < 100)) || return 0
        progress "Reading $1 · $count lines"
    done
}

# The state: by group the events that were shown in the last five minutes before the newest, and when that was.
show() { # what is in `pages` and was not shown before, in order of time
    progress ""
    jq -n -c --slurpfile state "$state" '$state[0] as $state | [inputs
        | .id = (.eventId // "\(.logStreamName) \(.timestamp) \(.message)") | select($state[.group].seen[.id] | not)] | sort_by(.timestamp) | .[]' \
        "$pages" >"$fresh"
    if given --json; then
        # In ASCII: a terminal obeys some characters beyond it, too.
        jq -a -c 'del(.group, .id)' "$fresh"
    else
        jq -r --argjson names "$names" --argjson colours "$colours" -f Deploy/logs.jq "$fresh"
    fi
    jq -n -c 'input as $state | reduce inputs as $event ($state; .[$event.group].seen[$event.id] = $event.timestamp
            | .[$event.group].newest = ([.[$event.group].newest // 0, $event.timestamp] | max))
        | map_values(.newest as $newest | .seen |= with_entries(select(.value >= $newest - 300000)))' "$state" "$fresh" >"$pages"
    cat "$pages" >"$state"
    : >"$pages"
}

follow() {
    local group turn=0 failures=0 newest back look from
    trap 'exit 0' INT
    while :; do
        sleep "2.$((RANDOM % 5))"
        turn=$((turn + 1))
        # Lines come out of order and late: each turn looks back a little, and each fifteenth far.
        back=20000
        ((turn % 15)) || back=300000
        for group in "${concerned[@]}"; do
            # Where there was more than one look takes, the next goes on behind it.
            look=$back
            [[ -z ${cut[$group]:-} ]] || look=0
            newest=$(jq --arg group "$group" '.[$group].newest // 0' "$state")
            from=$((newest - look > since ? newest - look : since))
            if fetch "$group" "$from"; then
                failures=0
            else
                failures=$((failures + 1))
                ((failures < 10)) || die 1 "reading the log ${groups[$group]} failed $failures times: $(explained "$answer")"
            fi
        done
        show
    done
}
