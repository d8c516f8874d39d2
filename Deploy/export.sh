# shellcheck shell=bash disable=SC2154 # the variables of build.sh and of what it sources
# ./build.sh export: the developer's tool does it (Sources/Local/Export); here it gets the stack's table and the CLI's
# credentials.

export_help() {
    cat <<'TEXT'
./build.sh export [FILE]   every school of the table, as JSON lines

Writes to FILE (default: standard output; - is that, too) one JSON object a line, in order of schoolId, whole and in the layout
stored, every number with its digits: the same table gives the same bytes. A file is written whole or not at all.
./build.sh seed reads it back. What JSON has no form for keeps DynamoDB's type tag: {"SS":["a"]}, {"NS":["1"]},
{"BS":["YQ=="]}, {"B":"YQ=="}; a map whose only key is one of these, or M, is {"M":{…}}.

  --table NAME        this table, and not that of a stack
  --stack NAME        the stack (flight-school)
  --json              print the result as JSON: {"table","schools","bytes","file"}; needs FILE

It needs dynamodb:Scan on the table, and room for a temporary file of its size beside FILE, or in TMPDIR. Exit status: 0 done,
1 failed, 2 wrong usage.
TEXT
}

export() { # a name that bash has a use for, from here on
    unset -f export
    export_schools "$@"
}

export_schools() {
    local arguments=()
    parse "--table" "" "$@"
    ((${#operands[@]} <= 1)) || misuse "export takes one file"
    if given --json; then
        [[ ${operands[0]:--} != - ]] || misuse "--json needs a FILE: standard output is for the result"
        arguments+=(--json)
    fi
    tables_named --table
    need_aws
    table
    become_tool export --table "$answer" "${arguments[@]}" -- "$(file "${operands[0]:--}")"
}
