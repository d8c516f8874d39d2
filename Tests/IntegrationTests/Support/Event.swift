import Foundation
import Support

/// Events as API Gateway's REST APIs send them, made of the repository's own samples.
enum Event {
    /// An event of the repository, to be changed.
    private static func sample(_ name: String) throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(try Parts.file("Events/\(name).json"))) as? [String: Any] ?? [:]
    }

    /// A request with query parameters, and `id` as the path parameter `schoolId`, encoded as it arrives.
    static func request(
        _ method: String, _ path: String, _ query: [String: String] = [:], id: String? = nil, body: String? = nil
    ) throws -> [UInt8] {
        var event = try sample("list-all")
        event["httpMethod"] = method
        event["path"] = path
        event["resource"] =
            ["/schools", "/match", "/explain-match"].contains(path)
            ? path : path.hasPrefix("/schools/") ? "/schools/{schoolId}" : "/{proxy+}"
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

    /// The kind of API that the event of an explanation came through.
    enum Form: String, CaseIterable {
        case rest = "explain-health-check"
        case httpAPI = "explain-http-api-named-stage"
        case functionURL = "explain-function-url"
    }

    /// `POST /explain-match` with a body.
    static func explain(_ body: String, _ form: Form = .rest, isBase64: Bool = false) throws -> [UInt8] {
        try request(sample(form.rawValue), body, isBase64: isBase64)
    }

    /// `POST /match` with a body.
    static func match(_ body: String, _ form: Form = .rest, isBase64: Bool = false) throws -> [UInt8] {
        let name =
            switch form {
            case .rest: "match-found"
            case .httpAPI: "match-http-api-named-stage"
            case .functionURL: "match-function-url"
            }
        return try request(sample(name), body, isBase64: isBase64)
    }

    private static func request(_ sample: [String: Any], _ body: String, isBase64: Bool) throws -> [UInt8] {
        var event = sample
        event["body"] = isBase64 ? Data(body.utf8).base64EncodedString() : body
        event["isBase64Encoded"] = isBase64
        return [UInt8](try JSONSerialization.data(withJSONObject: event))
    }

    /// An event for which DynamoDB is not called.
    static func options() throws -> [UInt8] { try request("OPTIONS", "/schools") }
}
