# A table's description → whether it is $table restored to $moment.
include "units";

(.RestoreSummary // empty)
| (.SourceTableArn | endswith(":table/" + $table)) and (.RestoreDateTime | seconds) == $moment
