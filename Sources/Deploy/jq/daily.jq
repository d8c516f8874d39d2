# What AWS returned → the facts of ./build.sh daily. The inputs are, in this order: alarms, metric data of a day and of the month,
# the tables of schools and of explanations, the state of recovery, backups, what the schools lack. The last three are null if there
# is no table.
include "units";
include "daily-queries";

# An alarm belongs to the stack if it notifies the stack's topic: another stack's name may begin alike.
def own_alarms: map(select((.AlarmActions // []) | index($topic)));

def alarming:
  [.[] | select(.StateValue == "ALARM")
    | {name: (.AlarmName | ltrimstr($stack + "-")), since: (.StateUpdatedTimestamp | iso), reason: .StateReason}];

# Metric data → an object of the sum by id. A result may come in parts.
def sums: group_by(.Id) | map({(.[0].Id): (map(.Values | add // 0) | add)}) | add // {};

def table: {name: .TableName, status: .TableStatus, items: .ItemCount, bytes: .TableSizeBytes};

def newest:
  map(select(.BackupStatus == "AVAILABLE") | {name: .BackupName, created: (.BackupCreationDateTime | seconds)})
  | max_by(.created)
  | if . then {name, created: (.created | todate), hours: (($now - .created) / 3600 | floor)} else null end;

def recovery_is_late: .latest == null or $now - (.latest | seconds) > 3600;

# The facts → a sentence for each thing that needs attention.
def attention:
  (.alarms.alarming[] | "the alarm \(.name) is in the state ALARM"),
  (if .alarms.count == 0 then "the stack has no alarms" else empty end),
  (.functions | to_entries[] | .key as $name
    | .value | {errors, throttles} | to_entries[] | select(.value > 0) | "\($name): \(.value | grouped) \(.key)"),
  (.api["5XX"] | select(. > 0) | "the API: \(grouped) responses 5XX"),
  (.model | select(.failures > 0.05 * ([.calls, .failures] | max))
    | "the model: \(.failures | grouped) failures in \(.calls | grouped) calls"),
  (.model | select(.usdADay and .usd > .usdADay)
    | "the model cost \(.usd | usd) in 24 hours, and \(.usdADay | usd) are allowed"),
  (.tables[] | select(.status != "ACTIVE") | "the table \(.name) is \(.status)"),
  (.data // empty | select(.counts.inNoListing > 0)
    | "schools in no listing: \(.counts.inNoListing | grouped) (./build.sh check-data --table \(.table))"),
  (.backups // empty
    | if .recovery != "ENABLED" then "point-in-time recovery is off"
      elif recovery_is_late then "point-in-time recovery is late: it reaches \(.latest)"
      else empty end);

(input | own_alarms) as $alarms
| (input | sums) as $sum
| input as $month
| [input, input | table] as $tables
| input as $recovery
| input as $backups
| input as $data
| def of($id): $sum[$id] // 0;
  {
    stack: $stack,
    where: $where,
    at: ($now | todate),
    alarms: {count: ($alarms | length), alarming: ($alarms | alarming)},
    functions: (
      functions($functions)
      | map({(.key): ("function" + .key | {
          invocations: of(. + "Invocations"), errors: of(. + "Errors"), throttles: of(. + "Throttles")
        })})
      | add
    ),
    api: {requests: of("apiCount"), "4XX": of("api4XXError"), "5XX": of("api5XXError")},
    model: {
      usdADay: ([$alarms[] | select(.AlarmName == $stack + "-ModelCost").Threshold][0]),
      calls: of("modelModelCalls"), failures: of("modelModelFailures"), usd: of("modelEstimatedCost"),
      usdThisMonth: ([$month[].Values[]] | add // 0)
    },
    tables: $tables,
    data: $data
  }
| if $recovery then
    .backups = {
      recovery: $recovery.PointInTimeRecoveryStatus,
      latest: ($recovery.LatestRestorableDateTime // null | if . then iso else . end),
      newest: ($backups // [] | newest)
    }
  else . end
| .attention = [attention]
