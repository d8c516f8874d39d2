# One check of ./build.sh health as JSON, from strings. What an API sends may not command a terminal.
{
  check: $name,
  result: $result,
  status: ($status | tonumber? // 0),
  milliseconds: (($seconds | tonumber? // 0) * 1000 | round),
  detail: ($detail | gsub("[\u0000-\u001f\u007f-\u009f]"; "\ufffd"))
}
