# The template → what the given parameters become: for each a text of three parts with NUL after each, the parameter, the
# environment variable and the value. $given is an object of the values that the operator gave.
[.Resources[].Properties.Environment?.Variables? // empty | to_entries[]
    | .key as $variable | .value | .. | objects | .Ref? // empty | {parameter: ., $variable}]
| unique[]
| select(($given[.parameter] // "") != "")
| "\(.parameter)\u0000\(.variable)\u0000\($given[.parameter])\u0000"
