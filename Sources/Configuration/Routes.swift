import APIGateway

// Every route of the API. `Sources/APIGateway/openapi.yaml` describes them, and the template deploys them; tests hold the three
// equal. A function adds handlers to its own.
extension Route {
    /// The listing.
    package static let listSchools = Route("GET", "/schools", servedBy: FunctionName.getSchools)
    /// One school.
    package static let school = Route("GET", "/schools/{schoolId}", servedBy: FunctionName.getSchools)
    /// The ranking for a student.
    package static let match = Route("POST", "/match", servedBy: FunctionName.getSchools)
    /// The explanation of a match.
    package static let explainMatch = Route("POST", "/explain-match", servedBy: FunctionName.matchExplainer)

    /// All of them.
    package static let all = [listSchools, school, match, explainMatch]
}
