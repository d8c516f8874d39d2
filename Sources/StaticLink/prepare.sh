#!/usr/bin/env bash
# Sources/StaticLink/prepare.sh DIR: what a static executable needs beside Debian's archives, made in DIR.
#
#   libcurl.pc       libcurl in its static form, for `swift build --pkg-config-path DIR`
#   libcurlstubs.a   what libcurl.a calls of libraries that have no use here (LDAP, SSH, RTMP, HTTP/2, ...), and what takes
#                    the place of things in `unused`
#   libswift*.a      the toolchain's, open to the linker's garbage collection (collectable.c)
#   lib*.a           those, libcurl and OpenSSL with a section for each function, to be dropped or put in order (split.c)
#   link.cfg         options that clang reads before all others: DIR comes before the toolchain's folder, and what
#                    `unused` says of names
#
# Needs the toolchain's own clang, lld, llvm-ar, llvm-nm and llvm-objdump, objcopy (binutils), pkg-config, and the archives of
# libcurl, OpenSSL, zlib, libc and libstdc++. Prints nothing if all goes well, and does nothing if nothing changed. A symbol
# that a release lacks is no error: releases of Debian and Ubuntu differ in them. An architecture that split.c does not know
# gets the archives as they are.
set -euo pipefail
export LC_ALL=C
directory=$1
source=$(dirname "${BASH_SOURCE[0]}")

resources=$(swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath": *"\(.*\)".*/\1/p')
tools=${resources%/lib/swift}/bin

archive() { "$tools/clang" "-print-file-name=lib$1.a"; }
swift=${resources}_static/linux
libraries=("$(archive curl)" "$(archive ssl)" "$(archive crypto)" "$(archive z)" "$(archive c)" "$(archive stdc++)")
inputs=$(stat -L -c '%n %s %.9Y' "$source"/{prepare.sh,collectable.c,split.c,unused*} "$swift"/libswift{Core,Glibc}.a \
    "${libraries[@]}")
[[ ! -f $directory/inputs || $inputs != "$(<"$directory/inputs")" ]] || exit 0

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
    cat <<'C'
STUB const void *const empty_table[64] = {0};
STUB int return_0(void) { return 0; }
STUB int return_1(void) { return 1; }
STUB const char *untranslated(const char *domain, const char *text) { return (void)domain, text; }
C
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

for tool in collectable split; do
    "$tools/clang" -O2 -Wall -Wextra -Werror "$source/$tool.c" -o "$directory/$tool"
done

# "address target" of each instruction of an object's .text; nothing if it holds what is no instruction.
instructions() { # OBJECT
    "$tools/llvm-objdump" --disassemble --section=.text "$1" | awk '
        /^Disassembly/ { if (sections++) exit }
        /<unknown>/ { exit 1 }
        /^ *[0-9a-f]+:[ \t]/ { sub(":", "", $1); print $1, match($0, /0x[0-9a-f]+ </) ? substr($0, RSTART + 2, RLENGTH - 4) : "-" }'
}

# A member that cannot be split stays as it is. OpenSSL's assembly must: its .text holds tables between the functions.
divide() { # ARCHIVE MEMBER-PATTERN OUT.a
    local work=$directory/members member
    rm -rf "$work"
    mkdir -p "$work/out"
    (cd "$work" && "$tools/llvm-ar" x "$1")
    for member in "$work"/$2; do
        [[ $member != *@(x86_64|avx)* ]] || continue
        instructions "$member" >"$work/instructions" || continue
        "$directory/split" "$member" "$work/instructions" "$work/out/${member##*/}" 2>/dev/null || continue
    done
    cp "$1" "$3"
    local divided=("$work"/out/*.o)
    [[ ! -e ${divided[0]} ]] || "$tools/llvm-ar" rD "$3" "${divided[@]}"
    rm -rf "$work"
}

# For each name that `unused` replaces, the linker's option.
replacements() {
    local rules=("$source/unused") release
    release=$(pkg-config --modversion libssl)
    [[ ! -f $source/unused.openssl-${release%.*} ]] || rules+=("$source/unused.openssl-${release%.*}")
    "$tools/llvm-nm" --quiet --defined-only --extern-only "$directory/stubs.o" "$swift/libswiftCore.a" "${libraries[@]}" |
        awk -f "$source/unused.awk" RULES=1 "${rules[@]}" RULES=0 - | sort
}

# Two constructors of libswiftCore look for the command line in /proc/self/maps and for swift-backtrace in eight places.
without_constructors() { # MEMBER…: those that the archive has
    local member library=$directory/libswiftCore.a
    for member; do
        "$tools/llvm-ar" p "$library" "$member" >"$directory/$member" 2>/dev/null || continue
        objcopy --remove-section=.init_array --remove-section=.rela.init_array "$directory/$member"
        "$tools/llvm-ar" rD "$library" "$directory/$member"
    done
    rm -f "${@/#/"$directory/"}"
}

for module in Core:Swift Glibc:Glibc; do
    library=libswift${module%:*}.a
    "$directory/collectable" "$swift/$library" "$directory/collected.a"
    divide "$(realpath "$directory/collected.a")" "${module#*:}.o" "$directory/$library"
done
rm "$directory/collected.a"
without_constructors CommandLine.cpp.o Backtrace.cpp.o
for library in curl ssl crypto; do
    divide "$(archive "$library")" '*.o' "$directory/lib$library.a"
done
{ echo '-L<CFGDIR>' && replacements; } >"$directory/link.cfg"
echo "$inputs" >"$directory/inputs"
