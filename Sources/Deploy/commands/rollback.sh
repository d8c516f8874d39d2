# shellcheck shell=bash disable=SC2154 # build.sh and what it sources share variables
# ./build.sh rollback: turn the functions back to the version before
# The API calls the alias `live` of each function. A deploy publishes a version of every function and deletes none, so this
# takes seconds and needs neither a build nor a change of the stack.

help_rollback() {
    cat <<TEXT
./build.sh rollback [--to VERSION] [FUNCTION]   turn the functions back to the version before

FUNCTION is one of: ${functions[*]}.
The default is every function. It shows which versions it will turn to, asks, turns the alias that the API calls, and reads it
back. It ends a gradual deployment. A second run changes nothing: --to goes further back, or forward again. Tables, the API and
the stack's parameters do not change; a function's settings are part of its version.

CloudFormation does not notice. The next deploy that changes something turns every function to the new version. A deploy that
changes nothing publishes nothing and leaves the functions where they are.

  --site              turn the pages back instead, to those before the last upload, and no function
  --to VERSION        turn to this version, older or newer; every chosen function must have it
  --stack NAME        the stack (flight-school)
  --yes               do not ask
  --json              print the result as JSON

Exit status: 0 done, or nothing to do, 1 failed or refused, 2 wrong usage.
TEXT
}

# Each by the function's short name. `serving` is the newest version that gets calls: that of the alias, or the one that a
# gradual deployment shifts to. `published` is by "NAME VERSION".
declare -A whole_name=() versions=() newest=() live=() serving=() weights=() revision=() target=() was=() published=()

command_rollback() {
    local asked chosen=() turning=() name
    parse "--to" "--site" "$@"
    function_operand asked
    if given --site && { [[ -n $asked ]] || given --to; }; then misuse "--site turns the pages back: it takes no function and no --to"; fi
    ! given --to || [[ ${option[--to]} =~ ^[1-9][0-9]{0,17}$ ]] || misuse "--to ${option[--to]}: a version is a number"
    need_aws
    find_stack
    if given --site; then
        rollback_site
        return
    fi
    choose_functions chosen "$asked"
    alias=${output_of[FunctionAlias]}
    for name in "${chosen[@]}"; do
        read_versions "$name"
        read_alias "$name"
        find_target "$name"
    done
    for name in "${chosen[@]}"; do
        if [[ -n ${target[$name]} ]]; then turning+=("$name"); else say "$name: $(why_not "$name")"; fi
    done
    if ((${#turning[@]})); then
        print_plan "${turning[@]}"
        confirm "Turn $alias of ${turning[*]} in $where?"
        turn "${turning[@]}"
    fi
    print_aliases "${chosen[@]}"
}

read_versions() { # NAME: every version, oldest first, and the newest
    local listed version time
    whole_name[$1]=${output_of[$1FunctionName]}
    ask listed "reading the versions of ${whole_name[$1]}" lambda list-versions-by-function \
        --function-name "${whole_name[$1]}" --query "Versions[?Version!='\$LATEST'].[Version,LastModified]" --output text
    versions[$1]=""
    while read -r version time; do
        [[ -n $version ]] || continue
        versions[$1]+=" $version"
        newest[$1]=$version
        published["$1 $version"]="${time:0:19}Z"
    done < <(sort -n <<<"$listed")
}

try_alias() { # INTO NAME: reads the alias; a failure puts its complaint into INTO
    try "$1" lambda get-alias --function-name "${whole_name[$2]}" --name "$alias" --output json || return
    IFS=$'\t' read -r "live[$2]" "revision[$2]" "serving[$2]" "weights[$2]" < <(run_jq alias -r <<<"${!1}")
}

read_alias() { # NAME
    local read
    try_alias read "$1" || die 1 "reading the alias $alias of ${whole_name[$1]} failed: $(explained "$read")"
}

find_target() { # NAME: sets target[NAME] to the version to turn to, or to nothing if the alias is there already
    local version
    target[$1]=""
    if given --to; then
        [[ " ${versions[$1]} " == *" ${option[--to]} "* ]] ||
            die 1 "${whole_name[$1]} has no version ${option[--to]}, so nothing was done: it has$(tail -c 100 <<<"${versions[$1]}")"
        [[ ${live[$1]} == "${option[--to]}" && -z ${weights[$1]} ]] || target[$1]=${option[--to]}
        return
    fi
    [[ ${serving[$1]} == "${newest[$1]:-}" ]] || return 0
    for version in ${versions[$1]}; do ((version >= serving[$1])) || target[$1]=$version; done
    [[ -n ${target[$1]} ]] ||
        die 1 "${whole_name[$1]} has no version before ${serving[$1]}, so nothing was done: the next deploy publishes one"
}

why_not() { # NAME
    if given --to; then
        echo "$alias is ${live[$1]} already"
    else
        echo "$alias is ${live[$1]}, the newest is ${newest[$1]:-none}: rolled back already; --to goes further"
    fi
}

print_plan() { # NAME…
    local name
    for name; do
        printf '%s\t%s\t→ %s\t%s\n' "${whole_name[$name]}" "$(version_of "$name" "${live[$name]}")" \
            "$(version_of "$name" "${target[$name]}")" "${weights[$name]:+(ends a gradual deployment: ${weights[$name]})}"
    done | { if given --json; then aligned >&2; else aligned; fi; }
    for name; do
        [[ -z ${weights[$name]} ]] || { warn_of_deployment && break; }
    done
}

version_of() { echo "$2, published ${published["$1 $2"]:-at an unknown time}"; } # NAME VERSION

warn_of_deployment() {
    local status
    stack_status status
    [[ $status != *_IN_PROGRESS ]] ||
        say "The stack is being changed ($status), and its deployment may turn $alias again:" \
            "aws cloudformation cancel-update-stack --stack-name ${option[--stack]} ends it."
}

turn() { # NAME…: one by one; a failure says exactly which ones are done
    local name reply
    for name; do was[$name]=${serving[$name]}; done
    for name; do
        # With the revision, an alias that somebody else turned since the question is not overwritten.
        try reply lambda update-alias --function-name "${whole_name[$name]}" --name "$alias" --function-version "${target[$name]}" \
            --revision-id "${revision[$name]}" --routing-config AdditionalVersionWeights={} || half_done "$name" "$reply" "$@"
        read_alias "$name"
        [[ ${live[$name]} == "${target[$name]}" && -z ${weights[$name]} ]] ||
            half_done "$name" "somebody else turned the alias to ${live[$name]}" "$@"
    done
}

half_done() { # FAILED REASON NAME…: prints where each function is now, as AWS reports it, and the command for the rest
    local failed=$1 reason name read now=""
    reason=$(explained "$2")
    [[ $reason != *PreconditionFailed* ]] || reason="somebody else turned the alias meanwhile"
    shift 2
    for name; do
        try_alias read "$name" || live[$name]="an unknown version"
        now+="${now:+, }$name is at ${live[$name]}"
    done
    echo "build.sh: turning $alias of ${whole_name[$failed]} failed: $reason" >&2
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

print_aliases() { # NAME…
    local name results=""
    for name; do
        results+=$(jq -nc --arg function "${whole_name[$name]}" --arg alias "$alias" --arg was "${was[$name]:-${live[$name]}}" \
            --arg live "${live[$name]}" --arg newest "${newest[$name]}" '$ARGS.named')
        [[ -z ${target[$name]} ]] ||
            say "$(paint green "$name: $alias is ${live[$name]} now.") It was ${was[$name]}:" \
                "$(by_hand rollback --to "${was[$name]}" "$name") turns it there again."
    done
    ! given --json ||
        jq -s --arg stack "${option[--stack]}" '{stack: $stack, changed: any(.was != .live), functions: .}' <<<"$results"
}
