# unused.awk: reads files of rules (RULES=1; see `unused`), then what llvm-nm prints of objects (RULES=0), and prints an option
# of the linker for each name that a rule replaces.
RULES {
    if (NF == 2 && $1 !~ /^#/) {
        rules++
        name[rules] = "^(" $1 ")$"
        replacement[rules] = $2
    }
    next
}

NF == 3 { kind[$3] = $2 ~ /[TWi]/ ? "code" : "data" }

END {
    for (symbol in kind)
        for (i = 1; i <= rules; i++)
            if (symbol ~ name[i]) {
                if (kind[replacement[i]] == kind[symbol] && replacement[i] != symbol)
                    print "-Wl,--defsym=" symbol "=" replacement[i]
                break
            }
}
