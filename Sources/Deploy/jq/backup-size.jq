# A table's description → its size and what a backup of it costs. AWS counts items and bytes every six hours.
include "units";

"about \(.ItemCount | grouped) items, \(.TableSizeBytes | size), \(.TableSizeBytes / 1e9 * 0.1 | usd) a month"
