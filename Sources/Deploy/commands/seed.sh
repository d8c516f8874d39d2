# shellcheck shell=bash disable=SC2154 # build.sh and what it sources share variables
# ./build.sh seed: load schools into the table
# The developer's tool loads them. This finds the stack's table and the AWS CLI's credentials.

help_seed() {
    cat <<'TEXT'
./build.sh seed [FILE]   load schools into the table

FILE is a JSON array of schools or one school a line, at most 1 GiB. The default is the sample schools, Events/schools.json;
- is standard input. A school may be nested (location{city,state,zipCode,coordinates}) or flat; the table gets both layouts.
Every school is checked before the first one is written: with a bad one nothing is written, and each bad one is listed with
its line and the reason. How many schools lack something is said before that; ./build.sh check-data lists them. A school that
the table already holds is not written again. One that differs is replaced as a whole. None is deleted. After an interruption
the same command continues where this one stopped.

  --skip-rejected     load the good schools and list the others
  --table NAME        use this table instead of the stack's
  --stack NAME        the stack (flight-school)
  --json              print the result as JSON: {"table","added","replaced","unchanged","rejected":[{"line","schoolId","reason"}]}

It needs dynamodb:BatchGetItem and dynamodb:BatchWriteItem on the table. Exit status: 0 done, 1 failed, 2 wrong usage.
TEXT
}

command_seed() {
    local table arguments=()
    parse "--table" "--skip-rejected" "$@"
    one_operand file
    ! given --skip-rejected || arguments+=(--skip-rejected)
    ! given --json || arguments+=(--json)
    table_options --table
    need_aws
    find_table table
    ((${#operands[@]} == 0)) || operands=("$(file_operand "${operands[0]}")")
    become_tool seed --table "$table" "${arguments[@]}" -- "${operands[@]}"
}
