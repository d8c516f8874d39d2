# The state of point-in-time recovery → the earliest and the latest second, with a tab between; empty if it is off.
include "units";

if .PointInTimeRecoveryStatus == "ENABLED" then
  [.EarliestRestorableDateTime, .LatestRestorableDateTime] | map(seconds) | @tsv
else "" end
