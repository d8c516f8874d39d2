#!/usr/bin/env bash
# Flight School on Lambda: sets up, builds, packages, replays and tests. `./build.sh help` lists the commands.
# Exit status: 0 all went well, 1 it did not, 2 wrong usage, 3 something has to be installed by hand first.
set -euo pipefail
# shellcheck disable=SC2034 # for the operator's commands
caller=$PWD # where the files of a command line are
cd "$(dirname "${BASH_SOURCE[0]}")"
export LC_ALL=C.UTF-8
source Sources/StaticLink/package.sh # link_statically, pack, is_static; static, parts, packaged
source Sources/StaticLink/order.sh   # order

functions=() # the executables that become dist/NAME.zip: the folders of Sources whose main.swift calls LambdaFunction.run
for file in Sources/*/main.swift; do
    name=${file#Sources/}
    [[ $(<"$file") != *LambdaFunction.run* ]] || functions+=("${name%/main.swift}")
done
output="" # of the last `run`

usage() {
    cat <<'TEXT'
Flight School on Lambda. Every command sets up what it needs; a second run does no work that the first one did.

  ./build.sh                       build and package the functions: dist/NAME.zip
  ./build.sh replay [EVENT.json …] replay events (all of Events/) through the packaged functions; replay --help
  ./build.sh serve [OPTION …]      serve pages, API and console on this machine; serve --help
  ./build.sh invoke NAME …         send one event to a packaged function; invoke --help
  ./build.sh test [OPTION …]       run every test; options go to `swift test`, as in --filter RuntimeLoop
  ./build.sh bench [OPTION …]      measure the packaged functions
  ./build.sh order                 profile starts anew: what they touch is side by side in the packages
  ./build.sh screenshots [FOLDER]  pictures of all pages, large and small (.build/screenshots)
  ./build.sh fuzz [SECONDS]        feed the parsers malformed input (60 s)
  ./build.sh format                format the sources in place
  ./build.sh lint                  check format and shell scripts
  ./build.sh clean                 remove everything that was built
  ./build.sh help                  print this

On AWS, through the AWS CLI (Sources/Deploy/RUNBOOK.md); each explains itself with --help:

TEXT
    sed -s -n '2s|^# \(\./build\.sh [a-z-]*\): |\1\t|p' Sources/Deploy/commands/*.sh | while IFS=$'\t' read -r name summary; do
        printf '  %-32s %s\n' "$name" "$summary"
    done
}

die() { # STATUS MESSAGE…
    echo "build.sh: ${*:2}" >&2
    exit "$1"
}

temporary=() # files that are removed when the script ends, however it ends
abandon=()   # a command that is run before that, and may fail
trap at_exit EXIT

at_exit() {
    ((${#abandon[@]} == 0)) || ("${abandon[@]}") || true
    ((${#temporary[@]} == 0)) || rm -rf "${temporary[@]}"
}

temporary_file() { # INTO: its path
    local _file
    _file=$(mktemp) || die 1 "cannot write in ${TMPDIR:-/tmp}: check its permissions and free space"
    temporary+=("$_file")
    printf -v "$1" %s "$_file"
}

# ---- set-up ----

installed() { # PACKAGE: libraries by package (gnutls has a libcurl.pc, too), programs by name, wherever they come from
    case $1 in
        *-dev) [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) == installed ]] ;;
        binutils) command -v readelf >/dev/null ;;
        python3-venv) python3 -c 'import ensurepip, venv' 2>/dev/null ;;
        *) command -v "$1" >/dev/null ;;
    esac
}

apt() { DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 "$@" >/dev/null; }

need() { # PACKAGE…
    local package missing=()
    for package; do installed "$package" || missing+=("$package"); done
    ((${#missing[@]})) || return 0
    command -v apt-get >/dev/null || die 3 "this system has no apt-get; install the equivalents of: ${missing[*]}"
    if ((EUID != 0)); then
        echo "sudo apt-get install -y ${missing[*]}"
        exit 3
    fi
    echo "Installing ${missing[*]}" >&2
    apt install -y --no-install-recommends "${missing[@]}" 2>/dev/null ||
        { apt update && apt install -y --no-install-recommends "${missing[@]}"; } ||
        die 3 "apt-get could not install ${missing[*]}: fix what it says above and run this again"
}

need_swift() {
    local version install="install it (https://www.swift.org/install/linux), put it on the PATH and run this again"
    command -v swift >/dev/null || die 3 "a Swift 6 toolchain is needed and there is no swift on the PATH: $install"
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p')
    ((${version%%.*} >= 6)) || die 3 "a Swift 6 toolchain is needed and this one is ${version:-broken}: $install"
}

need_to_build() { need libcurl4-openssl-dev libssl-dev zlib1g-dev pkg-config; }

# ---- building ----

run() { # TITLE COMMAND…: quiet, with progress on a terminal; the command's output is left in `output`
    local title=$1 piece started=$SECONDS from status last=""
    shift
    output=""
    # The status comes behind the output: `wait` sometimes has none of such a process.
    exec {from}< <(trap 'printf "\nstatus %d" $?' EXIT && "$@" 2>&1)
    while :; do
        status=0
        IFS= read -r -t 1 -u "$from" piece || status=$?
        output+=$piece
        ((status == 0)) && output+=$'\n' && last=$piece
        [[ -t 2 ]] && printf '\r\e[K%s · %d s · %.60s' "$title" $((SECONDS - started)) "$last" >&2
        ((status == 0 || status > 128)) || break # a pause in the output, or its end
    done
    exec {from}<&-
    [[ -t 2 ]] && printf '\r\e[K' >&2
    [[ $piece == "status "* ]] || return # it was killed
    output=${output%$'\n'"$piece"}
    return "${piece#status }"
}

failed() { # WHAT: after `run`: what went wrong, and the one line that says what to do
    local errors free device
    read -r free device < <(df --output=avail,target -k .build dist 2>/dev/null | tail -n +2 | sort -n) || free=256
    if [[ $output == *"No space left"* ]] || ((free < 256)); then
        die 1 "$1 failed: there is no space left on $device: free some and run this again"
    fi
    errors=$(grep -E '^[^|]*error:' <<<"$output" | awk '!seen[$0]++') || errors=$(tail -n 20 <<<"$output")
    printf '%s\n' "$errors" >&2
    die 1 "$1 failed: fix the errors above and run this again"
}

make_folder() { mkdir -p "$1" 2>/dev/null || die 1 "cannot make the folder $1: check its permissions and free space"; }

state() { stat -L -c '%n %s %.9Y' "$@" 2>/dev/null || true; } # of files: name, size, time; no line for a missing one

sources() { # the state of all that decides the bytes of a build
    find Sources Package.swift build.sh \( -path Sources/Deploy -o -path Sources/Site \) -prune -o \
        -type f -printf '%p %s %T@\n' | sort
    state "$(command -v swiftc || true)" /usr/lib/*/lib{curl,ssl,crypto,z,c}.a /usr/include/*/curl/curl.h
}

# A stamp holds the state of the sources before a build and of its products after it: what changes meanwhile is built again.
unchanged() { # STAMP PRODUCT…
    sources_before=$(sources)
    [[ -f .build/$1.stamp && "$sources_before $(state "${@:2}")" == "$(<".build/$1.stamp")" ]]
}

stamp() { echo "$sources_before $(state "${@:2}")" >".build/$1.stamp"; }

packages() { # dist/NAME.zip of every function
    local name products=()
    for name in "${functions[@]}"; do products+=("dist/$name.zip" "$packaged/$name/bootstrap"); done
    unchanged package "${products[@]}" && return
    need_to_build
    need zip binutils
    need_swift
    make_folder .build
    make_folder dist
    run "Preparing the static libraries" Sources/StaticLink/prepare.sh "$parts" || failed "preparing to link"
    for name in "${functions[@]}"; do
        run "Building $name" link_statically "$name" || failed "building $name"
        package "$name"
    done
    stamp package "${products[@]}"
}

package() { # NAME: dist/NAME.zip, whole or not at all
    local work
    work=$(mktemp -d dist/.XXXXXX) || die 1 "cannot write in dist: check its permissions and free space"
    temporary+=("$work")
    run "Packaging $1" pack "$1" "$work" || failed "packaging $1"
    rm -rf "$work"
}

report() {
    local name linked
    for name in "${functions[@]}"; do
        linked=static
        is_static "$packaged/$name/bootstrap" || linked="NOT STATIC"
        printf '%-24s %9d bytes  sha256 %s  %s\n' "dist/$name.zip" "$(stat -c %s "dist/$name.zip")" \
            "$(sha256sum "dist/$name.zip" | cut -d ' ' -f 1)" "$linked"
    done
}

developer_tool() { # debug|release
    unchanged "local-$1" ".build/$1/local" && return
    need_to_build
    need_swift
    run "Building the developer's tool" swift build -c "$1" --product local || failed "building the developer's tool"
    stamp "local-$1" ".build/$1/local"
}

floor() { # .build/floor.zip, which bench compares the functions with
    unchanged floor .build/floor.zip && return
    need_to_build
    need zip
    need_swift
    make_folder .build
    run "Building the floor" Sources/Bench/floor.sh .build/floor.zip || failed "building the floor"
    stamp floor .build/floor.zip
}

one_core() { # the first core that this process may use
    local cores
    cores=$(taskset --cpu-list --pid $$)
    cores=${cores##*: }
    echo "${cores%%[,-]*}"
}

# ---- checks ----

scripts() { find . \( -path ./.build -o -path ./dist -o -path ./.git \) -prune -o \
    \( -name '*.sh' -o -path ./bootstrap -o -path ./.ci/run \) -type f -print; }

lint() {
    need_swift
    need shellcheck
    swift format lint --strict --recursive Sources Tests Package.swift ||
        die 1 "the format is not the project's: ./build.sh format fixes most of the lines above"
    scripts | xargs -d '\n' shellcheck --external-sources || die 1 "shellcheck found the faults above: fix them"
}

tests() {
    packages
    floor
    report
    need openssl python3-venv strace unzip
    lint
    Tests/parts.sh
    export FLIGHT_SCHOOL_VENV=$PWD/.build/venv FLIGHT_SCHOOL_MICROBURST=$PWD/.build/venv-microburst
    export FLIGHT_SCHOOL_RIE=$PWD/.build/parts/aws-lambda-rie
    # Built before, for a test may run a command that would build the tool.
    run "Building the tests" swift build --build-tests || failed "building the tests"
    developer_tool debug
    : >.build/test.log
    if (($#)); then
        swift_test "$@"
    else
        local alone='OperatorTests|DrivenAPITests|SiteTests'
        # The operator's days and the browser's checks take minutes each and a thread of the pool that all tests share: they come by
        # themselves, and the browser's, which measure times, alone.
        swift_test --skip "$alone"
        swift_test --filter 'OperatorTests|DrivenAPITests'
        developer_tool release
        swift_test --filter SiteTests
    fi
}

swift_test() { # OPTION…: shows what fails, what is skipped, each suite and the sum; every test and case is in .build/test.log
    swift test --disable-xctest "$@" 2>&1 | tee -a .build/test.log |
        awk '/^(✘|➜|↳|✔ (Suite|Test run))|^(error|warning): |: (error|warning): |^Build/ { more = /^(✘|↳)/ ? 40 : 0; print; fflush(); next }
            /^(◇|✔)/ { more = 0 }
            more-- > 0 { print; fflush() }' ||
        die 1 "tests failed: the whole log is .build/test.log"
}

# ---- commands ----

command=${1:-build}
(($# == 0)) || shift
case $command in
    build)
        packages
        report
        ;;
    replay | invoke)
        if [[ $command == invoke && " $* " == *" --remote "* && " $* " != *@(" --help "|" -h ")* ]]; then
            for file in Sources/Deploy/shared/*.sh Sources/Deploy/remote.sh; do
                # shellcheck source=/dev/null
                source "$file"
            done
            invoke_remote "$@"
            exit
        fi
        need unzip
        packages
        developer_tool debug
        exec .build/debug/local "$command" --functions dist "$@"
        ;;
    serve)
        need unzip
        packages
        developer_tool release
        exec .build/release/local serve --functions dist "$@"
        ;;
    bench)
        need openssl unzip
        packages
        floor
        developer_tool release
        exec taskset --cpu-list "$(one_core)" .build/release/local bench --functions dist "$@"
        ;;
    test) tests "$@" ;;
    order)
        need_to_build
        need binutils valgrind python3-venv
        need_swift
        make_folder .build
        [[ -x .build/venv/bin/python ]] || Tests/parts.sh
        run "Preparing the static libraries" Sources/StaticLink/prepare.sh "$parts" || failed "preparing to link"
        order "${functions[@]}"
        ;;
    screenshots)
        need python3-venv
        make_folder .build
        Tests/parts.sh site
        exec .build/venv-site/bin/python -B Tests/Python/site/screenshots.py "${1:-.build/screenshots}"
        ;;
    fuzz)
        need_to_build
        need_swift
        exec Tests/Fuzz/run.sh "${1:-60}"
        ;;
    format)
        need_swift
        exec swift format --in-place --recursive Sources Tests Package.swift
        ;;
    lint) lint ;;
    clean) rm -rf .build dist ;;
    help | --help | -h) usage ;;
    *)
        [[ $command =~ ^[a-z][a-z-]*$ && -f Sources/Deploy/commands/$command.sh ]] ||
            die 2 "there is no command \"$command\": ./build.sh help lists them"
        for file in Sources/Deploy/shared/*.sh "Sources/Deploy/commands/$command.sh"; do
            # shellcheck source=/dev/null
            source "$file"
        done
        "command_$command" "$@"
        ;;
esac
