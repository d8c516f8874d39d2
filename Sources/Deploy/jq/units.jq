# Times, numbers and sizes as the operator's commands print them.

# A time of the AWS CLI in seconds. Version 1 prints the times of some services as a number, version 2 all of them as ISO 8601
# in the local time zone.
def seconds:
  if type == "number" then floor
  else
    capture("^(?<time>.{19})(\\.[0-9]+)?(?<zone>.*)$")
    | (.time + "Z" | fromdate) - (.zone
        | if test("[0-9]") then
            capture("(?<sign>.)(?<hours>[0-9]{2}):?(?<minutes>[0-9]{2})")
            | ("\(.sign)1" | ltrimstr("+") | tonumber) * ((.hours | tonumber) * 3600 + (.minutes | tonumber) * 60)
          else 0 end)
  end;

def iso: seconds | todate;

# 1234567 as 1,234,567. From 1.7 on jq prints a number as it was written, such as 3.0, until something is computed of it.
def grouped: floor | tostring | [match("(^[0-9]{1,3}|[0-9]{3})(?=([0-9]{3})*$)"; "g").string] | join(",");

def size:
  if . < 1000 then "\(.) bytes"
  elif . < 1e6 then "\(. / 100 | round / 10) KB"
  elif . < 1e9 then "\(. / 1e5 | round / 10) MB"
  else "\(. / 1e8 | round / 10) GB" end;

def usd:
  if . > 0 and . < 0.005 then "less than 0.01 USD"
  else . * 100 | round | "\(. / 100 | floor | grouped).\(. % 100 + 100 | tostring[1:]) USD" end;
