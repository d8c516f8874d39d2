import AWSClient
import Bytes
import Configuration
import JSON
import LambdaRuntime
import Terminal

/// Calls DynamoDB for one table, and waits with growing, random pauses where that helps: for throttling, for faults on the way,
/// and for the part of a batch that was not processed.
package final class TableClient {
    /// The table's name.
    package let table: String
    /// Where it is, for messages: region and endpoint.
    package let place: String
    private let client: ServiceClient
    private let pause: (Int) -> Bool
    private var hasAnswered = false

    /// Ten attempts without any progress, the pauses between them 50 ms at most at first and 13 s at last.
    static let patience = RetryPolicy(maximumAttempts: 10, baseMilliseconds: 50)
    /// Until the service has answered once, its address is likely to be wrong.
    static let firstContact = RetryPolicy(maximumAttempts: 3, baseMilliseconds: 200)
    /// Milliseconds for one attempt at most: 16 MB come over a slow line, too.
    package static let attemptMilliseconds = 30_000
    package static let connectMilliseconds = 5000
    /// DynamoDB answers with 16 MB of items, which its JSON makes several times longer.
    package static let maximumBodyBytes = 128 << 20

    /// What an answer leaves to be done.
    enum Remainder {
        case nothing
        /// The rest of a batch; `progressed` if part of it was processed.
        case rest(progressed: Bool)
    }

    /// `environment` says region, keys, endpoint and roots as the SDKs' variables do. `pause` waits for so many milliseconds,
    /// and answers false if the wait was cut short because the tool is to end. Throws `Environment.BadValue`.
    package init(
        table: String, environment: Environment = .process,
        pause: @escaping (Int) -> Bool = { Interruption().pause(milliseconds: $0) }
    ) throws {
        let configuration = try AWSConfiguration(environment)
        self.table = table
        self.pause = pause
        let endpoint = try configuration.endpoint(.dynamoDB, in: configuration.region)
        place = "region \(configuration.region) at \(endpoint.base)"
        client = try configuration.client(
            .dynamoDB, retry: .never, maximumBodyBytes: Self.maximumBodyBytes,
            connectMilliseconds: Self.connectMilliseconds)
    }

    /// Sends `body` until `read` finds that its answer leaves nothing to do. Throws `TableFailure`.
    func send(
        _ operation: String, _ body: () -> ByteBuffer, _ read: (UnsafeRawBufferPointer) throws -> Remainder
    ) throws(TableFailure) {
        var attempt = 1
        while true {
            var failure = TableFailure.unprocessed(operation)
            var asked: Int?
            do {
                let response = try client.send(call(operation, body()), deadline: deadline)
                let remainder = try read(response.body)
                hasAnswered = true
                switch remainder {
                case .nothing: return
                case .rest(let progressed): if progressed { attempt = 1 }
                }
            } catch let error as AWSError {
                failure = .service(error)
                asked = error.retryAfter
                guard error.isRetryable else { throw failure }
                hasAnswered = hasAnswered || error.kind == .throttled
            } catch {
                failure = .malformed(operation, "\(error)")
            }
            let policy = hasAnswered ? Self.patience : Self.firstContact
            guard let delay = policy.delay(after: attempt, asked: asked) else { throw failure }
            guard pause(delay) else { throw .interrupted }
            attempt += 1
        }
    }

    private var deadline: Instant { .now().advanced(milliseconds: Self.attemptMilliseconds) }

    private func call(_ operation: String, _ body: consuming ByteBuffer) -> ServiceClient.Call {
        ServiceClient.Call(
            operation: "DynamoDB.\(operation)",
            headers: [
                (name: "content-type", value: "application/x-amz-json-1.0"),
                (name: "x-amz-target", value: "DynamoDB_20120810.\(operation)"),
            ],
            body: body.array(), attemptMilliseconds: Self.attemptMilliseconds)
    }
}
