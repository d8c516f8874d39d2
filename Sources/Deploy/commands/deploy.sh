# shellcheck shell=bash disable=SC2034,SC2154 # build.sh and what it sources share variables
# ./build.sh deploy: make the stack, or bring it up to date
# `aws cloudformation deploy` makes the change set: it handles new and existing stacks, parameters that keep their values, and
# large templates. The parameters are in shared/template.sh, the change itself is in shared/change.sh.

help_deploy() {
    cat <<'TEXT'
./build.sh deploy [--param NAME=VALUE …]   make the stack, or bring it up to date

Builds the functions, checks the template with cfn-lint, uploads both to a bucket (which it makes), shows the changes, asks,
makes the changes, waits, uploads the pages that changed, and prints the stack's outputs; SiteUrl is the address of the pages. A
parameter that is not given keeps its value. A second run changes nothing. Sources/Deploy/template.yaml describes the parameters.

  --param NAME=VALUE  a parameter of the template; may be repeated
  --dry-run           show the changes, and change only the bucket
  --bucket NAME       upload to this bucket instead of flight-school-deploy-ACCOUNT-REGION
  --stack NAME        the stack (flight-school)
  --yes               do not ask
  --json              print the result as JSON

Region, credentials and endpoint are those of the AWS CLI: variables such as AWS_REGION, AWS_PROFILE and AWS_ENDPOINT_URL, or
else the profile. The functions use the same endpoint, unless --param EndpointUrl gives another. Exit status: 0 done, 1 failed
or refused, 2 wrong usage.
TEXT
}

command_deploy() {
    local account status bucket release change changes='[]'
    parse "--param --bucket" "--dry-run" "$@"
    no_operands
    need_aws linter
    read_template
    read_parameters
    check_empty
    check_variables
    ask account "reading the account of these credentials" sts get-caller-identity --query Account --output text
    check_site_domain
    stack_status status
    check_status "$status"
    check_indexes "$status"
    check_table_in_use
    packages
    given --json || report
    bucket=${option[--bucket]:-flight-school-deploy-$account-$region}
    find_bucket "$bucket" "$account"
    temporary_file release
    upload "$release" "$bucket"
    mark_release "$release"
    make_change_set change "$release" "$bucket"
    if [[ -n $change ]]; then
        abandon=(drop_change_set "$change" "$status")
        show_changes changes "$change"
    else
        say "Nothing to change: the stack ${option[--stack]} is up to date."
    fi
    if given --dry-run; then
        if [[ -n $change ]]; then
            abandon=()
            drop_change_set "$change" "$status"
            say "Nothing was changed: this was a dry run."
        fi
        ! given --json || jq -n --arg stack "${option[--stack]}" --argjson changes "$changes" '{stack: $stack, changes: $changes}'
        return
    fi
    if [[ -n $change ]]; then
        confirm_change "$status"
        abandon=()
        execute_change "$change" "$(jq length <<<"$changes")"
    fi
    find_stack
    upload_site
    print_outputs "$status"
}

check_status() { # STATUS: ends the command if the stack cannot be changed
    case $1 in
        REVIEW_IN_PROGRESS | "") check_table_name ;;
        *_IN_PROGRESS) die 1 "the stack ${option[--stack]} is being changed ($1): run this again after the change" ;;
        ROLLBACK_* | DELETE_FAILED) die 1 "the stack ${option[--stack]} is incomplete ($1) and cannot be changed: $(remove_rest)" ;;
        UPDATE_ROLLBACK_FAILED) die 1 "the stack ${option[--stack]} is $1: $(continue_rollback)" ;;
        *_FAILED) say "The stack ${option[--stack]} is $1: this deploy continues from there." ;;
    esac
}

check_table_name() { # a new stack fails half-way if a table with its name exists
    local table=${given_value[SchoolsTable]:-} description
    [[ -n $table ]] || table=$(jq -r .Parameters.SchoolsTable.Default "$template_json")
    if ! try description dynamodb describe-table --table-name "$table"; then
        [[ $description == *ResourceNotFoundException* ]] ||
            die 1 "looking for the table $table failed: $(explained "$description")"
        return 0
    fi
    die 1 "there is a table $table already, which this stack does not own: to use it, deploy with --param" \
        "SchoolsTable=$table-of-${option[--stack]} --param TableInUse=$table; if it is left from a stack that failed, and is" \
        "empty, delete it (Sources/Deploy/RUNBOOK.md, Remove everything)"
}

check_indexes() { # STATUS: CloudFormation drops or makes one index of a table in an update, and fails half-way at two
    local old
    [[ $1 != "" && $1 != REVIEW_IN_PROGRESS && ${given_value[CatalogueIndex]:-true} != false ]] || return 0
    ask old "reading the stack's template" cloudformation get-template --stack-name "${option[--stack]}" --query TemplateBody \
        --output json
    [[ $old != *StateIndex* ]] ||
        die 1 "the stack's table has an index StateIndex, which nothing reads any more, and DynamoDB drops or makes one index at" \
            "a time: run $(by_hand deploy --param CatalogueIndex=false), then $(by_hand deploy --param CatalogueIndex=true)"
}

check_table_in_use() { # before everything is changed to use it
    local table=${given_value[TableInUse]:-} description
    [[ -n $table ]] || return 0
    describe_table description "$table"
    jq -e '[.GlobalSecondaryIndexes[]?.IndexName] | index("CatalogueIndex")' <<<"$description" >/dev/null ||
        say "The table $table has no index CatalogueIndex, so listings read the whole table:" \
            "Sources/Deploy/RUNBOOK.md, Indexes, tells how to make it."
}

find_bucket() { # BUCKET ACCOUNT: makes the bucket if it does not exist
    local reply place=()
    try reply s3api head-bucket --bucket "$1" --expected-bucket-owner "$2" && return
    [[ $reply == *"404"* ]] || die 1 "the bucket $1 cannot be used: $(explained "$reply"); --bucket gives another"
    say "Making the bucket $1 for zips and templates."
    [[ $region == us-east-1 ]] || place=(--create-bucket-configuration "LocationConstraint=$region")
    ask reply "making the bucket $1" s3api create-bucket --bucket "$1" "${place[@]}"
    ask reply "blocking public access to the bucket $1" s3api put-public-access-block --bucket "$1" \
        --public-access-block-configuration \
        BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
}

upload() { # RELEASE BUCKET: uploads the zips; the file RELEASE gets the template that names them
    local reply
    progress "Uploading the zips to $2"
    ask reply "uploading the zips to $2" cloudformation package --template-file "$template" --s3-bucket "$2" \
        --output-template-file "$1"
    progress ""
}

print_outputs() { # STATUS: the stack's before the deploy
    local stack name
    if given --json; then
        describe_stack stack
        jq '{stack: .StackName, status: .StackStatus, outputs: (.Outputs | map({(.OutputKey): .OutputValue}) | add)}' <<<"$stack"
        return
    fi
    for name in "${!output_of[@]}"; do printf '%s\t%s\n' "$name" "${output_of[$name]}"; done | sort | aligned
    case $1 in # only a new table is empty: the sample schools are for nobody else's
        "" | REVIEW_IN_PROGRESS) printf '\nNext: %s, then %s\n' "$(by_hand seed)" "$(by_hand health)" ;;
        *) printf '\nNext: %s\n' "$(by_hand health)" ;;
    esac
}
