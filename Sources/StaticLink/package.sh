#!/usr/bin/env bash
# From sources to dist/NAME.zip, in functions for build.sh to source: how a function is linked, checked and packed.
# Each prints what went wrong and returns a status. build.sh shows progress, and says what to do.

static=.build/static         # the scratch path of these builds: release, statically linked
parts=.build/static-parts    # what prepare.sh makes for them
packaged=.build/package      # NAME/bootstrap: the very files that are in the zips

# What a start touches is side by side in the file: the order is that of order.sh.
layout=(
    -Xlinker -T -Xlinker "$PWD/Sources/StaticLink/layout.ld" -Xlinker "-L$PWD/Sources/StaticLink"
    -Xlinker "--symbol-ordering-file=$PWD/Sources/StaticLink/order.symbols" -Xlinker --no-warn-symbol-ordering
)

# Of the folder that it is built in, nothing shows in the binary: the same source, the same bytes.
link_statically() { # NAME [OPTION…]: in place of the layout
    local options=(
        --static-swift-stdlib -Xswiftc -static-executable -Xswiftc -use-ld=lld --pkg-config-path "$PWD/$parts"
        -Xswiftc -Xclang-linker -Xswiftc "--config=$PWD/$parts/link.cfg"
        -Xswiftc -file-prefix-map -Xswiftc "$PWD=." -Xcc "-ffile-prefix-map=$PWD=."
        # This would leave hashes of temporary things in the binary.
        -Xswiftc -Xfrontend -Xswiftc -disable-incremental-llvm-codegen
        # A section for each function, and `package` and `public` ones are no reason to keep it: what no function uses of a
        # library is not linked.
        -Xswiftc -Xfrontend -Xswiftc -function-sections -Xswiftc -Xfrontend -Xswiftc -internalize-at-link
        # Neither library is used, and one mention links all of it: concurrency by top-level code (which would be of the
        # main actor), 0.25 MB of zip; string processing by `contains(String)`, 0.5 MB. A use does not compile.
        -Xswiftc -Xfrontend -Xswiftc -disable-implicit-string-processing-module-import
        -Xswiftc -Xfrontend -Xswiftc -disable-implicit-concurrency-module-import
        # Types by their accessors, not by their names in text: a third of a start was spent on reading names.
        -Xswiftc -Xfrontend -Xswiftc -disable-concrete-type-metadata-mangled-name-accessors
        # A static executable registers its whole .eh_frame at start (crtbeginT.o): its index is never read.
        -Xlinker --no-eh-frame-hdr -Xlinker -s -Xlinker -O2
    )
    if (($# > 1)); then options+=("${@:2}"); else options+=("${layout[@]}"); fi
    # The optimiser takes some decisions in the order of its own addresses: without randomisation they stay the same. Where
    # a container forbids that, the build goes on with it.
    local same_addresses=()
    setarch --addr-no-randomize true 2>/dev/null && same_addresses=(setarch --addr-no-randomize)
    rm -f "$static/release/$1" # swift build knows nothing of the layout, the order and the archives: it would not link again
    "${same_addresses[@]}" swift build -c release --product "$1" --scratch-path "$static" "${options[@]}"
}

pack() { # NAME FOLDER
    local bootstrap=$2/bootstrap keep=$packaged/$1
    install -m 0755 "$static/release/$1" "$bootstrap" &&
        { is_static "$bootstrap" || { echo "error: $static/release/$1 is not a static executable" && false; }; } &&
        TZ=UTC touch -d '1980-01-01 00:00:00' "$bootstrap" &&
        TZ=UTC zip -q -9 -X -j -b "$2" "$2/$1.zip" "$bootstrap" && chmod 0644 "$2/$1.zip" &&
        mkdir -p "$keep" && cp -p "$bootstrap" "$keep/.new" && mv -f "$keep/.new" "$keep/bootstrap" &&
        mv -f "$2/$1.zip" "dist/$1.zip"
}

# No program interpreter and no dynamic section: the kernel starts it alone. The ELF header's type would not tell.
is_static() {
    local headers
    headers=$(readelf --wide --program-headers "$1") && [[ $headers == *LOAD* && $headers != *@(INTERP|DYNAMIC)* ]]
}
