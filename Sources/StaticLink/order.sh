#!/usr/bin/env bash
# How Sources/StaticLink/order.* are made, in functions for build.sh to source: each function is started under valgrind, and
# order.py sees what the start touches. To be run again when starts have become slower; a name that a build lacks is ignored.

order() { # FUNCTION…
    local name work certificates runs=() server=127.53.53.53
    ((EUID == 0)) || die 3 "the functions look up a name while they are traced, and port 53 is root's: run this as root"
    work=$(mktemp -d)
    temporary+=("$work")
    certificates=$work/certificates
    echo "nameserver $server" >"$work/resolv.conf"
    .build/venv/bin/python Tests/Python/certificates.py "$certificates"
    for name; do
        # Without the layout, and with each literal in a place of its own.
        run "Linking $name" link_statically "$name" -Xlinker -O0 -Xlinker --no-demangle -Xlinker "-Map=$work/$name.map" ||
            failed "linking $name"
        # shellcheck disable=SC2154 # of package.sh
        cp "$static/release/$name" "$work/$name"
        trace start --until-next
        trace answer --event Events/options-schools.json
        trace tls --until-next --tls "$certificates/good" --env "AWS_CA_BUNDLE=$certificates/authority.pem" \
            --dns $server --host dynamodb.test
        trace tls --until-next --tls "$certificates/rsa" --env "AWS_CA_BUNDLE=$certificates/authority.pem" \
            --host 127.0.0.1
        trace request
    done
    Sources/StaticLink/order.py Sources/StaticLink "${runs[@]}"
}

# callgrind sees the code alone; lackey sees everything in its order, but is too slow for a handshake in INIT.
trace() { # PHASE OPTION…: of invoke.py
    local phase=$1 file=$work/${#runs[@]}
    shift
    run "Tracing $name: $phase" under "$@" -- --tool=callgrind --dump-instr=yes --compress-pos=no \
        "--callgrind-out-file=$file.code" || failed "tracing $name"
    run "Tracing the data of $name: $phase" under "$@" -- --tool=lackey --trace-mem=yes "--log-file=$file.data" ||
        failed "tracing $name"
    runs+=("$phase:$work/$name.map:$file.code:$file.data")
}

under() { # OPTION… -- OPTION…: of invoke.py, and of valgrind
    local options=() resolve="mount --bind $work/resolv.conf /etc/resolv.conf && exec \"\$@\""
    while [[ $1 != -- ]]; do options+=("$1") && shift; done
    .build/venv/bin/python -W ignore Tests/Python/invoke.py --function "$name" --seconds 300 \
        --env TABLE_NAME=flight-schools --env AWS_SESSION_TOKEN=token --env "AWS_LAMBDA_FUNCTION_NAME=$name" \
        "${options[@]}" -- unshare --mount sh -c "$resolve" sh valgrind "${@:2}" "$work/$name"
}
