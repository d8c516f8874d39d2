#!/bin/sh
# Feeds the parsers random bytes with libFuzzer and AddressSanitizer: ./Tests/Fuzz/run.sh [SECONDS=60]
# The seconds are shared by the targets. Prints one line for each; a finding is printed whole, its input is kept
# under .build/fuzz, and the exit status is 1.
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:-60}
case $seconds in '' | *[!0-9]* | 0*) echo "usage: $0 [SECONDS], a whole number from 1" >&2; exit 2 ;; esac
command -v swiftc >/dev/null || { echo "$0: swiftc is not in PATH: install a Swift 6 toolchain" >&2; exit 3; }

# A crash must end the process: with the sanitizer, Swift's own backtracer would hold on to it.
export SWIFT_BACKTRACE=enable=no
out=.build/fuzz
mkdir -p "$out"

# compile MODULE SOURCE...: one object file, and what others need to import it.
compile() {
    module=$1
    shift
    swiftc -swift-version 6 -package-name flight_school -O -g -wmo -parse-as-library -sanitize=fuzzer,address -module-name "$module" -I "$out" \
        -emit-module -emit-module-path "$out/$module.swiftmodule" -c -o "$out/$module.o" "$@"
}

# link TARGET OBJECT...
link() {
    target=$1
    shift
    swiftc -sanitize=fuzzer,address -o "$out/$target" "$out/$target.o" "$@" 2>"$out/$target.link" ||
        { cat "$out/$target.link" >&2; exit 1; }
}

build() {
    [ -f "$out/built" ] && [ -z "$(find Sources Tests/Fuzz -newer "$out/built" -type f)" ] && return
    compile Bytes Sources/Bytes/*.swift
    compile JSON Sources/JSON/*.swift
    compile FuzzJSON Tests/Fuzz/FuzzJSON.swift
    compile FuzzEncodings Tests/Fuzz/FuzzEncodings.swift
    compile FuzzHTTP Tests/Fuzz/FuzzHTTP.swift Sources/LambdaRuntime/HTTPResponseReader.swift \
        Sources/LambdaRuntime/HTTPResponseHead.swift Sources/LambdaRuntime/UnsafeRawBufferPointer+HTTP.swift \
        Sources/LambdaRuntime/Wire.swift Sources/LambdaRuntime/ByteSource.swift Sources/LambdaRuntime/Socket.swift
    compile FuzzRequest Tests/Fuzz/FuzzRequest.swift Sources/EmbeddedAWS/HTTP/HTTPDecoder.swift \
        Sources/EmbeddedAWS/HTTP/ChunkedBody.swift Sources/EmbeddedAWS/HTTP/HTTPMessage.swift
    link FuzzJSON "$out/Bytes.o" "$out/JSON.o"
    link FuzzEncodings "$out/Bytes.o"
    link FuzzHTTP "$out/Bytes.o"
    link FuzzRequest "$out/Bytes.o"
    : >"$out/built"
}

# Seeds: real documents, and the corners that random bytes take long to find. What a run learns is kept for the next.
seed() {
    for target in FuzzJSON FuzzHTTP FuzzRequest FuzzEncodings; do mkdir -p "$out/$target.corpus"; done
    for file in Events/*.json Tests/AWSClientTests/Fixtures/*.json; do
        [ -f "$file" ] || continue
        name=$(basename "$file")
        head -c 4096 "$file" >"$out/FuzzJSON.corpus/start-of-$name"
    done
    printf '{"a":[1,-2.5e+7,true,false,null,"\\u00e9\\ud83d\\udee9\\n"],"":{}}' >"$out/FuzzJSON.corpus/all-kinds"
    printf '\003HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: a\r\nContent-Length: 2\r\n\r\n{}' \
        >"$out/FuzzHTTP.corpus/length"
    printf '\001HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%s\r\n%s\r\n%s\r\n%s\r\n\r\n' \
        '2;x=y' '{}' '0' 'X: y' >"$out/FuzzHTTP.corpus/chunks"
    printf '\007HTTP/1.0 403 No\r\nConnection: close\r\nLambda-Runtime-Trace-Id: Root=1\r\n\r\nbody' \
        >"$out/FuzzHTTP.corpus/to-the-end"
    printf '\002POST /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}GET http://h/ HTTP/1.1\r\n\r\n' \
        >"$out/FuzzRequest.corpus/two"
    printf '\005PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n%s\r\n%s\r\n0\r\nX: y\r\n\r\n' \
        'A;x=y' '0123456789' >"$out/FuzzRequest.corpus/chunks"
    printf 'a%%20b+%%C3%%A9' >"$out/FuzzEncodings.corpus/percent"
    printf 'Zm9vYg==' >"$out/FuzzEncodings.corpus/base64"
    printf 'Sun, 06 Nov 1994 08:49:37 GMT' >"$out/FuzzEncodings.corpus/date"
    printf '"HTTP/1.1"\n"Content-Length:"\n"Transfer-Encoding: chunked"\n"\\x0d\\x0a\\x0d\\x0a"\n"Connection: close"\n' \
        >"$out/FuzzHTTP.dictionary"
    cp "$out/FuzzHTTP.dictionary" "$out/FuzzRequest.dictionary"
    printf '"\\\\u"\n"\\\\ud83d"\n"null"\n"true"\n"false"\n"e+"\n' >"$out/FuzzJSON.dictionary"
    printf '" GMT"\n"%%"\n"=="\n' >"$out/FuzzEncodings.dictionary"
}

# run TARGET SECONDS
run() {
    log=$out/$1.log
    if "$out/$1" -max_total_time="$2" -max_len=4096 -timeout=5 -rss_limit_mb=1024 -print_final_stats=1 \
        -dict="$out/$1.dictionary" -artifact_prefix="$out/$1-finding-" "$out/$1.corpus" >"$log" 2>&1; then
        runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
        coverage=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -1)
        echo "$1: clean, $runs executions in $2 s, $coverage edges covered"
    else
        cat "$log" >&2
        echo "$1: FINDING: the input is in $out, named above; run it again with $out/$1 FILE" >&2
        return 1
    fi
}

build
seed
share=$((seconds / 4))
[ "$share" -gt 0 ] || share=1
status=0
for target in FuzzJSON FuzzHTTP FuzzRequest FuzzEncodings; do run "$target" "$share" || status=1; done
exit $status
