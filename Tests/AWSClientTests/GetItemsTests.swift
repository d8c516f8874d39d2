import Bytes
import JSON
import Support
import Testing

@testable import AWSClient

/// Many items by their keys, and the keys that a service leaves unprocessed.
@Suite struct GetItemsTests {
    /// Answers like DynamoDB, with an item for each of the first `limit` keys of a request that `has` says are there.
    private static func service(
        limit: @escaping @Sendable (ScriptedServer.Request) -> Int = { _ in .max },
        has: @escaping @Sendable (String) -> Bool = { _ in true }
    ) -> ScriptedServer {
        ScriptedServer { request in
            let keys = keys(request)
            let count = limit(request)
            let (done, left) = (keys.prefix(count), keys.dropFirst(count))
            func list(_ ids: some Collection<String>) -> String {
                ids.map { #"{"id":{"S":"\#($0)"}}"# }.joined(separator: ",")
            }
            let unprocessed = left.isEmpty ? "" : #""schools":{"Keys":[\#(list(left))]}"#
            return [
                .answer(
                    body: #"{"Responses":{"schools":[\#(list(done.filter(has)))]},"UnprocessedKeys":{\#(unprocessed)}}"#
                )
            ]
        }
    }

    private static func keys(_ request: ScriptedServer.Request) -> [String] {
        let body = try? JSONValue(parsing: request.body)
        return (body?["RequestItems"]?["schools"]?["Keys"]?.array ?? []).compactMap { $0["id"]?["S"]?.string }
    }

    private func get(
        _ server: ScriptedServer, _ ids: [String], attempts: Int = 4, base: Double = 2, milliseconds: Int = 10_000
    ) throws -> [String] {
        var found: [String] = []
        let dynamoDB = DynamoDB(try ServiceCalls(server, attempts: 1).client)
        try dynamoDB.getItems(
            table: "schools", key: "id", values: ids,
            retry: RetryPolicy(maximumAttempts: attempts, baseMilliseconds: base),
            deadline: .now().advanced(milliseconds: milliseconds)
        ) { found.append(try JSONValue(reading: &$0)["id"]?["S"]?.string ?? "") }
        return found
    }

    private static let ids = (1...250).map { "school \($0)" }

    @Test func aHundredKeysGoIntoACall() throws {
        let server = Self.service()
        defer { server.stop() }
        #expect(try get(server, Self.ids) == Self.ids)
        #expect(server.requests.map { Self.keys($0).count } == [100, 100, 50])
        #expect(server.requests.allSatisfy { $0.headers["x-amz-target"] == "DynamoDB_20120810.BatchGetItem" })
        let few = Self.service()
        defer { few.stop() }
        #expect(try get(few, ["a", "b"]) == ["a", "b"])
        #expect(
            few.requests.map(\.text) == [
                #"{"RequestItems":{"schools":{"Keys":[{"id":{"S":"a"}},{"id":{"S":"b"}}]}}}"#
            ])
    }

    @Test func noKeysAreNoCall() throws {
        let server = Self.service()
        defer { server.stop() }
        #expect(try get(server, []) == [] && server.requests.isEmpty)
    }

    @Test func whatIsNotThereIsNotHandedOver() throws {
        let server = Self.service(has: { $0.hasSuffix("7") })
        defer { server.stop() }
        #expect(try get(server, Self.ids) == Self.ids.filter { $0.hasSuffix("7") })
        #expect(server.requests.count == 3)
    }

    /// A random part of each call is processed; every item comes all the same, once.
    @Test func unprocessedKeysAreAskedForAgain() throws {
        let server = Self.service(limit: { _ in .random(in: 0...40) })
        defer { server.stop() }
        let found = try get(server, Self.ids, attempts: 100, base: 0.1)
        #expect(found.count == Self.ids.count && Set(found) == Set(Self.ids))
    }

    @Test func progressMakesThePatienceNew() throws {
        let server = Self.service(limit: { $0.number % 3 == 2 ? 10 : 0 })
        defer { server.stop() }
        #expect(try get(server, Array(Self.ids.prefix(30)), base: 0.1).count == 30)
        #expect(server.requests.count == 9)
    }

    @Test func withoutProgressItIsThrottled() throws {
        let server = Self.service(limit: { $0.number == 0 ? 1 : 0 })
        defer { server.stop() }
        let error = #expect(throws: AWSError.self) { try get(server, ["a", "b", "c"]) }
        #expect(error?.kind == .throttled && error?.type == "UnprocessedKeys")
        #expect(error?.detail == "2 keys were not processed in 4 attempts")
        #expect(server.requests.map { Self.keys($0).count } == [3, 2, 2, 2])
    }

    @Test func theDeadlineEndsTheAttempts() throws {
        let server = Self.service(limit: { _ in 0 })
        defer { server.stop() }
        let start = Instant.now()
        let error = #expect(throws: AWSError.self) {
            try get(server, ["a"], attempts: .max, base: 20, milliseconds: 300)
        }
        #expect(error?.kind == .throttled || error?.kind == .deadlineExceeded || error?.type == "Timeout")
        #expect(Instant.now().milliseconds(since: start) < 1500)
    }

    @Test func aRefusalIsNotTriedAgain() throws {
        let server = ScriptedServer { _ in [.answer(400, body: #"{"__type":"x#AccessDeniedException"}"#)] }
        defer { server.stop() }
        let error = #expect(throws: AWSError.self) { try get(server, Self.ids) }
        #expect(error?.kind == .denied && server.requests.count == 1)
    }

    /// A response of more bytes than the client takes: fewer keys are asked for at once.
    @Test func largeItemsComeInSmallerParts() throws {
        let filler = String(repeating: "x", count: 400_000)
        let server = ScriptedServer { request in
            let items = Self.keys(request).map { #"{"id":{"S":"\#($0)"},"text":{"S":"\#(filler)"}}"# }
            return [.answer(body: #"{"Responses":{"schools":[\#(items.joined(separator: ","))]}}"#)]
        }
        defer { server.stop() }
        let ids = Array(Self.ids.prefix(60))
        #expect(try get(server, ids) == ids)
        #expect(server.requests.map { Self.keys($0).count } == [60, 50, 25, 25, 10])
    }
}
