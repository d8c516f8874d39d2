# shellcheck shell=bash disable=SC2154 # build.sh and what it sources share variables
# ./build.sh export: write every school of the table as JSON lines
# The developer's tool writes them. This finds the stack's table and the AWS CLI's credentials.

help_export() {
    cat <<'TEXT'
./build.sh export [FILE]   write every school of the table as JSON lines

Writes one JSON object a line to FILE, in the order of schoolId. The default is standard output, which - also means. Each
school is whole and in the layout that the table holds, and every number keeps its digits: the same table gives the same
bytes. FILE is written whole or not at all. ./build.sh seed reads it. A value that JSON has no form for keeps DynamoDB's type
tag: {"SS":["a"]}, {"NS":["1"]}, {"BS":["YQ=="]}, {"B":"YQ=="}; a map whose only key is one of these, or M, is {"M":{…}}.

  --table NAME        use this table instead of the stack's
  --stack NAME        the stack (flight-school)
  --json              print the result as JSON: {"table","schools","bytes","file"}; needs FILE

It needs dynamodb:Scan on the table, and space for a temporary file of the same size beside FILE, or in TMPDIR.
Exit status: 0 done, 1 failed, 2 wrong usage.
TEXT
}

command_export() {
    local table arguments=()
    parse "--table" "" "$@"
    one_operand file
    if given --json; then
        [[ ${operands[0]:--} != - ]] || misuse "--json needs a FILE: standard output is for the result"
        arguments+=(--json)
    fi
    table_options --table
    need_aws
    find_table table
    become_tool export --table "$table" "${arguments[@]}" -- "$(file_operand "${operands[0]:--}")"
}
