import Bytes
import EmbeddedAWS
import Testing

@testable import LocalServer

@Suite struct ResponseCacheTests {
    private let cache = ResponseCache(
        keys: ["GET /schools": [ResponseCache.KeyParameter("method.request.querystring.state")].compactMap { $0 }],
        seconds: 60)

    private func key(_ query: String, generation: Int = 0) throws -> ResponseCache.Key {
        let http = HTTPRequest(method: "GET", path: "/schools", query: query)
        let request = GatewayRequest(http: http, path: "/schools", match: RouteMatch("GET", "/schools", .rest))
        return try #require(cache.key(of: request, generation: generation))
    }

    private func response(bytes: Int) -> HTTPResponse {
        HTTPResponse(status: 200, body: .init(repeating: 0, count: bytes))
    }

    @Test(arguments: [
        ("method.request.querystring.state", true), ("method.request.path.a.b", true),
        ("method.request.header.X", true), ("method.request.multivaluequerystring.state", true),
        ("method.request.multivalueheader.X", true),
        ("method.request.body.x", false), ("integration.request.path.x", false), ("state", false), ("", false),
    ])
    func knowsParameters(name: String, isKnown: Bool) { #expect((ResponseCache.KeyParameter(name) != nil) == isKnown) }

    @Test func forgetsAfterItsTime() throws {
        let (key, start) = (try key("state=CA"), Instant.now())
        cache.keep(response(bytes: 1), for: key, now: start)
        #expect(cache.response(for: key, now: start.advanced(milliseconds: 59_999)) != nil)
        #expect(cache.response(for: key, now: start.advanced(milliseconds: 60_000)) == nil)
        #expect(cache.response(for: try self.key("state=CA", generation: 1), now: start) == nil)
        cache.keep(response(bytes: 2), for: key, now: start.advanced(milliseconds: 60_000))
        #expect(cache.response(for: key, now: start.advanced(milliseconds: 100_000))?.body.count == 2)
    }

    @Test func isBounded() throws {
        for number in 0...ResponseCache.maximumEntries {
            cache.keep(response(bytes: 1), for: try key("state=\(number)"))
        }
        #expect(cache.response(for: try key("state=0")) == nil)
        #expect(cache.response(for: try key("state=1")) != nil)
        let count = ResponseCache.maximumBytes / ResponseCache.maximumResponse
        for number in 0...count {
            cache.keep(response(bytes: ResponseCache.maximumResponse), for: try key("state=\(number)"))
        }
        #expect(cache.response(for: try key("state=0")) == nil)
        #expect(cache.response(for: try key("state=\(ResponseCache.maximumEntries)")) == nil)
        #expect(cache.response(for: try key("state=\(count)")) != nil)
        cache.keep(response(bytes: ResponseCache.maximumResponse + 1), for: try key("state=x"))
        #expect(cache.response(for: try key("state=x")) == nil)
    }

    @Test func countsTheBytesOfKeys() throws {
        func long(_ number: Int) throws -> ResponseCache.Key {
            try key("state=\(number)\(String(repeating: "x", count: 60_000))")
        }
        let count = ResponseCache.maximumBytes / 60_000
        for number in 0...count { cache.keep(response(bytes: 1), for: try long(number)) }
        #expect(cache.response(for: try long(0)) == nil)
        #expect(cache.response(for: try long(count)) != nil)
    }
}
