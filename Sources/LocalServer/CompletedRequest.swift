import Bytes
import EmbeddedAWS

/// A request that has its response, as it is reported and kept.
package struct CompletedRequest: Sendable {
    /// What was asked.
    package enum Kind: String, Sendable { case api, invoke, page }

    package let kind: Kind
    package let time: UTCTime
    package private(set) var request: HTTPRequest
    /// The response before the gateway compressed it, so that it can be read.
    package private(set) var response: HTTPResponse
    /// From the request having arrived to the response being ready.
    package let milliseconds: Double
    /// What became of its event, if there was one.
    package private(set) var invocation: Invocation?
    /// What its event cost; nil if there was none, or the prices of the function are not known.
    package let cost: Cost?
    /// The length of the body that was sent.
    package let sentBytes: Int

    init(
        kind: Kind, time: UTCTime, request: HTTPRequest, response: HTTPResponse, sentBytes: Int, milliseconds: Double,
        invocation: Invocation?, cost: Cost?
    ) {
        self.kind = kind
        self.time = time
        self.request = request
        self.response = response
        self.milliseconds = milliseconds
        self.invocation = invocation
        self.cost = cost
        self.sentBytes = sentBytes
    }

    /// This without the response's body.
    var withoutResponseBody: CompletedRequest {
        var copy = self
        copy.response.body = []
        return copy
    }

    /// This without what takes much memory.
    var withoutBodies: CompletedRequest {
        var copy = withoutResponseBody
        copy.request.body = []
        copy.invocation?.drop()
        return copy
    }

    /// Whether the gateway's cache had the response.
    package var isCached: Bool { Self.isCached(kind, response) }

    /// Whether the gateway's cache had the response to such a request.
    static func isCached(_ kind: Kind, _ response: HTTPResponse) -> Bool { kind == .api && ResponseCache.has(response) }

    /// The path with its query.
    package var target: String { request.query.isEmpty ? request.path : "\(request.path)?\(request.query)" }
}
