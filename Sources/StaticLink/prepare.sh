#!/usr/bin/env bash
# Sources/StaticLink/prepare.sh DIR: what a static executable needs beside Debian's archives, made in DIR.
#
#   libcurl.pc       libcurl in its static form, for `swift build --pkg-config-path DIR`
#   libcurlstubs.a   what libcurl.a calls of libraries that have no use here (LDAP, SSH, RTMP, HTTP/2, ...)
#   libswiftCore.a   the toolchain's, with its functions open to the linker's garbage collection (collectable.c)
#   link.cfg         options that clang reads before all others, so that DIR comes before the toolchain's folder
#
# Needs the toolchain's own clang, lld and llvm-ar, and the archives of libcurl, OpenSSL and zlib. Prints nothing if all
# goes well. Hard-codes no architecture and no list of symbols: releases of Debian and Ubuntu differ in both.
set -euo pipefail
export LC_ALL=C
directory=$1
source=$(dirname "${BASH_SOURCE[0]}")

resources=$(swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath": *"\(.*\)".*/\1/p')
tools=${resources%/lib/swift}/bin

# What stays undefined when the whole of libcurl.a is linked: the linker knows it better than any list of symbols.
undefined() {
    "$tools/clang" -fuse-ld=lld -static -o /dev/null \
        -Wl,--whole-archive -lcurl -Wl,--no-whole-archive -lssl -lcrypto -lz \
        -Wl,--warn-unresolved-symbols,--error-limit=0,--defsym=main=0 2>&1
}

# Two are called by curl_global_init and must succeed; any other call is a mistake that has to be seen. The symbols are
# hidden: an executable with the shared libcurl beside them would still bind it to the real libraries.
stubs() {
    cat <<'C'
#include <stdlib.h>
#include <unistd.h>
#define STUB __attribute__((visibility("hidden")))
static _Noreturn void never(const char *line, size_t length) {
    ssize_t written = write(STDERR_FILENO, line, length);
    (void)written;
    abort();
}
#define NEVER(name) STUB void name(void) { never(#name ": not linked\n", sizeof #name ": not linked\n" - 1); }
C
    while read -r symbol; do
        case $symbol in
            # libssh2 is Debian's choice, libssh (the other two) Ubuntu's.
            libssh2_init | ssh_init) echo "STUB int $symbol() { return 0; }" ;;
            libssh2_exit | ssh_finalize) echo "STUB int $symbol() { return 0; }" ;;
            *) echo "NEVER($symbol)" ;;
        esac
    done
}

mkdir -p "$directory"
if ! messages=$(undefined); then
    grep -m 3 'error:' <<<"$messages" >&2 || echo "$messages" >&2
    exit 1
fi
sed -n 's/.*undefined symbol: //p' <<<"$messages" | sort -u | stubs >"$directory/stubs.c"
"$tools/clang" -Os -ffunction-sections -fdata-sections -Wno-strict-prototypes \
    -c "$directory/stubs.c" -o "$directory/stubs.o"
rm -f "$directory/libcurlstubs.a"
"$tools/llvm-ar" rcsD "$directory/libcurlstubs.a" "$directory/stubs.o"

cat >"$directory/libcurl.pc" <<'PC'
Name: libcurl
Description: libcurl, OpenSSL and zlib as archives
Version: 7
Libs: -L${pcfiledir} -lcurl -lcurlstubs -lssl -lcrypto -lz
PC

"$tools/clang" -O2 -Wall -Wextra -Werror "$source/collectable.c" -o "$directory/collectable"
"$directory/collectable" "${resources}_static/linux/libswiftCore.a" "$directory/libswiftCore.a"
echo '-L<CFGDIR>' >"$directory/link.cfg"
