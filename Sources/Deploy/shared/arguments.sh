# shellcheck shell=bash disable=SC2034,SC2154 # build.sh and what it sources share variables
# The command line of an operator's command, as the command's own file (commands/NAME.sh) reads it.

declare -A option=() # --name → its value, or "yes" for a switch
operands=()
parameters=()        # the values of --param, which may be repeated

misuse() { die 2 "$1 (./build.sh $command --help)"; }

parse() { # VALUED SWITCHES ARGUMENT…: the names of the options with a value, those without, and the command line
    local valued=" --stack $1 " switches=" --json --yes $2 "
    shift 2
    option=([--stack]=flight-school)
    while (($#)); do
        case $1 in
            --help | -h) "help_$command" && exit ;;
            "") misuse "an argument is empty" ;;
            -?*)
                if [[ $switches == *" $1 "* ]]; then
                    option[$1]=yes
                elif [[ $valued != *" ${1%%=*} "* ]]; then
                    misuse "$command has no option $1"
                elif [[ $1 == *=* ]]; then
                    parse_value "${1%%=*}" "${1#*=}"
                else
                    [[ ${2:-} != --* ]] || misuse "$1 needs a value, and $2 looks like an option"
                    parse_value "$1" "${2:-}"
                    shift
                fi
                ;;
            *) operands+=("$1") ;;
        esac
        shift
    done
    [[ ${option[--stack]} =~ ^[A-Za-z][A-Za-z0-9-]{0,127}$ ]] ||
        misuse "--stack ${option[--stack]}: a stack's name is letters, digits and hyphens"
}

parse_value() { # NAME VALUE
    [[ -n $2 ]] || misuse "$1 needs a value"
    [[ $1 != --param ]] || parameters+=("$2")
    option[$1]=$2
}

given() { [[ -n ${option[$1]:-} ]]; }

no_operands() { ((${#operands[@]} == 0)) || misuse "$command takes no \"${operands[0]}\""; }

one_operand() { # KIND: at most
    ((${#operands[@]} <= 1)) || misuse "$command takes one $1, not also \"${operands[1]}\""
}

table_options() { # OPTION…: each must be the name of a table, where it is given
    local name
    for name; do
        ! given "$name" || [[ ${option[$name]} =~ ^[A-Za-z0-9_.-]{3,255}$ ]] ||
            misuse "$name ${option[$name]}: a table's name is 3 to 255 letters, digits, hyphens, dots and underscores"
    done
}

# The short name of the function that the operand names, or empty without an operand. ALSO is a word that is allowed besides.
function_operand() { # INTO [ALSO]
    local _name _known
    one_operand function
    _name=${operands[0]:-}
    _name=${_name#"${option[--stack]}-"}
    for _known in "" "${functions[@]}" "${@:2}"; do
        [[ $_name != "$_known" ]] || { printf -v "$1" %s "$_name" && return; }
    done
    misuse "the stack ${option[--stack]} has no function \"${operands[0]}\": it has ${functions[*]}${2:+, and $2}"
}

file_operand() { # OPERAND: prints the path as it is from this folder
    if [[ $1 == /* || $1 == - || $caller == "$PWD" ]]; then echo "$1"; else echo "$caller/$1"; fi
}

by_hand() { # ARGUMENT…: prints the command line that does this to the same stack
    echo "./build.sh $*$([[ ${option[--stack]} == flight-school ]] || echo " --stack ${option[--stack]}")"
}
