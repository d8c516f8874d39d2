import AWSClient
import Bytes
import CCurl
import Foundation
import JSON

/// DynamoDB on this machine (JSON 1.0 protocol, 2012-08-10), as far as the functions use it.
///
/// It knows the operations of `DynamoDBRequest.Operation` with the parameters listed there. It checks signatures, types
/// and keys, ends pages, and words its errors as AWS does. Everything else it refuses by name.
struct DynamoDBEndpoint: HTTPHandler {
    private let tables: [EmbeddedTable]
    private let pageSize: Int?
    private let verifier: SignatureVerifier
    private let now: @Sendable () -> UTCTime

    /// `pageSize` bounds the items of a page; nil leaves AWS's 1 MB alone. `now` is the clock that dates of signatures
    /// are compared with.
    init(
        schools: [Item], pageSize: Int? = nil, credentials: Credentials,
        now: @escaping @Sendable () -> UTCTime = { .now() }
    ) throws(InvalidItems) {
        tables = [
            try EmbeddedTable(
                EmbeddedServices.schoolsTable, key: "schoolId", operations: [.scan, .getItem], items: schools),
            try EmbeddedTable(EmbeddedServices.explanationsTable, key: "cacheKey", operations: [.getItem, .putItem]),
        ]
        self.pageSize = pageSize
        verifier = SignatureVerifier(credentials: credentials, service: "dynamodb")
        self.now = now
    }

    func respond(to request: HTTPRequest) -> HTTPResponse {
        guard request.method == "POST" else { return .text(request.method == "GET" ? 200 : 405, "healthy: dynamodb") }
        var body = ByteBuffer(capacity: 65_536)
        var status = 200
        do {
            try respond(to: request, &body)
        } catch {
            status = 400
            body.removeAll()
            error.dynamoDBBody.write(to: &body)
        }
        let id = UUID().uuidString.filter { $0 != "-" } + UUID().uuidString.filter { $0 != "-" }.prefix(20)
        let headers = [
            ("Server", "Server"), ("Date", now().httpDate), ("Content-Type", DynamoDB.contentType),
            ("x-amzn-RequestId", id), ("x-amz-crc32", String(ccurl_crc32(body.bytes.baseAddress, body.count))),
        ]
        return HTTPResponse(status: status, headers: headers, body: body.array())
    }

    private func respond(to request: HTTPRequest, _ out: inout ByteBuffer) throws(ServiceError) {
        let target = request.header("x-amz-target") ?? ""
        guard target.hasPrefix(DynamoDB.targetPrefix) else { throw .unknownOperation(target) }
        try verifier.verify(request, now: now())
        let request = try DynamoDBRequest(target, request.body)
        let name = try request.tableName()
        guard let table = tables.first(where: { $0.name == name }) else { throw .resourceNotFound }
        guard table.operations.contains(request.operation) else {
            throw .accessDenied(
                "The functions are not authorized to perform: dynamodb:\(request.operation.rawValue) on resource: "
                    + "table/\(table.name)")
        }
        switch request.operation {
        case .scan:
            _ = try request.bool("ConsistentRead")
            let start = try request.item("ExclusiveStartKey")
            table.writePage(after: try Self.startKey(start, table), maximumItems: pageSize ?? .max, to: &out)
        case .getItem:
            guard let key = try request.item("Key") else { throw .missing("key") }
            let row = table.row(try table.key(key))
            out.append(row == nil ? "{" : "{\"Item\":")
            if let row { out.append(row.wire) }
            out.append("}")
        case .putItem:
            guard let item = try request.item("Item") else { throw .missing("item") }
            try table.put(item)
            out.append("{}")
        }
    }

    private static func startKey(_ key: Item?, _ table: EmbeddedTable) throws(ServiceError) -> String? {
        guard let key else { return nil }
        do { return try table.key(key) } catch {
            throw .validation("The provided starting key is invalid: \(error.message ?? "")")
        }
    }
}

extension UTCTime {
    /// The form of `Date` headers (RFC 9110 §5.6.7).
    var httpDate: String {
        var seconds = time_t(milliseconds / 1000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { text in
            // The process keeps the locale C, in which the names are English.
            strftime(text.baseAddress, text.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
            return text.baseAddress.map { String(cString: $0) } ?? ""
        }
    }
}
