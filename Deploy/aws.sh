# shellcheck shell=bash disable=SC2034,SC2154 # build.sh and the commands' own files share the variables
# The AWS CLI: finding it, asking it, and what it hands to the developer's tool.

answer="" # what AWS said, after `try` and `ask`
tools=$PWD/.build/venv-aws

# From these versions on the CLI reads AWS_ENDPOINT_URL.
is_recent() { [[ $1 =~ ^aws-cli/([0-9]+)\.([0-9]+) ]] && ((BASH_REMATCH[1] > 2 || BASH_REMATCH[1] == 2 && BASH_REMATCH[2] >= 13 || BASH_REMATCH[1] == 1 && BASH_REMATCH[2] >= 29)); }

need_aws() { # and what reads its answers; `deploy` checks the template with a linter as well
    need jq
    if [[ ${1:-} == linter ]] || ! is_recent "$(aws --version 2>&1 || true)"; then
        need python3-venv
        make_folder .build
        run "Setting up the AWS CLI and cfn-lint" Deploy/tools.sh "$tools" || failed "setting up the AWS CLI"
        PATH=$PATH:$tools/bin
        is_recent "$(aws --version 2>&1 || true)" || PATH=$tools/bin:$PATH
    fi
    # Version 1 of the CLI reads but the second of them; version 2 prefers the first.
    [[ -z ${AWS_REGION:-} ]] || export AWS_DEFAULT_REGION=$AWS_REGION
    [[ -n ${AWS_ENDPOINT_URL:-} || ${AWS_IGNORE_CONFIGURED_ENDPOINT_URLS:-} == true ]] || ! endpoint=$(aws configure get endpoint_url) || export AWS_ENDPOINT_URL=$endpoint
    region=${AWS_DEFAULT_REGION:-$(aws configure get region || true)}
    [[ -n $region ]] || die 1 "no region was found: set AWS_REGION"
    where="region $region${AWS_ENDPOINT_URL:+ at $AWS_ENDPOINT_URL}"
    export AWS_PAGER="" AWS_CLI_ERROR_FORMAT=legacy AWS_RETRY_MODE=${AWS_RETRY_MODE:-standard} AWS_MAX_ATTEMPTS=${AWS_MAX_ATTEMPTS:-4}
}

try() { # ARGUMENT…: what the CLI printed, in `answer`; its last line of complaint, if it failed
    local status=0
    [[ -n ${complaints:-} ]] || { temporary_file && complaints=$made; }
    answer=$(aws --cli-connect-timeout 10 --cli-read-timeout 60 "$@" 2>"$complaints") || status=$?
    ((status == 0)) || answer=$(grep -m 1 'An error occurred' "$complaints" || grep -v '^[[:space:]]*$' "$complaints" | tail -n 1)
    return "$status"
}

ask() { # ATTEMPT ARGUMENT…: as `try`; a failure ends the command with a line for people
    try "${@:2}" || die 1 "$1 failed: $(explained "$answer")"
}

explained() { # COMPLAINT: and what to do about it
    case $1 in
        *"locate credentials"*) echo "no AWS credentials were found: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY" ;;
        *"profile"*"could not be found"*) echo "$1: AWS_PROFILE names none of ~/.aws/config" ;;
        *"not yet current"* | *"Signature expired"* | *TooSkewed*) echo "this machine's clock is wrong ($(date -u +%FT%TZ)): set it" ;;
        *Expired*) echo "the AWS credentials have expired: get new ones" ;;
        *InvalidClientTokenId* | *UnrecognizedClient* | *SignatureDoesNotMatch* | *InvalidSignature* | *InvalidAccessKeyId* | *AuthFailure*)
            echo "AWS does not know these credentials: check AWS_PROFILE, or AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN" ;;
        *"connect to the endpoint"* | *"Connection was closed"* | *"timeout on endpoint"*)
            echo "$1: check the network, the region and AWS_ENDPOINT_URL" ;;
        *"Invalid endpoint"*) echo "$1: check AWS_ENDPOINT_URL and AWS_REGION" ;;
        *) echo "${1:-the AWS CLI gave no reason}" ;;
    esac
}

# For jq. Version 1 of the CLI prints the times of some services as seconds, version 2 all as ISO 8601 of the local zone.
# shellcheck disable=SC2016 # the dollars are jq's
readable='def seconds: if type == "number" then floor else capture("^(?<t>.{19})(\\.[0-9]+)?(?<zone>.*)$") | (.t + "Z" | fromdate) -
    (.zone | if test("[0-9]") then capture("(?<sign>.)(?<h>[0-9]{2}):?(?<m>[0-9]{2})")
        | ("\(.sign)1" | ltrimstr("+") | tonumber) * ((.h | tonumber) * 3600 + (.m | tonumber) * 60) else 0 end) end;
def iso: seconds | todate;
def grouped: tostring | [match("(^[0-9]{1,3}|[0-9]{3})(?=([0-9]{3})*$)"; "g").string] | join(",");
def size: if . < 1000 then "\(.) bytes" elif . < 1e6 then "\(. / 100 | round / 10) KB" elif . < 1e9 then "\(. / 1e5 | round / 10) MB"
    else "\(. / 1e8 | round / 10) GB" end;
def usd: if . > 0 and . < 0.005 then "less than 0.01 USD" else . * 100 | round | "\(. / 100 | floor | grouped).\(. % 100 + 100 | tostring[1:]) USD" end;'

for_the_tool() { # region, endpoint and keys as the CLI finds them, into the environment, where the developer's tool reads
    local name value keys
    export AWS_REGION=$region
    [[ -z ${AWS_ACCESS_KEY_ID:-} ]] || return 0
    unset AWS_SESSION_TOKEN # of other keys, and the CLI takes no notice of it either
    if keys=$(aws configure export-credentials --format env-no-export 2>/dev/null); then
        while IFS='=' read -r name value; do export "$name=$value"; done <<<"$keys"
    else # version 1 of the CLI knows of those in its files only
        for name in access_key_id secret_access_key session_token; do
            ! value=$(aws configure get "aws_$name") || export "AWS_${name^^}=$value"
        done
    fi
    [[ -n ${AWS_ACCESS_KEY_ID:-} && -n ${AWS_SECRET_ACCESS_KEY:-} ]] ||
        die 1 "no AWS credentials were found: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; those of a role or of SSO need version 2 of the AWS CLI"
}

become_tool() { # ARGUMENT…: signals are the tool's then, and its exit status this command's
    for_the_tool
    developer_tool debug
    rm -rf "${temporary[@]}"
    exec .build/debug/local "$@"
}
