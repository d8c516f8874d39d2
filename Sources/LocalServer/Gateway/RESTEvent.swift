import JSON

/// The event of a REST API with Lambda proxy integration (payload format 1.0).
struct RESTEvent {
    private let request: GatewayRequest

    init(_ request: GatewayRequest) { self.request = request }

    /// Paths and their parameters are as they were sent; the values of the query are decoded.
    var json: JSONValue {
        let headers = request.headers.filter { $0.name.lowercased() != "content-length" }
        let (body, isBase64) = request.body(isText: true)
        let parameters = request.match?.parameters ?? []
        let query = request.queryPairs
        return [
            "resource": .string(resource), "path": .string(request.path), "httpMethod": .string(request.http.method),
            "headers": Self.lastValues(headers), "multiValueHeaders": Self.allValues(headers),
            "queryStringParameters": query.isEmpty ? .null : Self.lastValues(query),
            "multiValueQueryStringParameters": query.isEmpty ? .null : Self.allValues(query),
            "pathParameters": parameters.isEmpty ? .null : Self.lastValues(parameters), "stageVariables": .null,
            "requestContext": context, "body": request.http.body.isEmpty ? .null : .string(body),
            "isBase64Encoded": .bool(isBase64 && !request.http.body.isEmpty),
        ]
    }

    private var resource: String { request.match?.route.path ?? request.path }

    private var context: JSONValue {
        let nobody = [
            "cognitoIdentityPoolId", "accountId", "cognitoIdentityId", "caller", "principalOrgId", "accessKey",
            "cognitoAuthenticationType", "cognitoAuthenticationProvider", "userArn", "user",
        ].map { (name: $0, value: JSONValue.null) }
        let somebody: [(name: String, value: JSONValue)] = [
            ("sourceIp", "127.0.0.1"), ("userAgent", request.http.header("user-agent").map { .string($0) } ?? .null),
        ]
        return [
            "resourceId": "local1", "resourcePath": .string(resource), "operationName": .null,
            "httpMethod": .string(request.http.method), "extendedRequestId": .string("\(request.id.prefix(15))="),
            "requestTime": .string(request.time.requestTime),
            "path": .string("/\(EventFormat.rest.stage)\(request.path)"),
            "accountId": "012345678912", "protocol": "HTTP/1.1", "stage": .string(EventFormat.rest.stage),
            "domainPrefix": .string(String(request.domain.prefix { $0 != "." })),
            "requestTimeEpoch": .number(String(request.time.milliseconds)), "requestId": .string(request.id),
            "identity": .object(nobody + somebody), "domainName": .string(request.domain), "deploymentId": "local1",
            "apiId": "local",
        ]
    }

    /// The values of each name, in the order of their first.
    private static func grouped(_ pairs: [(name: String, value: String)]) -> [(name: String, values: [String])] {
        var groups: [(name: String, values: [String])] = []
        var places: [String: Int] = [:]
        for (name, value) in pairs {
            if let place = places[name] {
                groups[place].values.append(value)
            } else {
                places[name] = groups.count
                groups.append((name, [value]))
            }
        }
        return groups
    }

    private static func lastValues(_ pairs: [(name: String, value: String)]) -> JSONValue {
        .object(grouped(pairs).map { ($0.name, .string($0.values.last ?? "")) })
    }

    private static func allValues(_ pairs: [(name: String, value: String)]) -> JSONValue {
        .object(grouped(pairs).map { ($0.name, .array($0.values.map { .string($0) })) })
    }
}
