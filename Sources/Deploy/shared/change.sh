# shellcheck shell=bash disable=SC2034,SC2154 # build.sh and what it sources share variables
# A change of the stack: the change set, the question, the wait, and the reasons of a failure.

# Lambda publishes a version when the fingerprint of a release changes: its zips, its template and its parameters.
mark_release() { # RELEASE
    local parameters fingerprint
    all_parameters parameters
    fingerprint=$(jq -S . <<<"$parameters" | cat "$1" - | sha256sum | cut -d ' ' -f 1)
    sed -i "s/^\( *\)AutoPublishAliasAllProperties: true$/&\n\1AutoPublishCodeSha256: $fingerprint/" "$1"
}

make_change_set() { # INTO RELEASE BUCKET: the ARN of the change set, or empty if nothing would change
    local _overrides _reply
    given_parameters _overrides
    say "Comparing with the stack."
    ask _reply "making the change set" cloudformation deploy --template-file "$2" --stack-name "${option[--stack]}" \
        --s3-bucket "$3" --capabilities CAPABILITY_IAM CAPABILITY_AUTO_EXPAND --no-execute-changeset \
        --no-fail-on-empty-changeset --parameter-overrides "${_overrides[@]}"
    printf -v "$1" %s "$(grep -o 'arn:[^ ]*:changeSet/[^ ]*' <<<"$_reply" || true)"
}

show_changes() { # INTO CHANGE: prints the changes of the change set; INTO gets them as JSON
    local _fields="action: Action, replacement: Replacement, policy: PolicyAction"
    _fields+=", type: ResourceType, resource: LogicalResourceId"
    ask "$1" "reading the change set" cloudformation describe-change-set --change-set-name "$2" --output json \
        --query "Changes[].ResourceChange.{$_fields}"
    say "$(run_jq changes -r <<<"${!1}" | aligned)"
}

drop_change_set() { # CHANGE STATUS: and the empty stack that CloudFormation makes for the first change set
    local reply
    ask reply "deleting the change set" cloudformation delete-change-set --change-set-name "$1"
    [[ $2 == "" ]] || return 0
    ask reply "deleting the empty stack" cloudformation delete-stack --stack-name "${option[--stack]}"
}

confirm_change() { # STATUS
    case $1 in
        "" | REVIEW_IN_PROGRESS)
            confirm "Make the stack ${option[--stack]} in $where? Without traffic it costs about 1 USD a month." ;;
        *) confirm "Change the stack ${option[--stack]} in $where?" ;;
    esac
}

execute_change() { # CHANGE COUNT: waits at most three hours, twice as long as the slowest gradual deployment
    local from=$SECONDS status said=0 misses=0 reply
    local events="aws cloudformation describe-stack-events --stack-name ${option[--stack]} shows its progress"
    ask reply "changing the stack" cloudformation execute-change-set --change-set-name "$1"
    while :; do
        sleep 2
        if ! try status cloudformation describe-stacks --stack-name "${option[--stack]}" --query 'Stacks[0].StackStatus' --output text; then
            misses=$((misses + 1))
            ((misses < 10)) || die 1 "reading the stack failed $misses times ($(explained "$status")); the change continues: $events"
            continue
        fi
        misses=0
        # A change that has just begun may not show in the stack's status yet.
        [[ $status == *_IN_PROGRESS ]] || { ((SECONDS - from < 20)) && is_executing "$1"; } || break
        ((SECONDS - from < 10800)) || die 1 "the stack is still $status after three hours; the change continues: $events"
        progress "Changing the stack ${option[--stack]} · $2 changes · $((SECONDS - from)) s · $status"
        [[ -t 2 ]] || ((SECONDS - from < said + 30)) ||
            { said=$((SECONDS - from)) && say "Changing the stack · $said s · $status"; }
    done
    progress ""
    case $status in
        CREATE_COMPLETE | UPDATE_COMPLETE) say "$(paint green "The stack ${option[--stack]} is up to date ($((SECONDS - from)) s).")" ;;
        *) fail_with_reasons "$status" ;;
    esac
}

is_executing() { # CHANGE
    local status
    try status cloudformation describe-change-set --change-set-name "$1" --query ExecutionStatus --output text &&
        [[ $status == AVAILABLE || $status == EXECUTE_IN_PROGRESS ]]
}

fail_with_reasons() { # STATUS
    local events
    ask events "reading the stack's events" cloudformation describe-stack-events --stack-name "${option[--stack]}" \
        --output json --max-items 300
    run_jq failures -r <<<"$events" >&2
    case $1 in
        UPDATE_ROLLBACK_COMPLETE)
            die 1 "the change failed for the reasons above, and the stack is in its earlier state: fix them and run this again" ;;
        UPDATE_ROLLBACK_FAILED)
            die 1 "the change failed for the reasons above, and so did the return to the earlier state: $(continue_rollback)" ;;
        *) die 1 "the stack is $1 for the reasons above: fix them, then $(remove_rest)" ;;
    esac
}

continue_rollback() { # prints what to do about a stack that failed to return to its earlier state
    echo "fix what stopped it, return it to its earlier state" \
        "(aws cloudformation continue-update-rollback --stack-name ${option[--stack]}), and run this again"
}

remove_rest() { # prints what to do about a stack that was never complete
    echo "delete it (aws cloudformation delete-stack --stack-name ${option[--stack]}; this keeps the table of schools, which can" \
        "be deleted if it is empty: Sources/Deploy/RUNBOOK.md, Remove everything) and run this again"
}
