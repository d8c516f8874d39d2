# shellcheck shell=bash disable=SC2034,SC2154 # build.sh and what it sources share variables
# The template and its parameters.

template=Sources/Deploy/template.yaml
template_json=.build/template.json # the template as JSON, after `read_template`

declare -A given_value=() # by parameter: the values of --param, and those that this machine decides

read_template() { # checks the template with cfn-lint and writes it as JSON, once for the same bytes
    local sum
    sum=$(sha256sum "$template")
    [[ ! -f $template_json || ! -f .build/template.checked || $(<.build/template.checked) != "$sum" ]] || return 0
    run "Checking the template" convert_template || failed "checking the template"
    echo "$sum" >.build/template.checked
}

convert_template() {
    local program='import json, sys; from cfnlint.decode import cfn_yaml
json.dump(cfn_yaml.load(sys.argv[1]), sys.stdout, default=str)'
    cfn-lint --regions us-east-1 -- "$template" && "$tools/bin/python" -c "$program" "$template" >"$template_json"
}

read_parameters() { # fills `given_value`; it is wrong usage to give a parameter that the template does not have
    local parameter name known machine
    known=$(jq -r '.Parameters | keys_unsorted | join(" ")' "$template_json")
    machine=$(uname -m)
    machine=${machine/aarch64/arm64}
    given_value=([EndpointUrl]=${AWS_ENDPOINT_URL:-} [Architecture]=$machine)
    for parameter in "${parameters[@]}"; do
        name=${parameter%%=*}
        [[ $parameter == *=* ]] || misuse "--param $parameter: it must be NAME=VALUE"
        [[ $name != *" "* && " $known " == *" $name "* ]] ||
            misuse "the template has no parameter $name; it has $known"
        given_value[$name]=${parameter#*=}
    done
    given_value[EndpointUrl]=$(without_slash "${given_value[EndpointUrl]}")
    [[ ${given_value[Architecture]} == "$machine" ]] ||
        die 2 "--param Architecture=${given_value[Architecture]}: the zips of this machine are for $machine;" \
            "deploy from one of the other kind"
}

check_empty() { # an empty value is wrong usage where the template asks for one: CloudFormation refuses it late, or not at all
    local given complaint
    given_as_json given
    complaint=$(run_jq empty-values -r --argjson given "$given" "$template_json" | head -n 1)
    [[ -z $complaint ]] || die 2 "--param $complaint"
}

check_variables() { # a value that a function would refuse is wrong usage: the function's own rule decides, in its own words
    local parameter variable value given reply
    given_as_json given
    developer_tool debug
    while IFS= read -r -d '' parameter && IFS= read -r -d '' variable && IFS= read -r -d '' value; do
        reply=$(.build/debug/local variables -- "$variable=$value" 2>&1) ||
            die 2 "--param $parameter=$value: ${reply#local: }"
    done < <(run_jq variables -j --argjson given "$given" "$template_json")
}

check_site_domain() { # a domain without a certificate is wrong usage: CloudFront refuses it when the change is half made
    local all domain
    all_parameters all
    domain=$(jq -r 'select(.SiteCertificate == "").SiteDomain' <<<"$all")
    [[ -z $domain ]] ||
        die 2 "SiteDomain would be $domain and SiteCertificate empty: CloudFront serves a domain only with its certificate;" \
            "give --param SiteCertificate=ARN as well"
}

given_as_json() { # INTO: an object of the values that are given
    local _name _arguments=()
    for _name in "${!given_value[@]}"; do _arguments+=(--arg "$_name" "${given_value[$_name]}"); done
    printf -v "$1" %s "$(jq -n "${_arguments[@]}" '$ARGS.named')"
}

given_parameters() { # INTO: an array of NAME=VALUE
    local -n _given=$1
    local _name
    _given=()
    for _name in "${!given_value[@]}"; do _given+=("$_name=${given_value[$_name]}"); done
}

# What each parameter will be, as a JSON object: the given value, or else that of the stack, or else the default.
all_parameters() { # INTO
    local _stack _given _all
    if ! try _stack cloudformation describe-stacks --stack-name "${option[--stack]}" --output json --query 'Stacks[0].Parameters'; then
        [[ $_stack == *"does not exist"* ]] || die 1 "reading the stack's parameters failed: $(explained "$_stack")"
        _stack=null
    fi
    given_as_json _given
    _all=$(run_jq parameters --argjson stack "$_stack" --argjson given "$_given" "$template_json")
    printf -v "$1" %s "$_all"
}
