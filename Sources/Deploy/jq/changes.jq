# The changes of a change set → a line for each, with tabs between the columns.
sort_by(.action, .type)[]
| [
    .action,
    .resource,
    .type,
    (if .policy == "Retain" then "stays, outside the stack"
     elif .replacement == "True" then "replaced"
     elif .replacement == "Conditional" then "perhaps replaced"
     else "" end)
  ]
| @tsv
