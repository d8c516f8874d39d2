# shellcheck shell=bash disable=SC2154 # build.sh and what it sources share variables
# What the operator's commands print: messages, progress, columns and questions.

# Decided here, because within $(…) standard output is never a terminal.
colours=false
[[ ! -t 1 || -n ${NO_COLOR:-} ]] || colours=true

say() { # TEXT: on standard output, or with --json on standard error, because a script then reads standard output
    if given --json; then printf '%s\n' "$*" >&2; else printf '%s\n' "$*"; fi
}

paint() { # COLOUR TEXT: prints the text, in colour on a terminal
    local -A codes=([red]=31 [green]=32 [yellow]=33 [bold]=1)
    if [[ $colours == true ]]; then printf '\e[%sm%s\e[0m' "${codes[$1]}" "$2"; else printf '%s' "$2"; fi
}

progress() { # TEXT: replaces the line on a terminal, and prints nothing elsewhere
    if [[ -t 2 ]]; then printf '\r\e[K%.100s' "$1" >&2; fi
}

aligned() { # reads lines with tabs between columns, and prints the columns as wide as they need to be
    awk -F '\t' '
        { for (i = 1; i < NF; i++) if (length($i) > width[i]) width[i] = length($i); line[NR] = $0 }
        END {
            for (n = 1; n <= NR; n++) {
                count = split(line[n], cell, "\t")
                text = ""
                for (i = 1; i < count; i++) text = text sprintf("%-" width[i] "s  ", cell[i])
                text = text cell[count]
                sub(/ +$/, "", text)
                print text
            }
        }'
}

run_jq() { # PROGRAM OPTION…: runs jq/PROGRAM.jq
    jq -L Sources/Deploy/jq -f "Sources/Deploy/jq/$1.jq" "${@:2}"
}

confirm() { # QUESTION: ends the command unless the reply is yes
    local reply=""
    given --yes && return
    [[ -t 0 ]] || die 1 "nothing was done: there is no terminal to ask \"$1\" on; --yes is the reply for scripts"
    read -r -p "$1 [y/N] " reply || true
    [[ $reply == [yY]* ]] || die 1 "nothing was done"
}
