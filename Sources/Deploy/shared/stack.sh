# shellcheck shell=bash disable=SC2034,SC2154 # build.sh and what it sources share variables
# The stack, its outputs, its functions and its tables.

declare -A output_of=() # the stack's outputs, after `find_stack`

stack_status() { # INTO: the stack's status, or empty if there is no such stack
    try "$1" cloudformation describe-stacks --stack-name "${option[--stack]}" --query 'Stacks[0].StackStatus' --output text &&
        return
    [[ ${!1} == *"does not exist"* ]] || die 1 "looking for the stack ${option[--stack]} failed: $(explained "${!1}")"
    printf -v "$1" %s ""
}

describe_stack() { # INTO: the stack's description, as JSON
    if ! try "$1" cloudformation describe-stacks --stack-name "${option[--stack]}" --output json --query 'Stacks[0]'; then
        [[ ${!1} == *"does not exist"* ]] || die 1 "looking for the stack ${option[--stack]} failed: $(explained "${!1}")"
        printf -v "$1" %s '{"StackStatus": "REVIEW_IN_PROGRESS"}'
    fi
    [[ $(jq -r .StackStatus <<<"${!1}") != REVIEW_IN_PROGRESS ]] ||
        die 1 "there is no stack ${option[--stack]} in $where: ./build.sh deploy makes it; --stack and AWS_REGION name another"
}

find_stack() { # reads the stack's outputs into `output_of`
    local stack key value
    describe_stack stack
    while IFS=$'\t' read -r key value; do output_of[$key]=$value; done < <(
        jq -r '.Outputs // [] | .[] | [.OutputKey, .OutputValue] | @tsv' <<<"$stack"
    )
    [[ -n ${output_of[SchoolsTableName]:-} ]] ||
        die 1 "the stack ${option[--stack]} has no outputs (is it another system's?): ./build.sh deploy brings it up to date"
}

# The whole name of a function is the output NAMEFunctionName. One that was added since the last deploy has none yet.
is_deployed() { [[ -n ${output_of[$1FunctionName]:-} ]]; } # NAME

choose_functions() { # INTO [NAME]: the array INTO gets NAME, or else every function of the stack
    local -n _chosen=$1
    local _name
    _chosen=()
    for _name in "${functions[@]}"; do
        if [[ -z ${2:-} || $2 == "$_name" ]] && is_deployed "$_name"; then _chosen+=("$_name"); fi
    done
    ((${#_chosen[@]})) ||
        die 1 "the stack ${option[--stack]} has no output ${2:-${functions[0]}}FunctionName: ./build.sh deploy brings it up to date"
}

find_table() { # INTO: the table that --table names, or else the stack's
    given --table || find_stack
    printf -v "$1" %s "${option[--table]:-${output_of[SchoolsTableName]:-}}"
}

describe_table() { # INTO NAME: the table's description, as JSON
    try "$1" dynamodb describe-table --table-name "$2" --output json --query Table && return
    [[ ${!1} != *ResourceNotFoundException* ]] || die 1 "there is no table $2 in $where: check its name and AWS_REGION"
    die 1 "looking for the table $2 failed: $(explained "${!1}")"
}
