import AWSClient
import Bytes
import JSON
import Support
import Synchronization
import Testing

@testable import EmbeddedAWS

/// The developer's tool's own DynamoDB, with the sample schools or others, which verifies signatures by a clock that may be
/// wrong, and remembers what it was asked.
final class EmbeddedDynamoDB {
    /// A request to it.
    struct Call {
        let operation: String
        let body: JSONValue

        /// Whether it reads the index.
        var readsIndex: Bool { body["IndexName"] != nil }
        /// The ids that a BatchGetItem asks for.
        var ids: [String] {
            let tables = body["RequestItems"]?.members ?? []
            return tables.flatMap { $0.value["Keys"]?.array ?? [] }.compactMap { $0["schoolId"]?["S"]?.string }
        }
    }

    private final class Recorder: HTTPHandler {
        let endpoint: Mutex<DynamoDBEndpoint>
        let requests = Mutex<[HTTPRequest]>([])

        init(_ endpoint: DynamoDBEndpoint) { self.endpoint = Mutex(endpoint) }

        func respond(to request: HTTPRequest) -> HTTPResponse {
            requests.withLock { $0.append(request) }
            return endpoint.withLock { $0 }.respond(to: request)
        }
    }

    private let recorder: Recorder
    private let server: HTTPServer
    private let schools: [Item]
    private let pageSize: Int?
    private let skewMilliseconds: Int

    /// The endpoint has `schools`, or else the samples; a page, and what is processed of a BatchGetItem, has at most `pageSize`
    /// items; its clock is `skewMilliseconds` ahead of this machine's.
    init(schools: [Item]? = nil, pageSize: Int? = nil, skewMilliseconds: Int = 0) throws {
        self.schools = try schools ?? SampleItems.items(try Parts.file("Events/schools.json"))
        self.pageSize = pageSize
        self.skewMilliseconds = skewMilliseconds
        recorder = Recorder(try Self.endpoint(self.schools, .ready, pageSize, skewMilliseconds))
        server = try HTTPServer(handler: recorder)
        server.start()
    }

    deinit { server.stop() }

    private static func endpoint(
        _ schools: [Item], _ index: IndexState, _ pageSize: Int?, _ skewMilliseconds: Int
    ) throws -> DynamoDBEndpoint {
        let variables = Instance.variables
        let credentials = try #require(
            Credentials(
                accessKeyID: variables["AWS_ACCESS_KEY_ID"], secretAccessKey: variables["AWS_SECRET_ACCESS_KEY"],
                sessionToken: variables["AWS_SESSION_TOKEN"]))
        return try DynamoDBEndpoint(
            schools: schools, index: index, pageSize: pageSize, credentials: credentials,
            now: { UTCTime(milliseconds: UTCTime.now().milliseconds + skewMilliseconds) })
    }

    /// From now on the index is in another state.
    func setIndex(_ state: IndexState) throws {
        let endpoint = try Self.endpoint(schools, state, pageSize, skewMilliseconds)
        recorder.endpoint.withLock { $0 = endpoint }
    }

    /// The requests so far.
    var requests: Int { recorder.requests.withLock { $0.count } }

    /// The requests since this was asked for last.
    func takeCalls() throws -> [Call] {
        let requests = recorder.requests.withLock { requests in
            defer { requests = [] }
            return requests
        }
        return try requests.map { request in
            Call(
                operation: String((request.header("x-amz-target") ?? "").split(separator: ".").last ?? ""),
                body: try JSONValue(parsing: request.body))
        }
    }

    var variables: [String: String?] { ["AWS_ENDPOINT_URL_DYNAMODB": "http://\(server.address)"] }
}
