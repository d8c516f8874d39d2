import Bytes
import EmbeddedAWS
import Foundation
import JSON
import Synchronization

/// A call of an AWS service.
package struct ServiceCall: Sendable {
    /// `dynamodb` or `bedrock`.
    package let service: String
    /// `Scan flight-schools CatalogueIndex`, or the model's id.
    package let target: String
    package let status: Int
    package let requestBytes: Int
    package let responseBytes: Int
    package let milliseconds: Double
    /// Tokens that a model has read and written.
    package var tokens: (input: Int, output: Int)?
    /// What DynamoDB's bill counts.
    package var readUnits: Double?
}

/// Passes the calls of one process on to the embedded services, and keeps what they were.
final class ServiceRecorder: HTTPHandler {
    /// More calls of one invocation are not kept.
    static let maximumCalls = 1000

    private let host: EmbeddedHost
    private let calls = Mutex<[ServiceCall]>([])

    init(_ host: EmbeddedHost) { self.host = host }

    /// Returns the calls so far, and forgets them.
    func take() -> [ServiceCall] {
        calls.withLock { calls in
            defer { calls = [] }
            return calls
        }
    }

    func respond(to request: HTTPRequest) -> HTTPResponse {
        let start = Instant.now()
        let isModel = EmbeddedServices.isModelCall(request)
        let delay = isModel ? host.modelDelayMilliseconds : host.pageDelayMilliseconds
        if delay > 0 { usleep(UInt32(delay) * 1000) }
        let response = host.current.respond(to: request)
        var call = ServiceCall(
            service: isModel ? "bedrock" : "dynamodb",
            target: isModel ? Self.model(request.path) : Self.operation(request), status: response.status,
            requestBytes: request.body.count, responseBytes: response.body.count,
            milliseconds: Instant.now().fractionalMilliseconds(since: start))
        call.readUnits = response.readUnits
        func header(_ name: String) -> Int? { response.headers.first { $0.name == name }.flatMap { Int($0.value) } }
        if let input = header("x-amzn-bedrock-input-token-count"),
            let output = header("x-amzn-bedrock-output-token-count")
        {
            call.tokens = (input, output)
        }
        calls.withLock { if $0.count < Self.maximumCalls { $0.append(call) } }
        return response
    }

    private static func model(_ path: String) -> String {
        let id = path.split(separator: "/").dropFirst().first ?? ""
        return PercentEncoding.decode(id) ?? String(id)
    }

    /// The operation and what it is on: a table, an index, or the table of a batch.
    private static func operation(_ request: HTTPRequest) -> String {
        let name = (request.header("x-amz-target") ?? "").split(separator: ".").last ?? ""
        let body = try? JSONValue(parsing: request.body)
        let table = body?["TableName"]?.string ?? body?["RequestItems"]?.members?.first?.name
        return [String(name), table, body?["IndexName"]?.string].compactMap { $0 }.joined(separator: " ")
    }
}
