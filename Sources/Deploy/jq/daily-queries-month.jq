# The query for the model's cost of this month.
include "daily-queries";

[sum("month"; "FlightSchool"; "EstimatedCost"; 86400; {FunctionName: $explainer})]
