# shellcheck shell=bash disable=SC2154 # the variables of build.sh and of what it sources
# ./build.sh rollback: the alias `live`, which the API calls, goes back to the version before. Each deploy publishes a version
# of both functions and none is deleted, so this takes seconds and needs neither a build nor a change of the stack.

rollback_help() {
    cat <<'TEXT'
./build.sh rollback [--to VERSION] [FUNCTION]   turn the functions back to the version before

FUNCTION is GetSchools or MatchExplainer; without one, both. It says what it will turn, asks, turns it, and reads it back.
A gradual deployment that is under way ends with it. A second run changes nothing: going further back, or forward again,
takes --to. Tables, the API and the stack's parameters stay what they are; a function's settings are part of its version.

The stack does not hear of it. A deploy of something new turns both functions to the new version; a deploy with nothing
changed publishes nothing and leaves them here: --to turns them forward again.

  --to VERSION        that version, older or newer; all the functions concerned must have it
  --stack NAME        the stack (flight-school)
  --yes               do not ask
  --json              print the result as JSON

Exit status: 0 done, or nothing to do, 1 failed or refused, 2 wrong usage.
TEXT
}

# Of each function, by its short name. `serving` is the newest version that gets calls: `live`, or what is being shifted to.
declare -A function=() versions=() newest=() live=() serving=() weights=() revision=() target=() was=()
declare -A published=() # by "NAME VERSION"

rollback() {
    local name concerned turning=()
    parse "--to" "" "$@"
    a_function
    ! given --to || [[ ${option[--to]} =~ ^[1-9][0-9]{0,17}$ ]] || misuse "--to ${option[--to]}: a version is a number"
    concerned=("${functions[@]}")
    [[ -z $asked_for ]] || concerned=("$asked_for")
    need_aws
    find_stack
    alias=${output_of[FunctionAlias]}
    for name in "${concerned[@]}"; do
        read_versions "$name"
        read_alias "$name"
        find_target "$name"
    done
    for name in "${concerned[@]}"; do
        if [[ -n ${target[$name]} ]]; then turning+=("$name"); else say "$name: $(why_not "$name")"; fi
    done
    if ((${#turning[@]})); then
        tell_plan "${turning[@]}"
        confirm "Turn $alias of ${turning[*]} in $where?"
        turn "${turning[@]}"
    fi
    tell_aliases "${concerned[@]}"
}

read_versions() { # NAME: all, oldest first, and the newest
    local version time
    function[$1]=${output_of[${output_with[$1]}]}
    ask "reading the versions of ${function[$1]}" lambda list-versions-by-function --function-name "${function[$1]}" \
        --query "Versions[?Version!='\$LATEST'].[Version,LastModified]" --output text
    versions[$1]=""
    while read -r version time; do
        [[ -n $version ]] || continue
        versions[$1]+=" $version"
        newest[$1]=$version
        published["$1 $version"]="${time:0:19}Z"
    done < <(sort -n <<<"$answer")
}

try_alias() { # NAME: as `try`
    try lambda get-alias --function-name "${function[$1]}" --name "$alias" --output json || return
    IFS=$'\t' read -r "live[$1]" "revision[$1]" "serving[$1]" "weights[$1]" < <(
        jq -r '.RoutingConfig.AdditionalVersionWeights // {} | . as $also | $answer | [.FunctionVersion, .RevisionId,
            ([.FunctionVersion, ($also | keys[])] | max_by(tonumber? // 0)),
            ($also | to_entries | map("\(.value * 100) % of the calls went to \(.key)") | join(", "))] | @tsv' \
            --argjson answer "$answer" <<<"$answer")
}

read_alias() { # NAME
    try_alias "$1" || die 1 "reading the alias $alias of ${function[$1]} failed: $(explained "$answer")"
}

find_target() { # NAME: the version to turn to, in `target`; empty if there is nothing to do
    local version
    target[$1]=""
    if given --to; then
        [[ " ${versions[$1]} " == *" ${option[--to]} "* ]] ||
            die 1 "${function[$1]} has no version ${option[--to]}, so nothing was done: it has$(tail -c 100 <<<"${versions[$1]}")"
        [[ ${live[$1]} == "${option[--to]}" && -z ${weights[$1]} ]] || target[$1]=${option[--to]}
        return
    fi
    [[ ${serving[$1]} == "${newest[$1]:-}" ]] || return 0
    for version in ${versions[$1]}; do ((version >= serving[$1])) || target[$1]=$version; done
    [[ -n ${target[$1]} ]] ||
        die 1 "${function[$1]} has no version before ${serving[$1]}, so nothing was done: there is nothing to go back to until the next deploy"
}

why_not() { # NAME
    if given --to; then
        echo "$alias is ${live[$1]} already"
    else
        echo "$alias is ${live[$1]}, the newest is ${newest[$1]:-none}: rolled back already; --to goes further"
    fi
}

tell_plan() { # NAME…
    local name
    for name; do
        printf '%s\t%s\t→ %s\t%s\n' "${function[$name]}" "$(version_of "$name" "${live[$name]}")" \
            "$(version_of "$name" "${target[$name]}")" "${weights[$name]:+(a gradual deployment ends: ${weights[$name]})}"
    done | { if given --json; then aligned >&2; else aligned; fi; }
    for name; do
        [[ -z ${weights[$name]} ]] || { warn_of_deployment && break; }
    done
}

version_of() { echo "$2, published ${published["$1 $2"]:-at an unknown time}"; } # NAME VERSION

warn_of_deployment() {
    stack_status
    [[ $answer != *_IN_PROGRESS ]] ||
        say "The stack is being changed ($answer), and its deployment may turn $alias again: aws cloudformation cancel-update-stack --stack-name ${option[--stack]} ends it."
}

turn() { # NAME…: one by one; what is done when one fails is told exactly
    local name
    for name; do was[$name]=${serving[$name]}; done
    for name; do
        # The revision: what somebody else has turned since the question is not turned over.
        try lambda update-alias --function-name "${function[$name]}" --name "$alias" --function-version "${target[$name]}" \
            --revision-id "${revision[$name]}" --routing-config AdditionalVersionWeights={} || tell_half "$name" "$answer" "$@"
        read_alias "$name"
        [[ ${live[$name]} == "${target[$name]}" && -z ${weights[$name]} ]] ||
            tell_half "$name" "the alias was turned to ${live[$name]} by somebody else" "$@"
    done
}

tell_half() { # FAILED REASON NAME…: where each stands now, as AWS says, and the command for the rest
    local failed=$1 reason name now=""
    reason=$(explained "$2")
    [[ $reason != *PreconditionFailed* ]] || reason="somebody else turned the alias meanwhile"
    shift 2
    for name; do
        if try_alias "$name"; then now+="${now:+, }$name is at ${live[$name]}"; else now+="${now:+, }$name is at an unknown version"; fi
    done
    echo "build.sh: turning $alias of ${function[$failed]} failed: $reason" >&2
    echo "build.sh: now $now" >&2
    for name; do
        if [[ ${live[$name]} == "${target[$name]}" ]]; then
            echo "build.sh: to turn $name back to where it was: $(by_hand rollback --to "${was[$name]}" "$name")" >&2
        else
            echo "build.sh: to turn $name as well: $(by_hand rollback --to "${target[$name]}" "$name")" >&2
        fi
    done
    exit 1
}

tell_aliases() { # NAME…
    local name results=""
    for name; do
        results+=$(jq -nc --arg function "${function[$name]}" --arg alias "$alias" --arg was "${was[$name]:-${live[$name]}}" \
            --arg live "${live[$name]}" --arg newest "${newest[$name]}" '$ARGS.named')
        [[ -z ${target[$name]} ]] || say "$(paint green "$name: $alias is ${live[$name]} now.") It was ${was[$name]}: $(by_hand rollback --to "${was[$name]}" "$name") turns it there again."
    done
    ! given --json || jq -s --arg stack "${option[--stack]}" '{stack: $stack, changed: any(.was != .live), functions: .}' <<<"$results"
}
