# A table's description → the first status of it or of its indexes that is not ACTIVE, or else ACTIVE.
[.TableStatus, (.GlobalSecondaryIndexes // [] | .[].IndexStatus // "ACTIVE")]
| map(select(. != "ACTIVE"))[0] // "ACTIVE"
