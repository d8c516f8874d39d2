# shellcheck shell=bash disable=SC2034,SC2154 # build.sh and what it sources share variables
# ./build.sh invoke NAME … --remote: one event to the deployed function, as callers of the API reach it.

invoke_remote() { # ARGUMENT…: the command line of invoke
    local event answer reply of=() name
    local command="invoke --remote" # what a misuse names
    # Status 1 is the function's own failure, so everything else that goes wrong is a 2.
    trap 'status=$?; at_exit; exit $((status == 1 ? 2 : status))' EXIT
    parse "--event --get --example --format" --remote "$@"
    if given --yes || given --json; then misuse "--remote goes with neither --yes nor --json"; fi
    for name in --event --get --example --format; do ! given "$name" || of+=("$name" "${option[$name]}"); done
    developer_tool debug
    temporary_file event
    temporary_file answer
    .build/debug/local invoke "${operands[@]}" "${of[@]}" --print-event >"$event"
    need_aws
    find_stack
    name=${output_of[${operands[0]}FunctionName]:-}
    [[ -n $name ]] || die 1 "the stack ${option[--stack]} has no function ${operands[0]}: ./build.sh deploy brings it up to date"
    # The API calls the alias.
    ask reply "invoking $name in $where" lambda invoke --function-name "$name" --qualifier live --payload "fileb://$event" \
        --log-type Tail --output json "$answer"
    jq -r '.LogResult // ""' <<<"$reply" | base64 --decode >&2
    cat "$answer"
    echo
    trap at_exit EXIT
    [[ $(jq -r '.FunctionError // ""' <<<"$reply") == "" ]] || exit 1
}
