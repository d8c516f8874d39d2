# The facts of ./build.sh daily → the rows under the title $title, with tabs between the cells.
include "units";

def alarms:
  if .alarms.alarming == [] then ["none of \(.alarms.count) is in the state ALARM"]
  else .alarms.alarming[] | [.name, "since \(.since)", .reason] end;

def calls:
  ["", "calls", "errors", "throttles"],
  (.functions | to_entries[] | [.key, (.value | .invocations, .errors, .throttles | grouped)]),
  ["", "requests", "5XX", "4XX"],
  ["API", (.api | .requests, .["5XX"], .["4XX"] | grouped)];

def model:
  .model
  | ["calls", (.calls | grouped), "\(.failures | grouped) failed"],
    ["24 hours", (.usd | usd), (.usdADay // empty | "\(usd) are allowed")],
    ["this month", (.usdThisMonth | usd)];

def tables: .tables[] | [.name, .status, "items: about \(.items | grouped)", (.bytes | size)];

def data: .data // empty | [.summary];

def backups:
  .backups // empty
  | ["point-in-time recovery", .recovery, (.latest // empty | "to any second until \(.)")],
    (.newest
      | if . then ["newest backup", .name, "\(.hours) hours old"]
        else ["newest backup", "none: ./build.sh backup makes one"] end);

{"Alarms": [alarms], "24 hours": [calls], "Model": [model], "Tables": [tables], "Data": [data], "Backups": [backups]}[$title][]
| map(tostring) | @tsv
