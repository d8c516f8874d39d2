# shellcheck shell=bash disable=SC2154 # build.sh and what it sources share variables
# ./build.sh health: call the API as callers do, and show the times
# Each check is one request.

help_health() {
    cat <<'TEXT'
./build.sh health [URL]   call the API as callers do: list the schools, read one school, explain a match

Without a URL it calls the API of the stack, and its pages. A check passes with a remark if the template wrote the explanation because the
model failed: callers were served, and the alarm on model failures watches the model. If the API needs a key, the request to
the stack's own API carries the stack's key, and one to URL carries the variable API_KEY.

  --stack NAME        the stack (flight-school)
  --json              print the result as JSON

Exit status: 0 healthy, 1 not healthy, 2 wrong usage.
TEXT
}

# The health check of the original system: two fields of a student, and only the name of a school.
explain_body='{"student":{"trainingGoal":"PPL","maxBudget":15000},"school":{"name":"Health Check Flying Club"},"matchScore":85}'

command_health() {
    local url body complaint results=() id pages="" empty="no schools"
    parse "" "" "$@"
    one_operand URL
    url=${operands[0]:-}
    [[ -z $url || $url =~ ^https?://[^/[:space:]?#]+[^[:space:]?#]*$ ]] ||
        misuse "\"$url\" is not a URL that begins with http:// or https:// and has no query"
    need curl jq
    if [[ -z $url ]]; then
        need_aws
        find_stack
        url=${output_of[ApiEndpoint]}
        find_key
        pages=${output_of[SiteUrl]:-}
        empty+=": $(by_hand seed) loads some"
    fi
    while [[ $url == */ ]]; do url=${url%/}; done
    temporary_file body
    temporary_file complaint
    check list GET /schools '.schools | type == "array" and length > 0' '"\(.count) schools"' "$empty"
    id=$(jq -r '.schools[0].schoolId // empty | @uri' "$body" 2>/dev/null || true)
    check "one school" GET "/schools/${id:-of-an-empty-list}" '.schoolId | type == "string"' .name "no school"
    check explain POST /explain-match '.explanation | type == "string" and length > 0' \
        'if .fallback then "from the template: the model failed, and the log has the reason" else "from \(.source)" end' \
        "no explanation"
    [[ -z $pages ]] || check_pages
    print_health
}

find_key() { # into API_KEY, which is never on a command line, where other users could read it
    API_KEY="" # the environment's is for URL
    [[ -n ${output_of[ApiKeyId]:-} ]] || return 0
    ask API_KEY "reading the API key" apigateway get-api-key --api-key "${output_of[ApiKeyId]}" --include-value \
        --query value --output text
}

# The home page, and the API at the pages' own address, which is what they ask.
check_pages() {
    local status seconds result=ok detail=$pages line
    progress "Calling $pages"
    line=$(curl --silent --show-error --globoff --connect-timeout 5 --max-time 35 --output "$body" \
        --write-out '%{http_code} %{time_total}' "$pages/" 2>"$complaint") || line="000 0"
    progress ""
    read -r status seconds <<<"$line"
    if [[ $status == 000 ]]; then
        result=failed detail=$(head -n 1 "$complaint")
    elif [[ $status != 200 ]] || ! grep -q '<main' "$body"; then
        result=failed detail="no page: $(by_hand deploy) uploads the pages"
    fi
    results+=("$(run_jq health-check -n --arg name pages --arg result "$result" --arg status "$status" \
        --arg seconds "$seconds" --arg detail "$detail")")
    url=$pages check "their API" GET "/api/schools?fields=card&limit=1" '.schools | type == "array"' '"at the address of the pages"' "no schools"
}

# Adds to `results`. The response must be 200, and JSON for which TEST is true; DETAIL is what is printed of it.
check() { # NAME METHOD PATH TEST DETAIL MISSING
    local line status=000 seconds=0 result=ok detail=""
    local call=(curl --silent --show-error --globoff --connect-timeout 5 --max-time 35 --output "$body" --request "$2"
        --write-out '%{http_code} %{time_total}' --header @-)
    [[ $2 == GET ]] || call+=(--header 'Content-Type: application/json' --data "$explain_body")
    : >"$body"
    progress "Calling $url$3"
    line=$(printf '%s' "${API_KEY:+x-api-key: $API_KEY}" | "${call[@]}" "$url$3" 2>"$complaint") || result=failed
    progress ""
    read -r status seconds <<<"$line" || true
    if [[ $result == failed ]]; then
        detail=$(head -n 1 "$complaint")
    elif [[ $status != 200 ]]; then
        result=failed
        detail=$(run_jq health-error -r "$body" 2>/dev/null) || detail="the response is not from the API"
        detail=${detail:-the response is empty}
    elif ! jq -e "$4" "$body" >/dev/null 2>&1; then
        result=failed
        detail=$6
    else
        detail=$(jq -r "$5" "$body")
        [[ $detail != "from the template: the model"* ]] || result=warned
    fi
    results+=("$(run_jq health-check -n --arg name "$1" --arg result "$result" --arg status "$status" \
        --arg seconds "$seconds" --arg detail "$detail")")
}

print_health() {
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
