import Bytes
import EmbeddedAWS
import Synchronization

/// API Gateway's cache: a response of a function is sent again to requests with the same key, until its time is over.
///
/// As in API Gateway, the key is the route and the parameters that the template names, and responses are cached whatever their
/// status. `Cache-Control` in a request changes nothing: on AWS only callers that a policy allows invalidate the cache.
package final class ResponseCache: Sendable {
    /// API Gateway keeps no larger response.
    static let maximumResponse = 1 << 20
    static let maximumEntries = 1000
    static let maximumBytes = 16 << 20
    /// What is added to a response that comes from here. API Gateway itself adds nothing.
    private static let mark = (name: "X-Cache", value: "cached")

    /// Returns whether a response of the gateway comes from here.
    static func has(_ response: HTTPResponse) -> Bool { response.headers.contains { $0 == mark } }

    /// A part of a request that distinguishes its response from others, such as `method.request.querystring.state`.
    package struct KeyParameter: Sendable, Equatable {
        enum Place: String { case path, querystring, multivaluequerystring, header, multivalueheader }

        let place: Place
        let name: String

        /// The template's name of it; nil for one that a request cannot have.
        package init?(_ text: String) {
            let parts = text.split(separator: ".", maxSplits: 3).map(String.init)
            guard parts.count == 4, parts[..<2] == ["method", "request"], let place = Place(rawValue: parts[2]) else {
                return nil
            }
            self.place = place
            name = parts[3]
        }

        /// Returns the values that a request has for it.
        func values(in request: GatewayRequest) -> [String] {
            switch place {
            case .path: (request.match?.parameters ?? []).filter { $0.name == name }.map(\.value)
            case .querystring, .multivaluequerystring: request.queryPairs.filter { $0.name == name }.map(\.value)
            case .header, .multivalueheader: request.http.headers.filter { $0.name == name.lowercased() }.map(\.value)
            }
        }
    }

    /// The cache key of a request. Responses of earlier processes do not count.
    struct Key: Hashable {
        let route: String
        let values: [[String]]
        let generation: Int
    }

    private struct Entry {
        let response: HTTPResponse
        let end: Instant
        let bytes: Int
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        /// The oldest first.
        var order: [Key] = []
        var bytes = 0

        mutating func removeOldest() {
            if let entry = entries.removeValue(forKey: order.removeFirst()) { bytes -= entry.bytes }
        }
    }

    private let keys: [String: [KeyParameter]]
    private let seconds: Int
    private let state = Mutex(State())

    /// A cache of the routes in `keys` (`GET /schools`), each with what distinguishes its responses, for `seconds`.
    package init(keys: [String: [KeyParameter]], seconds: Int) {
        self.keys = keys
        self.seconds = seconds
    }

    /// Returns the key of a request; nil if its response is not cached. `generation` is that of the functions.
    func key(of request: GatewayRequest, generation: Int) -> Key? {
        guard let match = request.match else { return nil }
        let route = "\(request.http.method) \(match.route.path)"
        guard let parameters = keys[route] else { return nil }
        return Key(route: route, values: parameters.map { $0.values(in: request) }, generation: generation)
    }

    /// Returns the response that is kept under a key, marked as such.
    func response(for key: Key, now: Instant = .now()) -> HTTPResponse? {
        guard let entry = state.withLock({ $0.entries[key] }), now < entry.end else { return nil }
        var response = entry.response
        response.headers.append(Self.mark)
        return response
    }

    /// Keeps a response in the place of the one before.
    func keep(_ response: HTTPResponse, for key: Key, now: Instant = .now()) {
        guard response.body.count <= Self.maximumResponse else { return }
        // A key may be longer than its response: a caller chooses it.
        let bytes = key.values.joined().reduce(response.body.count) { $0 + $1.utf8.count }
        let entry = Entry(response: response, end: now.advanced(milliseconds: seconds * 1000), bytes: bytes)
        state.withLock { state in
            if let before = state.entries[key] {
                state.bytes -= before.bytes
                state.order.removeAll { $0 == key }
            }
            state.entries[key] = entry
            state.order.append(key)
            state.bytes += bytes
            while state.order.count > Self.maximumEntries || state.bytes > Self.maximumBytes { state.removeOldest() }
        }
    }
}
