import AWSClient
import Bytes
import CCurl
import Foundation
import JSON

/// DynamoDB for the sample schools and the shared explanations, on this machine: JSON 1.0 protocol, expressions, pages,
/// errors, signatures.
///
/// The schools can only be read: Scan, Query, GetItem, DescribeTable, ListTables. The explanations know GetItem and PutItem,
/// which is what the functions' roles may do. What it refuses, it refuses in AWS's words.
package struct DynamoDBEndpoint: HTTPHandler {
    private let table: EmbeddedSchools
    private let explanations = EmbeddedExplanations()
    private let pageSize: Int?
    private let verifier: SignatureVerifier
    private let now: @Sendable () -> UTCTime

    /// `pageSize`: at most so many items are read for a page; nil leaves AWS's 1 MB. `now` is the clock of the skew check.
    package init(
        table: EmbeddedSchools, pageSize: Int? = nil, credentials: Credentials,
        now: @escaping @Sendable () -> UTCTime = { .now() }
    ) {
        self.table = table
        self.pageSize = pageSize
        verifier = SignatureVerifier(credentials: credentials, service: "dynamodb")
        self.now = now
    }

    private static let targetPrefix = "DynamoDB_20120810."

    package func respond(to request: HTTPRequest) -> HTTPResponse {
        guard request.method == "POST" else {
            return .text(request.method == "GET" ? 200 : 405, "healthy: \(EmbeddedSchools.name)")
        }
        var body = ByteBuffer(capacity: 65_536)
        var status = 200
        do {
            try answer(request, to: &body)
        } catch {
            status = 400
            body.removeAll()
            error.body.write(to: &body)
        }
        return HTTPResponse(status: status, headers: headers(of: body.bytes), body: body.array())
    }

    private func answer(_ request: HTTPRequest, to out: inout ByteBuffer) throws(DynamoDBError) {
        guard let target = request.header("x-amz-target"), target.hasPrefix(Self.targetPrefix) else {
            throw .unknownOperation
        }
        do { try verifier.verify(request, now: now()) } catch { throw DynamoDBError(error) }
        let operation = target.dropFirst(Self.targetPrefix.count)
        guard ["Scan", "Query", "GetItem", "PutItem", "DescribeTable", "ListTables"].contains(operation) else {
            throw .unknownOperation
        }
        let parameters: JSONValue
        do { parameters = try JSONValue(parsing: request.body) } catch { throw .serialization(nil) }
        guard parameters.members != nil else {
            throw .serialization("Start of structure or map found where not expected")
        }
        switch operation {
        case "PutItem":
            let name = try RequestFields.tableName(parameters)
            guard name != EmbeddedSchools.name else { throw .accessDenied("PutItem", name) }
            guard name == EmbeddedExplanations.name else { throw .resourceNotFound("Requested resource not found") }
            try explanations.put(parameters)
            out.append("{}")
        case "Scan", "Query":
            let page = try PageRequest(parameters, isQuery: operation == "Query")
            Page(page, of: table, pageSize: pageSize).write(page, to: &out)
        case "GetItem": try getItem(parameters, to: &out)
        case "DescribeTable":
            try RequestFields.checkTable(parameters) { "Requested resource not found: Table: \($0) not found" }
            table.description.write(to: &out)
        default:
            (["TableNames": [.string(EmbeddedExplanations.name), .string(EmbeddedSchools.name)]] as JSONValue).write(
                to: &out)
        }
    }

    private func getItem(_ request: JSONValue, to out: inout ByteBuffer) throws(DynamoDBError) {
        try RequestFields.checkLegacy(request)
        guard let wire = request.given("Key") else {
            throw .validation(
                "1 validation error detected: Value null at 'key' failed to satisfy constraint: Member must not be null"
            )
        }
        let text = try RequestFields.string(request, "ProjectionExpression")
        let placeholders = try ExpressionPlaceholders(request, hasExpression: text != nil)
        var projection: Projection?
        if let text {
            do { projection = try ExpressionParser.projection(text, placeholders) } catch {
                throw .expression("ProjectionExpression", error.message)
            }
        }
        try placeholders.checkAllUsed()
        let isExplanation = try RequestFields.tableName(request) == EmbeddedExplanations.name
        if !isExplanation { try RequestFields.checkTable(request) }
        let schema = isExplanation ? EmbeddedExplanations.schema : EmbeddedSchools.schema
        let key = try Item(of: wire)
        guard schema.matches(key) else {
            throw .validation("The provided key element does not match the schema")
        }
        if case .s("")? = key[schema.hash.name] { throw .emptyKey(schema.hash.name) }
        guard let stored = isExplanation ? explanations.item(key) : table.item(key)?.item else {
            out.append("{}")
            return
        }
        out.append("{\"Item\":")
        (projection?.apply(to: stored) ?? stored).write(to: &out)
        out.append("}")
    }

    private func headers(of body: UnsafeRawBufferPointer) -> [(name: String, value: String)] {
        let id = UUID().uuidString.filter { $0 != "-" } + UUID().uuidString.filter { $0 != "-" }.prefix(20)
        return [
            ("Server", "Server"), ("Date", HTTPDate.text(now())), ("Content-Type", "application/x-amz-json-1.0"),
            ("x-amzn-RequestId", id), ("x-amz-crc32", String(ccurl_crc32(body.baseAddress, body.count))),
        ]
    }
}

/// The form of `Date` headers (RFC 9110 §5.6.7).
enum HTTPDate {
    static func text(_ time: UTCTime) -> String {
        var seconds = time_t(time.milliseconds / 1000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return
            "\(days[Int(parts.tm_wday)]), \(two(parts.tm_mday)) \(months[Int(parts.tm_mon)]) \(parts.tm_year + 1900) "
            + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) GMT"
    }
}
