import Foundation
import TestSupport

/// Events as API Gateway's REST APIs send them, made of the repository's own samples.
enum Event {
    private static let sample = Result { Data(try Parts.file("Events/list-all.json")) }

    /// A request with query parameters, and `id` as the path parameter `schoolId`, encoded as it arrives.
    static func request(
        _ method: String, _ path: String, _ query: [String: String] = [:], id: String? = nil, body: String? = nil
    ) throws -> [UInt8] {
        var event = try JSONSerialization.jsonObject(with: try sample.get()) as? [String: Any] ?? [:]
        event["httpMethod"] = method
        event["path"] = path
        event["queryStringParameters"] = query.isEmpty ? NSNull() : query
        event["multiValueQueryStringParameters"] = query.isEmpty ? NSNull() : query.mapValues { [$0] }
        event["pathParameters"] = id.map { ["schoolId": $0] } ?? NSNull()
        event["body"] = body ?? NSNull()
        return [UInt8](try JSONSerialization.data(withJSONObject: event))
    }

    static func list(_ query: [String: String] = [:]) throws -> [UInt8] { try request("GET", "/schools", query) }

    /// `GET /schools/{id}`, the id percent-encoded as in a URL.
    static func school(_ id: String) throws -> [UInt8] {
        let encoded = id.addingPercentEncoding(
            withAllowedCharacters: .alphanumerics.intersection(.init(charactersIn: "!"..."~")))
        return try request("GET", "/schools/\(encoded ?? id)", id: encoded)
    }

    /// Answered without DynamoDB.
    static func options() throws -> [UInt8] { try request("OPTIONS", "/schools") }
}
