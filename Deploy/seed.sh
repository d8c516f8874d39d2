# shellcheck shell=bash disable=SC2154 # the variables of build.sh and of what it sources
# ./build.sh seed: the developer's tool does it (Sources/Local/Seed); here it gets the stack's table and the CLI's credentials.

seed_help() {
    cat <<'TEXT'
./build.sh seed [FILE]   load schools into the table

FILE (default: the sample schools, Events/schools.json; - is standard input) is a JSON array of schools, or one school a line,
of 1 GiB at most. Either layout will do, nested (location{city,state,zipCode,coordinates}) or flat; both are stored. Every
school is checked before any is written: with a bad one nothing is written, and each is listed with its line and the reason.
A school that the table holds already is not written again, one that it holds otherwise is replaced as a whole, and none is
deleted. Interrupted, it ends after the batch in flight; the same command goes on from there.

  --skip-rejected     load the good schools and list the others
  --table NAME        this table, and not that of a stack
  --stack NAME        the stack (flight-school)
  --json              print the result as JSON: {"table","added","replaced","unchanged","rejected":[{"line","schoolId","reason"}]}

It needs dynamodb:BatchGetItem and dynamodb:BatchWriteItem on the table. Exit status: 0 done, 1 failed, 2 wrong usage.
TEXT
}

seed() {
    local arguments=()
    parse "--table" "--skip-rejected" "$@"
    ((${#operands[@]} <= 1)) || misuse "seed takes one file"
    ! given --skip-rejected || arguments+=(--skip-rejected)
    ! given --json || arguments+=(--json)
    tables_named --table
    need_aws
    table
    ((${#operands[@]})) && operands=("$(file "${operands[0]}")")
    become_tool seed --table "$answer" "${arguments[@]}" -- "${operands[@]}"
}
