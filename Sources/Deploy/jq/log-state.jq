# The state and the events that were just shown → the new state. By log name it holds the time of the newest event, and the
# ids of the events of the five minutes before that one.
input as $state
| reduce inputs as $event (
    $state;
    .[$event.name].seen[$event.id] = $event.timestamp
    | .[$event.name].newest = ([.[$event.name].newest // 0, $event.timestamp] | max)
  )
| map_values(.newest as $newest | .seen |= with_entries(select(.value >= $newest - 300000)))
