# The body of an error response → its reason and request id.
"\(.error // .message // "the response gives no reason") \(if .requestId then "(request \(.requestId))" else "" end)"
