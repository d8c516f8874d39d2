# shellcheck shell=bash disable=SC2034,SC2154 # build.sh and what it sources share variables
# The AWS CLI: which one is used, how it is called, and what the developer's tool gets from it.

tools=$PWD/.build/venv-aws

need_aws() { # [linter]: finds the AWS CLI, the region and the endpoint; with `linter` also cfn-lint
    need jq
    find_cli "${1:-}"
    temporary_file complaints
    find_region
    find_endpoint
    where="region $region${AWS_ENDPOINT_URL:+ at $AWS_ENDPOINT_URL}"
    export AWS_PAGER="" AWS_CLI_ERROR_FORMAT=legacy
    export AWS_RETRY_MODE=${AWS_RETRY_MODE:-standard} AWS_MAX_ATTEMPTS=${AWS_MAX_ATTEMPTS:-4}
}

find_cli() { # [linter]
    [[ $1 == linter ]] || ! is_recent || return 0
    need python3-venv
    make_folder .build
    run "Setting up the AWS CLI and cfn-lint" Sources/Deploy/tools.sh "$tools" || failed "setting up the AWS CLI"
    PATH=$PATH:$tools/bin
    is_recent || PATH=$tools/bin:$PATH
}

# Whether `aws` reads AWS_ENDPOINT_URL, as it does from 1.29 and from 2.13 on. To ask it takes half a second, so the program
# that passed is remembered.
is_recent() {
    local program version major minor
    program=$(state "$(command -v aws)")
    [[ -n $program ]] || return
    [[ ! -f .build/aws.recent || $(<.build/aws.recent) != "$program" ]] || return 0
    version=$(aws --version 2>&1) || return
    [[ $version =~ ^aws-cli/([0-9]+)\.([0-9]+) ]] || return
    major=${BASH_REMATCH[1]} minor=${BASH_REMATCH[2]}
    ((major > 2 || major == 2 && minor >= 13 || major == 1 && minor >= 29)) || return
    make_folder .build
    echo "$program" >.build/aws.recent
}

# Version 1 of the CLI reads only AWS_DEFAULT_REGION; version 2 prefers AWS_REGION.
find_region() {
    [[ -z ${AWS_REGION:-} ]] || export AWS_DEFAULT_REGION=$AWS_REGION
    region=${AWS_DEFAULT_REGION:-}
    [[ -n $region ]] || try region configure get region || [[ -z $region ]] || die 1 "no region was found: $(explained "$region")"
    [[ -n $region ]] || die 1 "no region was found: set AWS_REGION"
}

# The environment's endpoint comes before the profile's. A slash at its end means nothing, and goes.
find_endpoint() {
    local profile
    if [[ ${AWS_IGNORE_CONFIGURED_ENDPOINT_URLS:-} == [Tt][Rr][Uu][Ee] ]]; then
        unset AWS_ENDPOINT_URL # the CLI does not read it then, and neither may the functions
        return
    fi
    if [[ -z ${AWS_ENDPOINT_URL:-} ]] && try profile configure get endpoint_url; then AWS_ENDPOINT_URL=$profile; fi
    [[ -n ${AWS_ENDPOINT_URL:-} ]] || return 0
    AWS_ENDPOINT_URL=$(without_slash "$AWS_ENDPOINT_URL")
    export AWS_ENDPOINT_URL
}

without_slash() { # URL: prints it without slashes at its end
    local url=$1
    while [[ $url == */ ]]; do url=${url%/}; done
    echo "$url"
}

try() { # INTO ARGUMENT…: runs the AWS CLI; INTO gets what it printed, or the last line of its complaint if it failed
    local _status=0 _text
    _text=$(aws --cli-connect-timeout 10 --cli-read-timeout 60 "${@:2}" 2>"$complaints") || _status=$?
    ((_status == 0)) || _text=$(grep -m 1 'An error occurred' "$complaints" || grep -v '^[[:space:]]*$' "$complaints" | tail -n 1) || true
    printf -v "$1" %s "$_text"
    return "$_status"
}

ask() { # INTO ATTEMPT ARGUMENT…: as `try`; a failure ends the command and says that the attempt failed, and why
    try "$1" "${@:3}" || die 1 "$2 failed: $(explained "${!1}")"
}

explained() { # COMPLAINT: prints it, or what to do about it
    case $1 in
        *"locate credentials"*)
            echo "no AWS credentials were found: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY" ;;
        *"profile"*"could not be found"*) echo "$1: AWS_PROFILE must name a profile of ~/.aws/config" ;;
        *"not yet current"* | *"Signature expired"* | *TooSkewed*)
            echo "this machine's clock is wrong ($(date -u +%FT%TZ)): set it" ;;
        *Expired*) echo "the AWS credentials have expired: get new ones" ;;
        *InvalidClientTokenId* | *UnrecognizedClient* | *SignatureDoesNotMatch* | *InvalidSignature* | *InvalidAccessKeyId* | *AuthFailure*)
            echo "AWS does not know these credentials: check AWS_PROFILE, or AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and" \
                "AWS_SESSION_TOKEN" ;;
        *"connect to the endpoint"* | *"Connection was closed"* | *"timeout on endpoint"*)
            echo "$1: check the network, the region and AWS_ENDPOINT_URL" ;;
        *"Invalid endpoint"*) echo "$1: check AWS_ENDPOINT_URL and AWS_REGION" ;;
        *) echo "${1:-the AWS CLI gave no reason}" ;;
    esac
}

export_for_tool() { # the CLI's region and credentials, as variables: the developer's tool reads no profile
    local name value keys
    export AWS_REGION=$region
    [[ -z ${AWS_ACCESS_KEY_ID:-} ]] || return 0
    unset AWS_SESSION_TOKEN # it belongs to other keys, and the CLI ignores it as well
    if keys=$(aws configure export-credentials --format env-no-export 2>/dev/null); then
        while IFS='=' read -r name value; do export "$name=$value"; done <<<"$keys"
    else # an old version 1 of the CLI has no such command: its credentials can only be in its files
        for name in access_key_id secret_access_key session_token; do
            ! value=$(aws configure get "aws_$name") || export "AWS_${name^^}=$value"
        done
    fi
    [[ -n ${AWS_ACCESS_KEY_ID:-} && -n ${AWS_SECRET_ACCESS_KEY:-} ]] ||
        die 1 "no AWS credentials were found: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; for those of a" \
            "role or of SSO this needs version 2 of the AWS CLI"
}

become_tool() { # ARGUMENT…: as `run_tool`, with the CLI's region and credentials
    export_for_tool
    run_tool "$@"
}

run_tool() { # ARGUMENT…: replaces this command by the developer's tool, which then gets the signals and sets the exit status
    developer_tool debug
    rm -rf "${temporary[@]}"
    exec .build/debug/local "$@"
}
