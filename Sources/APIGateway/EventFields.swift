import JSON

/// The fields of an event that matter here, found in one pass over its bytes.
struct EventFields {
    private(set) var headers = EventMap()
    private(set) var multiValueHeaders = EventMap()
    private(set) var queryStringParameters = EventMap()
    private(set) var multiValueQueryStringParameters = EventMap()
    private(set) var pathParameters = EventMap()
    private(set) var rawQueryString: JSONString?
    private(set) var body: JSONString?
    private(set) var isBase64Encoded = false
    private var version: JSONString?
    private var httpMethod: JSONString?
    private var path: JSONString?
    private var resource: JSONString?
    private var routeKey: JSONString?
    private var rawPath: JSONString?
    private var stage: JSONString?
    private var domainName: JSONString?
    private var contextMethod: JSONString?

    /// Reads the whole event. Throws `JSONError`.
    init(_ event: UnsafeRawBufferPointer) throws {
        var reader = JSONReader(event)
        if try reader.peek() == .object { try read(&reader) } else { try reader.skipValue() }
        try reader.finish()
    }

    private mutating func read(_ reader: inout JSONReader) throws {
        try reader.readObject { name, reader in
            switch name {
            case "version": version = try Self.string(&reader)
            case "httpMethod": httpMethod = try Self.string(&reader)
            case "path": path = try Self.string(&reader)
            case "resource": resource = try Self.string(&reader)
            case "routeKey": routeKey = try Self.string(&reader)
            case "rawPath": rawPath = try Self.string(&reader)
            case "rawQueryString": rawQueryString = try Self.string(&reader)
            case "headers": headers = try EventMap(&reader)
            case "multiValueHeaders": multiValueHeaders = try EventMap(&reader)
            case "queryStringParameters": queryStringParameters = try EventMap(&reader)
            case "multiValueQueryStringParameters": multiValueQueryStringParameters = try EventMap(&reader)
            case "pathParameters": pathParameters = try EventMap(&reader)
            case "body": body = try Self.string(&reader)
            case "isBase64Encoded": isBase64Encoded = try Self.isTrue(&reader)
            case "requestContext" where try reader.peek() == .object: try readContext(&reader)
            default: try reader.skipValue()
            }
        }
    }

    private mutating func readContext(_ reader: inout JSONReader) throws {
        try reader.readObject { name, reader in
            switch name {
            case "stage": stage = try Self.string(&reader)
            case "domainName": domainName = try Self.string(&reader)
            case "http" where try reader.peek() == .object:
                try reader.readObject { name, reader in
                    if name == "method" { contextMethod = try Self.string(&reader) } else { try reader.skipValue() }
                }
            default: try reader.skipValue()
            }
        }
    }

    // A field of another type than the format's counts as missing.
    private static func string(_ reader: inout JSONReader) throws(JSONError) -> JSONString? {
        if try reader.peek() == .string { return try reader.readString() }
        try reader.skipValue()
        return nil
    }

    private static func isTrue(_ reader: inout JSONReader) throws(JSONError) -> Bool {
        if try reader.peek() == .bool { return try reader.readBool() }
        try reader.skipValue()
        return false
    }
}

// What the formats say of a request in different fields.
extension EventFields {
    /// The method, and the path without the stage; nil if the event has neither format's.
    var methodAndPath: (method: String, path: String)? {
        if let httpMethod, let path { return (httpMethod.string, withoutStage(path.string)) }
        if let contextMethod, let rawPath { return (contextMethod.string, withoutStage(rawPath.string)) }
        return nil
    }

    /// The path of the gateway's own route, such as `/schools/{schoolId}` or `/{proxy+}`; nil if the route has none.
    var gatewayRoute: String? {
        if let resource { return resource.string }
        // "GET /schools", or "$default"
        guard let routeKey = routeKey?.string, let space = routeKey.firstIndex(of: " ") else { return nil }
        return String(routeKey[space...].dropFirst())
    }

    /// Whether the event comes from an HTTP API, which decodes paths and parameters and puts a named stage in front of
    /// the path. REST APIs and function URLs do neither.
    var isHTTPAPI: Bool {
        if httpMethod != nil { return version.map { $0 == "1.0" } ?? false }
        // ID.lambda-url.REGION.on.aws
        let domain = domainName?.string ?? ""
        return !domain.drop { $0 != "." }.hasPrefix(".lambda-url.")
    }

    private func withoutStage(_ path: String) -> String {
        guard isHTTPAPI, let stage = stage?.string, stage != "$default", path.hasPrefix("/\(stage)") else {
            return path
        }
        let rest = path.dropFirst(stage.count + 1)
        return rest.isEmpty ? "/" : rest.hasPrefix("/") ? String(rest) : path
    }
}
