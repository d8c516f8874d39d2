#!/usr/bin/env bash
# Sources/Bench/floor.sh ZIP: compiles floor.c with the toolchain's clang to a static `bootstrap` and packs it.
set -euo pipefail
zip=$1
source=$(dirname "${BASH_SOURCE[0]}")
work=$(mktemp -d "$(dirname "$zip")/.XXXXXX")
trap 'rm -rf "$work"' EXIT
resources=$(swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath": *"\(.*\)".*/\1/p')
"${resources%/lib/swift}/bin/clang" -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -O2 -static -s -fuse-ld=lld \
    -o "$work/bootstrap" "$source/floor.c"
zip -q -9 -X -j "$work/floor.zip" "$work/bootstrap"
mv -f "$work/floor.zip" "$zip"
