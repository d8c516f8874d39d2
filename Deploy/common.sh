# shellcheck shell=bash disable=SC2034,SC2154 # build.sh and the commands' own files share the variables
# What the operator's commands share: options, questions, the AWS CLI, the stack. build.sh sources this, and then the
# command's own file, which holds `COMMAND_help` and the function that runs it.

declare -A option=() # of the command line: --name → value, or "yes" for a switch
operands=()
parameters=()        # of --param, which may be repeated
declare -A output_of=() # the stack's outputs, after `find_stack`
declare -A output_with=([GetSchools]=SchoolsFunctionName [MatchExplainer]=LambdaFunctionName) # a function's whole name
answer=""            # what AWS said, after `ask`
tools=$PWD/.build/venv-aws

# ---- the command line ----

misuse() { die 2 "$1 (./build.sh $command --help)"; }

parse() { # VALUED SWITCHES ARG…: the names that take a value, the names that do not, and the command line
    local valued=" --stack $1 " switches=" --json --yes $2 " name value
    shift 2
    option=([--stack]=flight-school)
    while (($#)); do
        name=${1%%=*}
        case $1 in
            --help | -h) "${command}_help" && exit ;;
            -?*)
                if [[ $switches == *" $1 "* ]]; then
                    option[$1]=yes
                elif [[ $valued == *" $name "* ]]; then
                    if [[ $1 == *=* ]]; then
                        value=${1#*=}
                    else
                        value=${2:-}
                        shift
                    fi
                    [[ -n $value ]] || misuse "$name needs a value"
                    [[ $name != --param ]] || parameters+=("$value")
                    option[$name]=$value
                else
                    misuse "$1 is no option of $command"
                fi
                ;;
            *) operands+=("$1") ;;
        esac
        shift
    done
    [[ ${option[--stack]} =~ ^[A-Za-z][A-Za-z0-9-]{0,127}$ ]] ||
        misuse "--stack ${option[--stack]}: a stack's name is letters, digits and hyphens"
}

no_operands() { ((${#operands[@]} == 0)) || misuse "$command takes no \"${operands[0]}\""; }

given() { [[ -n ${option[$1]:-} ]]; }

a_function() { # [ALSO]: the operand, if there is one, must name a function of the stack or be ALSO; its short name, in `asked_for`
    ((${#operands[@]} <= 1)) || misuse "$command takes one function, and no \"${operands[1]}\""
    asked_for=${operands[0]:-}
    asked_for=${asked_for#"${option[--stack]}-"}
    [[ " ${functions[*]} ${1:-} " == *" ${asked_for:-${functions[0]}} "* ]] ||
        misuse "\"${operands[0]}\" is no function of the stack ${option[--stack]}: there are ${functions[*]}${1:+ and $1}"
}

by_hand() { # ARGUMENT…: the command line that people type for this stack
    echo "./build.sh $*$([[ ${option[--stack]} == flight-school ]] || echo " --stack ${option[--stack]}")"
}

# ---- talking ----

say() { # to people: on standard error where a script reads the result
    if given --json; then printf '%s\n' "$*" >&2; else printf '%s\n' "$*"; fi
}

# Asked here: within $(…) standard output is never a terminal.
colours=false
[[ ! -t 1 || -n ${NO_COLOR:-} ]] || colours=true

paint() { # COLOUR TEXT: coloured on a terminal, unless NO_COLOR says otherwise
    local -A codes=([red]=31 [green]=32 [yellow]=33 [bold]=1)
    if [[ $colours == true ]]; then printf '\e[%sm%s\e[0m' "${codes[$1]}" "$2"; else printf '%s' "$2"; fi
}

progress() { # TEXT: one line that is written over, on a terminal only
    if [[ -t 2 ]]; then printf '\r\e[K%.100s' "$1" >&2; fi
}

aligned() { # columns between tabs, as wide as they need to be; the last one is left as it is
    awk -F '\t' '{ for (i = 1; i < NF; i++) if (length($i) > width[i]) width[i] = length($i); line[NR] = $0 }
        END { for (n = 1; n <= NR; n++) { count = split(line[n], cell, "\t"); text = ""
            for (i = 1; i < count; i++) text = text sprintf("%-" width[i] "s  ", cell[i]); text = text cell[count]; sub(/ +$/, "", text); print text } }'
}

confirm() { # QUESTION: goes on only after a yes
    local reply=""
    given --yes && return
    [[ -t 0 ]] || die 1 "nothing was done: \"$1\" wants an answer and there is no terminal; --yes gives it"
    read -r -p "$1 [y/N] " reply || true
    [[ $reply == [yY]* ]] || die 1 "nothing was done"
}

# ---- the AWS CLI ----

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
    region=${AWS_DEFAULT_REGION:-$(aws configure get region || true)}
    [[ -n $region ]] || die 1 "no region was found: set AWS_REGION"
    where="region $region${AWS_ENDPOINT_URL:+ at $AWS_ENDPOINT_URL}"
    export AWS_PAGER="" AWS_RETRY_MODE=${AWS_RETRY_MODE:-standard} AWS_MAX_ATTEMPTS=${AWS_MAX_ATTEMPTS:-4}
}

try() { # ARGUMENT…: what the CLI printed, in `answer`; its last line of complaint, if it failed
    local status=0
    [[ -n ${complaints:-} ]] || { temporary_file && complaints=$made; }
    answer=$(aws --cli-connect-timeout 10 --cli-read-timeout 60 "$@" 2>"$complaints") || status=$?
    ((status == 0)) || answer=$(grep -v '^[[:space:]]*$' "$complaints" | tail -n 1)
    return "$status"
}

ask() { # ATTEMPT ARGUMENT…: as `try`; a failure ends the command with a line for people
    try "${@:2}" || die 1 "$1 failed: $(explained "$answer")"
}

explained() { # COMPLAINT: and what to do about it
    case $1 in
        *"locate credentials"*) echo "no AWS credentials were found: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY" ;;
        *"profile"*"could not be found"*) echo "$1: AWS_PROFILE names none of ~/.aws/config" ;;
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
    [[ -n ${AWS_ENDPOINT_URL:-} ]] || ! value=$(aws configure get endpoint_url) || export AWS_ENDPOINT_URL=$value
    [[ -z ${AWS_ACCESS_KEY_ID:-} ]] || return 0
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

# ---- the stack ----

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
    [[ $answer != *ResourceNotFoundException* ]] || die 1 "there is no table $1 in $where: --table and AWS_REGION name another"
    die 1 "looking for the table $1 failed: $(explained "$answer")"
}
