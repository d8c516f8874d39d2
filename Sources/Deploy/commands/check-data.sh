# shellcheck shell=bash disable=SC2154 # build.sh and what it sources share variables
# ./build.sh check-data: tell what each school of a file or a table lacks
# The developer's tool does that. For a table this finds the AWS CLI's credentials.

help_check-data() {
    cat <<'TEXT'
./build.sh check-data [FILE]   tell what each school of a file or a table lacks

Lists what each school lacks and what that costs it, the costliest first, with up to 20 schools of each kind:
  - in no listing: a field has a wrong type, by the functions' own rules, or the table cannot hold the school
  - in no radius search: no coordinates
  - last in an order: no rating, no price, no fleet
  - no card picture, price only as costBand, two layouts that disagree
  - near-duplicate: an id or a name that differs from another one's in case, spaces, punctuation, accents or in words such as
    Flight School, Academy and Inc
FILE is what ./build.sh seed takes. The default is the sample schools, Events/schools.json; - is standard input.

  --table NAME        read this table instead, whole
  --json              print every finding as JSON: {"file" or "table","schools","summary","counts":{KIND:n},
                      "findings":[{"kind","schoolId","line","reason"}]}

A file needs no AWS account. A table needs dynamodb:Scan. Exit status: 0 every school is in listings, 1 a school is in none, or
nothing could be read, 2 wrong usage.
TEXT
}

command_check-data() {
    local arguments=()
    parse "--table" "" "$@"
    one_operand file
    ! given --json || arguments+=(--json)
    table_options --table
    if given --table; then
        ((${#operands[@]} == 0)) || misuse "check-data takes a FILE or --table NAME, not both"
        need_aws
        become_tool check-data --table "${option[--table]}" "${arguments[@]}"
    fi
    ((${#operands[@]} == 0)) || operands=("$(file_operand "${operands[0]}")")
    run_tool check-data "${arguments[@]}" -- "${operands[@]}"
}
