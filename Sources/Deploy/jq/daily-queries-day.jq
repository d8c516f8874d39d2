# The queries for 24 hours.
include "daily-queries";

[
  (functions($functions)[] | . as $function | ("Invocations", "Errors", "Throttles")
    | sum("function\($function.key)\(.)"; "AWS/Lambda"; .; 300; {FunctionName: $function.value})),
  (("Count", "4XXError", "5XXError") | sum("api\(.)"; "AWS/ApiGateway"; .; 300; {ApiName: $stack, Stage: "prod"})),
  (("ModelCalls", "ModelFailures", "EstimatedCost")
    | sum("model\(.)"; "FlightSchool"; .; 300; {FunctionName: $explainer}))
]
