# An event of CloudWatch Logs as one line for people: time, level, function, message, fields. ./build.sh logs runs this with
# $names (whether to name the function) and $colours.

# What strangers send gets into logs, such as paths. None of it may command a terminal or turn the direction of its text.
def harmless:
  gsub("[\\t\\r\\n]+"; " ") | sub(" +$"; "") | explode
  | map(if . < 32 or (. >= 127 and . < 160) or . == 1564 or (. >= 8203 and . <= 8207) or (. >= 8232 and . <= 8238)
      or (. >= 8288 and . <= 8303) or . == 65279 or (. >= 65529 and . <= 65531) or (. >= 917504 and . < 917632)
    then 65533 else . end) | implode;

def time: (. / 1000 | floor | strftime("%Y-%m-%dT%H:%M:%S")) + "." + (. % 1000 + 1000 | tostring[1:]) + "Z";

def word: if type == "string" and (test("[\\s\"=]") | not) then . else tojson end;

# The fields of a line but those that stand elsewhere in it, that are empty, and metrics that count nothing.
def fields($known):
  [._aws | objects | .CloudWatchMetrics[]?.Metrics[]?.Name] as $metrics
  | [to_entries | sort_by(.key == "requestId") | .[] | .key as $key | select($known + ["_aws", "FunctionName", "currency"] | index($key) | not)
      | select(.value != null and .value != "" and .value != "-")
      | select((.value == 0 and ($metrics | index($key))) | not) | "\($key)=\(.value | word)"] | join(" ");

def read:
  if (.record | type) == "object" and (.type | type) == "string" then # the platform's
    .record as $record
    | {level: (if ($record.status // "success") == "success" then "INFO" else "ERROR" end), text: .type,
      fields: ($record + ([$record.metrics | objects][0] // {}) | fields(["metrics", "spans", "tracing"]))}
  elif has("httpMethod") then # API Gateway's
    {level: (.status | tonumber? // 0 | if . >= 500 then "ERROR" elif . >= 400 then "WARN" else "INFO" end),
      text: "\(.httpMethod) \(.path) \(.status) \(.latencyMs) ms", fields: fields(["httpMethod", "path", "status", "latencyMs", "time"])}
  elif has("method") then # the access line of a function
    {level, text: "\(.method) \(.path) \(.status) \(.durationMs) ms",
      fields: fields(["timestamp", "level", "message", "method", "path", "status", "durationMs"])}
  else
    {level, text: (.message // "" | tostring), fields: fields(["timestamp", "level", "message"])}
  end;

def colour($level): if $colours then {ERROR: 31, FATAL: 31, WARN: 33, DEBUG: 2, TRACE: 2}[$level] else null end;

# What cannot be read stays as it is: a line is never lost.
([.message | fromjson? | objects | (try read catch empty) | select(.text + .fields != "")][0]) as $read
| ($read.level // "" | tostring | harmless) as $level
| [(.timestamp | time), ($level + "     ")[:([5, ($level | length)] | max)],
    (if $names then (.group + "              ")[:14] else empty end),
    (if $read then "\($read.text)  \($read.fields)" else .message end | harmless)] | join("  ")
| colour($level) as $code | if $code then "\u001b[\($code)m\(.)\u001b[0m" else . end
