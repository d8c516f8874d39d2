# shellcheck shell=bash disable=SC2034,SC2154 # the variables of build.sh and of what it sources
# ./build.sh deploy: zips and template become a stack, or a change of it. The change set is made by `aws cloudformation
# deploy`, which knows about new and existing stacks, values to keep and large templates; asking, waiting and telling are here.

deploy_help() {
    cat <<'TEXT'
./build.sh deploy [--param NAME=VALUE …]   bring the system up, or up to date

Builds the functions, checks the template with cfn-lint, uploads both to a bucket (which it makes), shows what would change,
asks, changes it, waits, and prints the stack's outputs. A parameter that is not given keeps its value. A second run changes
nothing. What the parameters are: Deploy/template.yaml.

  --param NAME=VALUE  a parameter of the template; may be repeated
  --dry-run           show what would change, and change nothing but the bucket
  --bucket NAME       upload to this bucket instead of flight-school-deploy-ACCOUNT-REGION
  --stack NAME        the stack (flight-school)
  --yes               do not ask
  --json              print the result as JSON

Region, credentials and endpoint are those of the AWS CLI: AWS_REGION, AWS_PROFILE, AWS_ENDPOINT_URL and so on. With an
endpoint, the functions use it, too. Exit status: 0 done, 1 failed or refused, 2 wrong usage.
TEXT
}

template=Deploy/template.yaml

deploy() {
    local changes
    parse "--param --bucket" "--dry-run" "$@"
    no_operands
    deploy_parameters
    need_aws linter
    ask "finding out whose account this is" sts get-caller-identity --query Account --output text
    account=$answer
    stack_status
    was=$answer
    check_status
    check_table_in_use
    check_template
    packages
    given --json || report
    upload
    make_change_set
    [[ -n $changes ]] || say "Nothing to change: the stack ${option[--stack]} is up to date."
    if given --dry-run; then
        [[ -z $changes ]] || { drop_change_set && say "Nothing was changed: this was a dry run."; }
        ! given --json || jq -n --arg stack "${option[--stack]}" --argjson changes "$shown" '{stack: $stack, changes: $changes}'
        return
    fi
    if [[ -n $changes ]]; then
        confirm_change_set
        execute_change_set
    fi
    tell_outputs
}

deploy_parameters() { # into `overrides`: those of the command line, checked, and those that this machine decides
    local parameter name known machine
    defaults=$(awk '/^Parameters:/, /^Conditions:/ { if (/^  [A-Za-z]+:$/) name = substr($1, 1, length($1) - 1)
        if (sub(/^    Default: /, "")) { gsub(/^"|"$/, ""); print name "=" $0 } }' "$template")
    known=" $(cut -d = -f 1 <<<"$defaults" | paste -s -d ' ') "
    machine=$(uname -m)
    machine=${machine/aarch64/arm64}
    overrides=("EndpointUrl=${AWS_ENDPOINT_URL:-}" "Architecture=$machine")
    for parameter in "${parameters[@]}"; do
        name=${parameter%%=*}
        [[ $parameter == *=* ]] || misuse "--param $parameter: it is NAME=VALUE"
        [[ $name != *" "* && $known == *" $name "* ]] || misuse "the template has no parameter $name; it has${known% }"
        [[ $name != Architecture || $parameter == "Architecture=$machine" ]] ||
            die 2 "--param $parameter: the zips of this machine are for $machine; deploy from one of the other kind"
        overrides+=("$parameter")
    done
}

check_template() { # unless these very bytes have passed before
    local sum
    sum=$(sha256sum "$template")
    [[ ! -f .build/template.checked || $(<.build/template.checked) != "$sum" ]] || return 0
    run "Checking the template" cfn-lint --regions us-east-1 -- "$template" || failed "checking the template"
    echo "$sum" >.build/template.checked
}

check_status() { # a stack that is being changed, or that cannot be
    case $was in
        REVIEW_IN_PROGRESS | "") check_table ;;
        *_IN_PROGRESS) die 1 "the stack ${option[--stack]} is being changed ($was): wait for its end and run this again" ;;
        ROLLBACK_* | DELETE_FAILED) die 1 "the stack ${option[--stack]} was never made whole ($was) and cannot be changed: $(make_room)" ;;
        UPDATE_ROLLBACK_FAILED) die 1 "the stack ${option[--stack]} is $was: $(go_on_rolling_back)" ;;
        *_FAILED) say "The stack ${option[--stack]} is $was: this deploy starts from there." ;;
    esac
}

# What to do about a stack that is neither what it was nor what it should be.
go_on_rolling_back() { echo "mend what stopped it, take it back to what it was (aws cloudformation continue-update-rollback --stack-name ${option[--stack]}), and run this again"; }

make_room() { echo "remove what is left (aws cloudformation delete-stack --stack-name ${option[--stack]}; it leaves the table of schools, which can be deleted if it is empty: Deploy/RUNBOOK.md, Remove everything) and run this again"; }

check_table() { # before the stack is made: a table of this name would stop it half-way
    local name parameter
    name=$(sed -n 's/^SchoolsTable=//p' <<<"$defaults")
    for parameter in "${parameters[@]}"; do [[ $parameter != SchoolsTable=* ]] || name=${parameter#*=}; done
    ! try dynamodb describe-table --table-name "$name" ||
        die 1 "there is a table $name already, which this stack does not own: to use it, deploy with --param SchoolsTable=$name-of-${option[--stack]} --param TableInUse=$name; if it is left over from a stack that failed and is empty, delete it (Deploy/RUNBOOK.md, Remove everything)"
    [[ $answer == *ResourceNotFoundException* ]] || die 1 "looking for the table $name failed: $(explained "$answer")"
}

check_table_in_use() { # before everything is turned to it
    local parameter
    for parameter in "${parameters[@]}"; do
        [[ $parameter != TableInUse=?* ]] || describe_table "${parameter#*=}"
    done
}

upload() { # the zips, and the template that names them, in the file `release`
    bucket=${option[--bucket]:-flight-school-deploy-$account-$region}
    if ! try s3api head-bucket --bucket "$bucket" --expected-bucket-owner "$account"; then
        [[ $answer == *"404"* ]] || die 1 "the bucket $bucket cannot be used: $(explained "$answer"); --bucket names another"
        say "Making the bucket $bucket for zips and templates."
        local place=()
        [[ $region == us-east-1 ]] || place=(--create-bucket-configuration "LocationConstraint=$region")
        ask "making the bucket $bucket" s3api create-bucket --bucket "$bucket" "${place[@]}"
        ask "closing the bucket $bucket to the public" s3api put-public-access-block --bucket "$bucket" \
            --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
    fi
    temporary_file && release=$made
    progress "Uploading the zips to $bucket"
    ask "uploading the zips to $bucket" cloudformation package --template-file "$template" --s3-bucket "$bucket" \
        --output-template-file "$release"
    progress ""
}

# What a release is made of: the same again publishes no version.
mark_release() { # with their fingerprint
    local fingerprint before=""
    ! try cloudformation describe-stacks --stack-name "${option[--stack]}" --output text \
        --query 'Stacks[0].Parameters[].[ParameterKey,ParameterValue]' || before=$answer
    fingerprint=$({ echo "$defaults" && tr '\t' '=' <<<"$before" && printf '%s\n' "${overrides[@]}"; } |
        awk -F = 'NF { line[$1] = $0 } END { for (name in line) print line[name] }' | sort |
        cat "$release" - | sha256sum | cut -d ' ' -f 1)
    sed -i "s/^\( *\)AutoPublishAliasAllProperties: true$/&\n\1AutoPublishCodeSha256: $fingerprint/" "$release"
}

make_change_set() { # `changes`: its address, empty if nothing would change; `shown`: the changes as JSON
    say "Comparing with what is there."
    mark_release
    ask "making the change set" cloudformation deploy --template-file "$release" --stack-name "${option[--stack]}" \
        --s3-bucket "$bucket" --capabilities CAPABILITY_IAM CAPABILITY_AUTO_EXPAND --no-execute-changeset \
        --no-fail-on-empty-changeset --parameter-overrides "${overrides[@]}"
    changes=$(grep -o 'arn:[^ ]*:changeSet/[^ ]*' <<<"$answer" || true)
    shown=[]
    [[ -n $changes ]] || return 0
    abandon=drop_change_set
    ask "reading the change set" cloudformation describe-change-set --change-set-name "$changes" --output json \
        --query 'Changes[].ResourceChange.{action: Action, replacement: Replacement, policy: PolicyAction, type: ResourceType, resource: LogicalResourceId}'
    shown=$answer
    say "$(jq -r 'sort_by(.action, .type)[] | [.action, .resource, .type, (if .policy == "Retain" then "stays, outside the stack" elif .replacement == "True" then "replaced" elif .replacement == "Conditional" then "perhaps replaced" else "" end)] | @tsv' <<<"$shown" | aligned)"
}

drop_change_set() { # and the empty stack that a first one stands on
    abandon=""
    ask "deleting the change set" cloudformation delete-change-set --change-set-name "$changes"
    [[ $was == "" ]] || return 0
    ask "deleting the empty stack" cloudformation delete-stack --stack-name "${option[--stack]}"
}

confirm_change_set() {
    local question
    question="Change the stack ${option[--stack]} in $where?"
    [[ $was != "" && $was != REVIEW_IN_PROGRESS ]] || question="Make the stack ${option[--stack]} in $where? Without traffic it costs about 8 USD a month (Deploy/RUNBOOK.md)."
    confirm "$question"
}

execute_change_set() { # waits three hours at most: the slowest gradual deployment takes half of that
    local from=$SECONDS count said=0 misses=0
    local events="aws cloudformation describe-stack-events --stack-name ${option[--stack]} tells how"
    count=$(jq length <<<"$shown")
    abandon=""
    ask "changing the stack" cloudformation execute-change-set --change-set-name "$changes"
    while :; do
        sleep 2
        if ! try cloudformation describe-stacks --stack-name "${option[--stack]}" --query 'Stacks[0].StackStatus' --output text; then
            misses=$((misses + 1))
            ((misses < 10)) || die 1 "looking at the stack failed $misses times ($(explained "$answer")), and the change goes on: $events"
            continue
        fi
        misses=0
        [[ $answer == *_IN_PROGRESS ]] || is_executing || break
        ((SECONDS - from < 10800)) || die 1 "the stack is still $answer after three hours, and the change goes on: $events"
        progress "Changing the stack ${option[--stack]} · $count changes · $((SECONDS - from)) s · $answer"
        [[ -t 2 ]] || ((SECONDS - from < said + 30)) || { said=$((SECONDS - from)) && say "Changing the stack · $said s · $answer"; }
    done
    progress ""
    case $answer in
        CREATE_COMPLETE | UPDATE_COMPLETE) say "$(paint green "The stack ${option[--stack]} stands ($((SECONDS - from)) s).")" ;;
        *) tell_failures "$answer" ;;
    esac
}

is_executing() { # a change that was just begun may not be seen yet: the stack still is what it was
    local status=$answer executing=false
    ((SECONDS - from < 20)) || return
    ! try cloudformation describe-change-set --change-set-name "$changes" --query ExecutionStatus --output text ||
        [[ $answer != AVAILABLE && $answer != EXECUTE_IN_PROGRESS ]] || executing=true
    answer=$status
    "$executing"
}

tell_failures() { # STATUS
    local status=$1
    ask "reading what went wrong" cloudformation describe-stack-events --stack-name "${option[--stack]}" --output json --max-items 300
    # The newest come first: those since the change began.
    jq -r '.StackEvents | .[:(map(.ResourceType == "AWS::CloudFormation::Stack" and (.ResourceStatus == "CREATE_IN_PROGRESS" or .ResourceStatus == "UPDATE_IN_PROGRESS")) | index(true)) // length]
        | [.[] | select((.ResourceStatus | endswith("FAILED")) and ((.ResourceStatusReason // "") | test("cancelled") | not))] | reverse[] | "  \(.LogicalResourceId) (\(.ResourceType)): \(.ResourceStatusReason // .ResourceStatus)"' <<<"$answer" >&2
    case $status in
        UPDATE_ROLLBACK_COMPLETE) die 1 "the change failed for the reasons above, and the stack is what it was before: mend them and run this again" ;;
        UPDATE_ROLLBACK_FAILED) die 1 "the change failed for the reasons above, and so did taking it back: $(go_on_rolling_back)" ;;
        *) die 1 "the stack is $status for the reasons above: mend them, then $(make_room)" ;;
    esac
}

tell_outputs() {
    local name
    find_stack
    if given --json; then
        ask "reading the stack" cloudformation describe-stacks --stack-name "${option[--stack]}" --output json --query 'Stacks[0]'
        jq '{stack: .StackName, status: .StackStatus, outputs: (.Outputs | map({(.OutputKey): .OutputValue}) | add)}' <<<"$answer"
        return
    fi
    for name in "${!output_of[@]}"; do printf '%s\t%s\n' "$name" "${output_of[$name]}"; done | sort | aligned
    printf '\nNext: ./build.sh seed, then ./build.sh health %s\n' "${output_of[ApiEndpoint]}"
}
