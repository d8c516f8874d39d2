# The template → an object of what each parameter will be. $stack is the parameters of the stack, or null; $given is an object
# of the values that the operator gave.
.Parameters
| (map_values(.Default | tostring)) as $defaults
| $defaults
+ ($stack // [] | map(select(.ParameterKey | in($defaults)) | {(.ParameterKey): .ParameterValue}) | add // {})
+ $given
