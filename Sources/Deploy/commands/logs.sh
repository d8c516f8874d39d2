# shellcheck shell=bash disable=SC2154 # build.sh and what it sources share variables
# ./build.sh logs: show what the functions logged
# jq/log-line.jq turns an event into a line of text.

help_logs() {
    cat <<TEXT
./build.sh logs [--follow] [--since 10m] [--filter TEXT] [FUNCTION]   show what the functions logged, oldest first

FUNCTION is one of: ${functions[*]};
or api, for the access log of the API. The default is every function. Reading ends after about 10,000 lines of each log, with a
message. The saved queries in CloudWatch Logs Insights search further.

  --follow            continue with new lines until Ctrl-C; looks every 2 seconds, and shows each line once, also a line that
                      arrives up to 5 minutes late
  --since TIME        how far back to begin: a number and s, m, h or d (10m)
  --filter TEXT       only lines with this text, such as ERROR or a request id; or a CloudWatch pattern in braces, such as
                      '{ $.durationMs > 1000 }'
  --stack NAME        the stack (flight-school)
  --json              print the events as they are, one JSON value a line

Exit status: 0 done, 1 failed, 2 wrong usage.
TEXT
}

most_lines=10000        # of each log, before no further page is read
most_pages=100          # likewise: with a filter pages may be empty, and not the last
declare -A log_group=() # by NAME, which is a function or `api`
declare -A rest=()      # by NAME: "FROM TOKEN" where reading stopped before the end of the log

command_logs() {
    local asked since shown=() width=0 name pages state fresh failure
    parse "--since --filter" "--follow" "$@"
    function_operand asked api
    since_milliseconds since
    need_aws
    find_stack
    log_group[api]=${output_of[ApiLogGroup]}
    shown=(api)
    [[ $asked == api ]] || choose_functions shown "$asked"
    for name in "${shown[@]}"; do
        [[ $name == api ]] || log_group[$name]=/aws/lambda/${output_of[${name}FunctionName]}
        ((${#shown[@]} == 1 || ${#name} <= width)) || width=${#name}
    done
    temporary_file pages
    temporary_file fresh
    temporary_file state
    echo '{}' >"$state"
    for name in "${shown[@]}"; do
        read_log failure "$name" "$since" || die 1 "reading the log ${log_group[$name]} failed: $(explained "$failure")"
        [[ -z ${rest[$name]} ]] || given --follow ||
            echo "build.sh: $name logged more than this: a shorter --since or a --filter shows the newer lines" >&2
    done
    show_new
    ! given --follow || follow
}

since_milliseconds() { # INTO: the time from which lines are shown, in milliseconds since 1970
    local _time=${option[--since]:-10m} _since
    local -A _seconds=([s]=1 [m]=60 [h]=3600 [d]=86400)
    [[ $_time =~ ^[1-9][0-9]{0,5}[smhd]$ ]] || misuse "--since $_time: it must be a number and s, m, h or d, such as 90s or 2h"
    _since=$(((EPOCHSECONDS - ${_time%?} * ${_seconds[${_time: -1}]}) * 1000))
    printf -v "$1" %s "$((_since > 0 ? _since : 0))"
}

# Appends to the file `pages` the events from that millisecond on, or the rest of those that the last call left. A failure puts
# its complaint into INTO.
read_log() { # INTO NAME FROM
    local _page _from=$3 _token="" _lines=0 _calls=0 _call
    [[ -z ${rest[$2]:-} ]] || read -r _from _token <<<"${rest[$2]}"
    rest[$2]="" # a token that is refused is not used again
    _call=(logs filter-log-events --log-group-name "${log_group[$2]}" --start-time "$_from" --output json --no-paginate)
    [[ -z ${option[--filter]:-} ]] || _call+=(--filter-pattern "$(filter_pattern "${option[--filter]}")")
    while :; do
        try _page "${_call[@]}" ${_token:+--next-token "$_token"} || { printf -v "$1" %s "$_page" && return 1; }
        _token=$(jq -r '.nextToken // ""' <<<"$_page")
        jq -c --arg name "$2" --arg log "${log_group[$2]}" \
            '.events[] | {logGroupName: $log} + . + {name: $name}' <<<"$_page" >>"$pages"
        _lines=$((_lines + $(jq '.events | length' <<<"$_page" || echo 0))) # Ctrl-C ends jq first
        _calls=$((_calls + 1))
        [[ -n $_token ]] || return 0
        ((_lines < most_lines && _calls < most_pages)) || { rest[$2]="$_from $_token" && return 0; }
        progress "Reading $2 · $_lines lines"
    done
}

filter_pattern() { # TEXT: prints CloudWatch's pattern for it
    local text=$1
    if [[ $text != "{"* ]]; then
        text=${text//\\/\\\\}
        text="\"${text//\"/\\\"}\""
    fi
    printf '%s' "$text"
}

show_new() { # prints the events of the file `pages` that were not printed before, in order of time, and empties it
    progress ""
    run_jq log-new -n -c --slurpfile state "$state" "$pages" >"$fresh"
    if given --json; then
        jq -a -c 'del(.name, .id)' "$fresh" # in ASCII: a terminal obeys some characters beyond it as well
    else
        run_jq log-line -r --argjson width "$width" --argjson colours "$colours" "$fresh"
    fi
    run_jq log-state -n -c "$state" "$fresh" >"$pages"
    cat "$pages" >"$state"
    : >"$pages"
}

follow() {
    local name failure turn=0 failures=0 newest back from
    trap 'exit 0' INT
    while :; do
        sleep "2.$((RANDOM % 5))"
        turn=$((turn + 1))
        for name in "${shown[@]}"; do
            # Lines arrive late and out of order: each turn looks back 20 seconds, and every fifteenth 5 minutes.
            back=$((turn % 15 ? 20000 : 300000))
            newest=$(jq --arg name "$name" '.[$name].newest // 0' "$state")
            from=$((newest - back > since ? newest - back : since))
            if read_log failure "$name" "$from"; then
                failures=0
            else
                failures=$((failures + 1))
                ((failures < 10)) || die 1 "reading the log ${log_group[$name]} failed $failures times: $(explained "$failure")"
            fi
        done
        show_new
    done
}
