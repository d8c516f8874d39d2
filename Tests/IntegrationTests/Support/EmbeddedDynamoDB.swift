import AWSClient
import Bytes
import Support
import Synchronization
import Testing

@testable import EmbeddedAWS

/// The developer's tool's own DynamoDB with the sample schools, which verifies signatures by a clock that may be wrong.
final class EmbeddedDynamoDB {
    private final class Recorder: HTTPHandler {
        let endpoint: DynamoDBEndpoint
        let count = Mutex(0)

        init(_ endpoint: DynamoDBEndpoint) { self.endpoint = endpoint }

        func respond(to request: HTTPRequest) -> HTTPResponse {
            count.withLock { $0 += 1 }
            return endpoint.respond(to: request)
        }
    }

    private let recorder: Recorder
    private let server: HTTPServer

    /// The endpoint's clock is `skewMilliseconds` ahead of this machine's.
    init(skewMilliseconds: Int = 0) throws {
        let variables = Instance.variables
        let credentials = try #require(
            Credentials(
                accessKeyID: variables["AWS_ACCESS_KEY_ID"], secretAccessKey: variables["AWS_SECRET_ACCESS_KEY"],
                sessionToken: variables["AWS_SESSION_TOKEN"]))
        recorder = Recorder(
            try DynamoDBEndpoint(
                schools: SampleItems.items(try Parts.file("Events/schools.json")), credentials: credentials,
                now: { UTCTime(milliseconds: UTCTime.now().milliseconds + skewMilliseconds) }))
        server = try HTTPServer(handler: recorder)
        server.start()
    }

    deinit { server.stop() }

    /// The requests so far.
    var requests: Int { recorder.count.withLock { $0 } }
    var variables: [String: String?] { ["AWS_ENDPOINT_URL_DYNAMODB": "http://\(server.address)"] }
}
