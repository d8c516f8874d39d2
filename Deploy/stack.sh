# shellcheck shell=bash disable=SC2034,SC2154 # build.sh and the commands' own files share the variables
# The stack and its tables, as the AWS CLI tells of them.

declare -A output_of=() # the stack's outputs, after `find_stack`
declare -A output_with=([GetSchools]=SchoolsFunctionName [MatchExplainer]=LambdaFunctionName) # a function's whole name

stack_status() { # of the stack, in `answer`; empty if there is none
    try cloudformation describe-stacks --stack-name "${option[--stack]}" --query 'Stacks[0].StackStatus' --output text && return
    [[ $answer == *"does not exist"* ]] || die 1 "looking for the stack ${option[--stack]} failed: $(explained "$answer")"
    answer=""
}

find_stack() { # its outputs into `output_of`
    local key value
    stack_status
    [[ -n $answer && $answer != REVIEW_IN_PROGRESS ]] ||
        die 1 "there is no stack ${option[--stack]} in $where: ./build.sh deploy makes it; --stack and AWS_REGION name another"
    ask "reading the stack ${option[--stack]}" cloudformation describe-stacks --stack-name "${option[--stack]}" \
        --query 'Stacks[0].Outputs[].[OutputKey,OutputValue]' --output text
    while IFS=$'\t' read -r key value; do [[ -z $key ]] || output_of[$key]=$value; done <<<"$answer"
    [[ -n ${output_of[SchoolsTableName]:-} ]] ||
        die 1 "the stack ${option[--stack]} has no outputs (is it another system's?): ./build.sh deploy brings it up to date"
}

table() { # the one that --table names, or else the stack's, in `answer`
    given --table || find_stack
    answer=${option[--table]:-${output_of[SchoolsTableName]:-}}
}

tables_named() { # OPTION…: what they name must be a name
    local name
    for name; do
        ! given "$name" || [[ ${option[$name]} =~ ^[A-Za-z0-9_.-]{3,255}$ ]] ||
            misuse "$name ${option[$name]}: the name of a table is 3 to 255 letters, digits, hyphens, dots and underscores"
    done
}

describe_table() { # NAME: as JSON, in `answer`
    try dynamodb describe-table --table-name "$1" --output json --query Table && return
    [[ $answer != *ResourceNotFoundException* ]] || die 1 "there is no table $1 in $where: check its name and AWS_REGION"
    die 1 "looking for the table $1 failed: $(explained "$answer")"
}
