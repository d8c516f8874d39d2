# The description of the table in use → what ./build.sh restore will make, as lines with a tab.
include "units";

(.TableSizeBytes / 1e9) as $gigabytes
| ([.GlobalSecondaryIndexes[]?.IndexSizeBytes] | add // 0 | . / 1e9) as $indexes
| ["restores", "\(.TableName) in \($where), now about \(.ItemCount | grouped) items, \(.TableSizeBytes | size)"],
  ["to", $to],
  ["as", "\($new), a new table; \(.TableName) is not touched"],
  ["costs", "about \($gigabytes * 0.15 | usd) once, and \($gigabytes * 0.45 + $indexes * 0.25 | usd) a month while both are kept"]
| @tsv
