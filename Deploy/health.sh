# shellcheck shell=bash disable=SC2154 # the variables of build.sh and of what it sources
# ./build.sh health: the three things that callers ask the API for, each with its time.

health_help() {
    cat <<'TEXT'
./build.sh health [URL]   ask the API what callers ask it: a list of schools, one school, an explanation

Without a URL it is that of the stack. An explanation that the template gave because the model did not answer is remarked on
and passes: callers were served, and the alarm on model failures watches the model. An API that asks for a key gets the
stack's own, or else that of the variable API_KEY.

  --stack NAME        the stack (flight-school)
  --json              print the result as JSON

Exit status: 0 healthy, 1 not, 2 wrong usage.
TEXT
}

# What the runbook's health check has always sent: two fields of a student, and no more of a school than its name.
explain_body='{"student":{"trainingGoal":"PPL","maxBudget":15000},"school":{"name":"Health Check Flying Club"},"matchScore":85}'

health() {
    local id
    parse "" "" "$@"
    ((${#operands[@]} <= 1)) || misuse "health takes one URL"
    url=${operands[0]:-}
    [[ -z $url || $url =~ ^https?://[^/[:space:]?#]+[^[:space:]?#]*$ ]] ||
        misuse "\"$url\" is no URL that begins with http:// or https:// and ends with a path or none"
    need curl jq
    if [[ -z $url ]]; then
        need_aws
        find_stack
        url=${output_of[ApiEndpoint]}
        find_key
    fi
    url=${url%/}
    results=()
    temporary_file && body=$made
    temporary_file && complaint=$made
    check list GET /schools '.schools | type == "array" and length > 0' '"\(.count) schools"' "no schools: ./build.sh seed loads some"
    id=$(jq -r '.schools[0].schoolId // empty | @uri' "$body" 2>/dev/null || true)
    check "one school" GET "/schools/${id:-of-an-empty-list}" '.schoolId | type == "string"' '.name' "no school"
    check explain POST /explain-match '.explanation | type == "string" and length > 0' \
        'if .fallback then "by the template: the model did not answer, and the log says why" else "from \(.source)" end' "no explanation"
    tell_health
}

find_key() { # never on a command line, where other users would see it
    [[ -z ${output_of[ApiKeyId]:-} ]] && return
    ask "reading the API key" apigateway get-api-key --api-key "${output_of[ApiKeyId]}" --include-value --query value --output text
    API_KEY=$answer
}

check() { # NAME METHOD PATH TEST DETAIL WANTING: the answer must be 200 and JSON that meets TEST; of it DETAIL is told
    local said status=000 seconds=0 result=ok detail=""
    local call=(curl --silent --show-error --globoff --connect-timeout 5 --max-time 35 --output "$body" --request "$2"
        --write-out '%{http_code} %{time_total}' --header @-)
    [[ $2 == GET ]] || call+=(--header 'Content-Type: application/json' --data "$explain_body")
    : >"$body"
    progress "Asking $url$3"
    said=$(printf '%s' "${API_KEY:+x-api-key: $API_KEY}" | "${call[@]}" "$url$3" 2>"$complaint") || result=failed
    progress ""
    read -r status seconds <<<"$said" || true
    if [[ $result == failed ]]; then
        detail=$(head -n 1 "$complaint")
    elif [[ $status != 200 ]]; then
        result=failed
        detail=$(jq -r '"\(.error // .message // "the answer says no reason") \(if .requestId then "(request \(.requestId))" else "" end)"' "$body" 2>/dev/null) ||
            detail="the answer is not the API's"
        detail=${detail:-the answer is empty}
    elif ! jq -e "$4" "$body" >/dev/null 2>&1; then
        result=failed
        detail=$6
    else
        detail=$(jq -r "$5" "$body")
        [[ $detail != "by the template: the model"* ]] || result=warned
    fi
    results+=("$(jq -n --arg name "$1" --arg result "$result" --arg status "$status" --arg seconds "$seconds" --arg detail "$detail" \
        '($detail | gsub("[\u0000-\u001f\u007f-\u009f]"; "\ufffd")) as $detail | {check: $name, result: $result, status: ($status | tonumber? // 0), milliseconds: (($seconds | tonumber? // 0) * 1000 | round), detail: $detail}')")
}

tell_health() {
    local all result line
    local -A mark=([ok]="$(paint green ✔)" [warned]="$(paint yellow ⚠)" [failed]="$(paint red ✘)")
    all=$(printf '%s\n' "${results[@]}" | jq -s --arg url "$url" '{url: $url, healthy: all(.result != "failed"), checks: .}')
    if given --json; then
        echo "$all"
    else
        echo "$url"
        while IFS=$'\t' read -r result line; do echo "${mark[$result]} $line"; done < <(
            jq -r '.checks[] | [.result, .check, (.status | tostring), "\(.milliseconds) ms", .detail] | @tsv' <<<"$all" |
                awk -F '\t' '{ printf "%s\t%-10s  %3s  %8s  %s\n", $1, $2, $3, $4, $5 }'
        )
    fi
    jq -e .healthy <<<"$all" >/dev/null || exit 1
}
