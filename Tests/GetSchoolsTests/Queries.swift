import APIGateway
import JSON
import Support

@testable import GetSchools

/// Queries as API Gateway hands them over: in a whole event.
enum Queries {
    /// The query that `parameters` make, in a REST event. Throws what the handler would.
    static func query(_ parameters: KeyValuePairs<String, String> = [:]) throws -> SchoolQuery {
        let map = JSONValue.object(parameters.map { (name: $0.key, value: .string($0.value)) })
        let event = try JSONValue(parsing: try Parts.file("Events/list-all.json"))
        let members = (event.members ?? []).filter { $0.name != "queryStringParameters" }
        let text = JSONValue.object(members + [(name: "queryStringParameters", value: map)]).text
        return try Array(text.utf8).withUnsafeBytes { try SchoolQuery(ProxyRequest($0)) }
    }

    /// A query for everything, in the order that `sortBy` names.
    static func sorted(_ sortBy: String = "") throws -> SchoolQuery { try query(["sortBy": sortBy]) }
}
