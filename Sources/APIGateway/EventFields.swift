import JSON

/// The fields of an event that matter here, picked up in one pass over its bytes.
struct EventFields {
    var headers: UnsafeRawBufferPointer?
    var multiValueHeaders: UnsafeRawBufferPointer?
    var queryStringParameters: UnsafeRawBufferPointer?
    var multiValueQueryStringParameters: UnsafeRawBufferPointer?
    var pathParameters: UnsafeRawBufferPointer?
    var rawQueryString: JSONString?
    var body: JSONString?
    var isBase64Encoded = false
    private var httpMethod: JSONString?
    private var path: JSONString?
    private var rawPath: JSONString?
    private var stage: JSONString?
    private var contextMethod: JSONString?

    /// Reads the whole event. Throws `JSONError`.
    mutating func read(_ event: UnsafeRawBufferPointer) throws {
        var reader = JSONReader(event)
        guard try reader.peek() == .object else {
            try reader.skipValue()
            return try reader.finish()
        }
        try reader.readObject { name, reader in
            switch name {
            case "httpMethod": httpMethod = try Self.string(&reader)
            case "path": path = try Self.string(&reader)
            case "rawPath": rawPath = try Self.string(&reader)
            case "rawQueryString": rawQueryString = try Self.string(&reader)
            case "headers": headers = try Self.object(&reader)
            case "multiValueHeaders": multiValueHeaders = try Self.object(&reader)
            case "queryStringParameters": queryStringParameters = try Self.object(&reader)
            case "multiValueQueryStringParameters": multiValueQueryStringParameters = try Self.object(&reader)
            case "pathParameters": pathParameters = try Self.object(&reader)
            case "body": body = try Self.string(&reader)
            case "isBase64Encoded": isBase64Encoded = try Self.isTrue(&reader)
            case "requestContext": try readContext(&reader)
            default: try reader.skipValue()
            }
        }
        try reader.finish()
    }

    private mutating func readContext(_ reader: inout JSONReader) throws {
        guard try reader.peek() == .object else {
            try reader.skipValue()
            return
        }
        try reader.readObject { name, reader in
            if name == "stage" {
                stage = try Self.string(&reader)
            } else if name == "http", try reader.peek() == .object {
                try reader.readObject { name, reader in
                    if name == "method" { contextMethod = try Self.string(&reader) } else { try reader.skipValue() }
                }
            } else {
                try reader.skipValue()
            }
        }
    }

    /// The method and the path without the stage; nil if the event has neither format's.
    var methodAndPath: (method: String, path: String)? {
        if let httpMethod, let path { return (httpMethod.string, path.string) }
        guard let contextMethod, let rawPath else { return nil }
        let path = rawPath.string
        // A named stage stands in rawPath: it is taken off once.
        if let stage = stage?.string, stage != "$default", path.hasPrefix("/\(stage)") {
            let rest = path.dropFirst(stage.count + 1)
            if rest.isEmpty { return (contextMethod.string, "/") }
            if rest.hasPrefix("/") { return (contextMethod.string, String(rest)) }
        }
        return (contextMethod.string, path)
    }

    // A field of another type than the format's counts as missing.
    private static func string(_ reader: inout JSONReader) throws -> JSONString? {
        if try reader.peek() == .string { return try reader.readString() }
        try reader.skipValue()
        return nil
    }

    private static func object(_ reader: inout JSONReader) throws -> UnsafeRawBufferPointer? {
        let isObject = try reader.peek() == .object
        let text = try reader.skipValue()
        return isObject ? text : nil
    }

    private static func isTrue(_ reader: inout JSONReader) throws -> Bool {
        if try reader.peek() == .bool { return try reader.readBool() }
        try reader.skipValue()
        return false
    }
}
