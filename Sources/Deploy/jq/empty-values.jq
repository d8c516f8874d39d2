# The template → a line for each given parameter that is empty and may not be. $given is an object of the values that the
# operator gave.
.Parameters
| to_entries[]
| select($given[.key] == "")
| (.value.AllowedPattern // "") as $pattern
| select(.value.Type != "String" or (.value.AllowedValues // [""] | index("") | not) or ("" | test($pattern) | not))
| "\(.key)=: it \(.value.ConstraintDescription // "must have a value")"
