# An event of CloudWatch Logs → one line of text: time, level, function, message, fields. $width is the width of the column
# of names, or 0 for no such column; $colours is whether lines are coloured by level.

# Callers can put text into logs, such as paths. It may not command a terminal or change the direction of the line's text.
def harmless:
  gsub("[\\t\\r\\n]+"; " ") | sub(" +$"; "") | explode
  | map(
      if . < 32 or (. >= 127 and . < 160) or . == 1564 or (. >= 8203 and . <= 8207) or (. >= 8232 and . <= 8238)
        or (. >= 8288 and . <= 8303) or . == 65279 or (. >= 65529 and . <= 65531) or (. >= 917504 and . < 917632)
      then 65533 else . end)
  | implode;

def time: (. / 1000 | floor | strftime("%Y-%m-%dT%H:%M:%S")) + "." + (. % 1000 + 1000 | tostring[1:]) + "Z";

def padded($width): . + " " * ($width - length) // .;

def word: if type == "string" and (test("[\\s\"=]") | not) then . else tojson end;

# The fields as text, without the `known` ones, without empty ones, and without metrics that count nothing.
def fields($known):
  [._aws | objects | .CloudWatchMetrics[]?.Metrics[]?.Name] as $metrics
  | [
      to_entries | sort_by(.key == "requestId")[]
      | .key as $key
      | select($known + ["_aws", "FunctionName", "currency"] | index($key) | not)
      | select(.value != null and .value != "" and .value != "-")
      | select((.value == 0 and ($metrics | index($key))) | not)
      | "\($key)=\(.value | word)"
    ]
  | join(" ");

def from_platform:
  .record as $record
  | {
      level: (if ($record.status // "success") == "success" then "INFO" else "ERROR" end),
      text: .type,
      fields: ($record + ([$record.metrics | objects][0] // {}) | fields(["metrics", "spans", "tracing"]))
    };

def from_gateway:
  {
    level: (.status | tonumber? // 0 | if . >= 500 then "ERROR" elif . >= 400 then "WARN" else "INFO" end),
    text: "\(.httpMethod) \(.path) \(.status) \(.latencyMs) ms",
    fields: fields(["httpMethod", "path", "status", "latencyMs", "time"])
  };

def from_function:
  ["timestamp", "level", "message"] as $known
  | if has("method") then # its access line
      {
        level,
        text: "\(.method) \(.path) \(.status) \(.durationMs) ms",
        fields: fields($known + ["method", "path", "status", "durationMs"])
      }
    else
      {level, text: (.message // "" | tostring), fields: fields($known)}
    end;

def parsed:
  if (.record | type) == "object" and (.type | type) == "string" then from_platform
  elif has("httpMethod") then from_gateway
  else from_function end;

def colour($level): if $colours then {ERROR: 31, FATAL: 31, WARN: 33, DEBUG: 2, TRACE: 2}[$level] else null end;

# A message that cannot be parsed is printed as it is, so that no line is lost.
([.message | fromjson? | objects | (try parsed catch empty) | select(.text + .fields != "")][0]) as $line
| ($line.level // "" | tostring | harmless) as $level
| [
    (.timestamp | time),
    ($level | padded(5)),
    (if $width > 0 then .name | padded($width) else empty end),
    (if $line then "\($line.text)  \($line.fields)" else .message end | harmless)
  ]
| join("  ")
| colour($level) as $code
| if $code then "\u001b[\($code)m\(.)\u001b[0m" else . end
