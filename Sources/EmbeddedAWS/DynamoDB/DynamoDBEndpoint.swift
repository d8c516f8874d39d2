import AWSClient
import Bytes
import CCurl
import Foundation
import JSON
import Schools

/// DynamoDB on this machine (JSON 1.0 protocol, 2012-08-10), as far as the functions use it.
///
/// It knows the operations of `DynamoDBRequest.Operation` with the parameters listed there. It checks signatures, types
/// and keys, ends pages, and words its errors as AWS does. Everything else it refuses by name.
struct DynamoDBEndpoint: HTTPHandler {
    private let tables: [EmbeddedTable]
    let index: EmbeddedTable
    let indexState: IndexState
    let pageSize: Int
    /// What the reads so far have cost.
    private(set) var meter = ReadMeter()
    private let verifier: SignatureVerifier
    private let now: @Sendable () -> UTCTime

    /// `pageSize` bounds the items of a page, and of a BatchGetItem; nil leaves AWS's bytes alone. `now` is the clock that
    /// dates of signatures are compared with.
    init(
        schools: [Item], index: IndexState = .ready, pageSize: Int? = nil, credentials: Credentials,
        now: @escaping @Sendable () -> UTCTime = { .now() }
    ) throws(InvalidItems) {
        let table = EmbeddedServices.schoolsTable
        tables = [
            try EmbeddedTable(
                table, key: School.key, operations: [.scan, .getItem, .batchGetItem], items: schools),
            try EmbeddedTable(EmbeddedServices.explanationsTable, key: "cacheKey", operations: [.getItem, .putItem]),
        ]
        self.index = try EmbeddedTable(
            "\(table)/index/\(CatalogueIndex.name)", key: School.key,
            operations: index == .denied ? [] : [.scan],
            items: index == .ready ? schools.map(Self.projected) : [])
        indexState = index
        self.pageSize = pageSize ?? .max
        verifier = SignatureVerifier(credentials: credentials, service: "dynamodb")
        self.now = now
    }

    func respond(to request: HTTPRequest) -> HTTPResponse {
        guard request.method == "POST" else { return .text(request.method == "GET" ? 200 : 405, "healthy: dynamodb") }
        var body = ByteBuffer(capacity: 65_536)
        var status = 200
        // Counts this request alone.
        var endpoint = self
        endpoint.meter = ReadMeter()
        defer { meter.add(endpoint.meter) }
        do {
            try endpoint.respond(to: request, &body)
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
        var response = HTTPResponse(status: status, headers: headers, body: body.array())
        response.readUnits = endpoint.meter.total.values.reduce(0, +)
        return response
    }

    private func respond(to request: HTTPRequest, _ out: inout ByteBuffer) throws(ServiceError) {
        let target = request.header("x-amz-target") ?? ""
        guard target.hasPrefix(DynamoDB.targetPrefix) else { throw .unknownOperation(target) }
        try verifier.verify(request, now: now())
        let request = try DynamoDBRequest(target, request.body)
        let name = try request.tableName()
        guard let table = tables.first(where: { $0.name == name }) else { throw .resourceNotFound }
        try table.checkAllows(request.operation)
        switch request.operation {
        case .scan: try scan(table, request, to: &out)
        case .getItem: try getItem(table, request, to: &out)
        case .batchGetItem: try batchGetItem(table, request, to: &out)
        case .putItem:
            guard let item = try request.item("Item") else { throw .missing("item") }
            try table.put(item)
            out.append("{}")
        }
    }

    /// Returns what the index has of a school.
    private static func projected(_ school: Item) -> Item {
        Item(school.attributes.filter { $0.name == School.key || CatalogueIndex.attributes.contains($0.name) })
    }
}
