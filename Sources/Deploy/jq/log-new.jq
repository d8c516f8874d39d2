# Events → those that are not in $state, in order of time. Each gets an id.
$state[0] as $state
| [
    inputs
    | .id = (.eventId // "\(.logStreamName) \(.timestamp) \(.message)")
    | select($state[.name].seen[.id] | not)
  ]
| sort_by(.timestamp)[]
