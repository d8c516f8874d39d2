import APIGateway

// Every route of the API. `Sources/APIGateway/openapi.yaml` describes them, and the template deploys them; tests hold the three
// equal. A function adds handlers to its own.
extension Route {
    package static let listSchools = Route("GET", "/schools", servedBy: "GetSchools")
    package static let school = Route("GET", "/schools/{schoolId}", servedBy: "GetSchools")
    package static let match = Route("POST", "/match", servedBy: "GetSchools")
    package static let explainMatch = Route("POST", "/explain-match", servedBy: "MatchExplainer")

    /// All of them.
    package static let all = [listSchools, school, match, explainMatch]
}
