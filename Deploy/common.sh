# shellcheck shell=bash disable=SC2034,SC2154 # build.sh and the commands' own files share the variables
# What the operator's commands share: the command line, and talking to people. build.sh sources this, aws.sh and stack.sh, and
# then the command's own file, which holds `COMMAND_help` and the function that runs it.

declare -A option=() # of the command line: --name → value, or "yes" for a switch
operands=()
parameters=()        # of --param, which may be repeated

# ---- the command line ----

misuse() { die 2 "$1 (./build.sh $command --help)"; }

parse() { # VALUED SWITCHES ARG…: the names that take a value, the names that do not, and the command line
    local valued=" --stack $1 " switches=" --json --yes $2 " name value
    shift 2
    option=([--stack]=flight-school)
    while (($#)); do
        name=${1%%=*}
        case $1 in
            --help | -h) "${command}_help" && exit ;;
            -?*)
                if [[ $switches == *" $1 "* ]]; then
                    option[$1]=yes
                elif [[ $valued == *" $name "* ]]; then
                    if [[ $1 == *=* ]]; then
                        value=${1#*=}
                    else
                        value=${2:-}
                        [[ $value != --* ]] || misuse "$name needs a value, and $value looks like an option"
                        shift
                    fi
                    [[ -n $value ]] || misuse "$name needs a value"
                    [[ $name != --param ]] || parameters+=("$value")
                    option[$name]=$value
                else
                    misuse "$1 is no option of $command"
                fi
                ;;
            "") misuse "an argument is empty" ;;
            *) operands+=("$1") ;;
        esac
        shift
    done
    [[ ${option[--stack]} =~ ^[A-Za-z][A-Za-z0-9-]{0,127}$ ]] ||
        misuse "--stack ${option[--stack]}: a stack's name is letters, digits and hyphens"
}

no_operands() { ((${#operands[@]} == 0)) || misuse "$command takes no \"${operands[0]}\""; }

given() { [[ -n ${option[$1]:-} ]]; }

a_function() { # [ALSO]: the operand, if there is one, must name a function of the stack or be ALSO; its short name, in `asked_for`
    ((${#operands[@]} <= 1)) || misuse "$command takes one function, and no \"${operands[1]}\""
    asked_for=${operands[0]:-}
    asked_for=${asked_for#"${option[--stack]}-"}
    [[ $asked_for != *" "* && " ${functions[*]} ${1:-} " == *" ${asked_for:-${functions[0]}} "* ]] ||
        misuse "\"${operands[0]}\" is no function of the stack ${option[--stack]}: there are ${functions[*]}${1:+ and $1}"
}

file() { # OPERAND: what the caller means by it, as an absolute path if that is not in this folder
    if [[ $1 == /* || $1 == - || $caller == "$PWD" ]]; then echo "$1"; else echo "$caller/$1"; fi
}

by_hand() { # ARGUMENT…: the command line that people type for this stack
    echo "./build.sh $*$([[ ${option[--stack]} == flight-school ]] || echo " --stack ${option[--stack]}")"
}

# ---- talking ----

say() { # to people: on standard error where a script reads the result
    if given --json; then printf '%s\n' "$*" >&2; else printf '%s\n' "$*"; fi
}

# Asked here: within $(…) standard output is never a terminal.
colours=false
[[ ! -t 1 || -n ${NO_COLOR:-} ]] || colours=true

paint() { # COLOUR TEXT: coloured on a terminal, unless NO_COLOR says otherwise
    local -A codes=([red]=31 [green]=32 [yellow]=33 [bold]=1)
    if [[ $colours == true ]]; then printf '\e[%sm%s\e[0m' "${codes[$1]}" "$2"; else printf '%s' "$2"; fi
}

progress() { # TEXT: one line that is written over, on a terminal only
    if [[ -t 2 ]]; then printf '\r\e[K%.100s' "$1" >&2; fi
}

aligned() { # columns between tabs, as wide as they need to be; the last one is left as it is
    awk -F '\t' '{ for (i = 1; i < NF; i++) if (length($i) > width[i]) width[i] = length($i); line[NR] = $0 }
        END { for (n = 1; n <= NR; n++) { count = split(line[n], cell, "\t"); text = ""
            for (i = 1; i < count; i++) text = text sprintf("%-" width[i] "s  ", cell[i]); text = text cell[count]; sub(/ +$/, "", text); print text } }'
}

confirm() { # QUESTION: goes on only after a yes
    local reply=""
    given --yes && return
    [[ -t 0 ]] || die 1 "nothing was done: \"$1\" wants an answer and there is no terminal; --yes gives it"
    read -r -p "$1 [y/N] " reply || true
    [[ $reply == [yY]* ]] || die 1 "nothing was done"
}
