import Foundation
import Support
import Testing

extension IntegrationTests {
    /// Pages as DynamoDB may cut them, and what a warm instance remembers of them; the other side is a script.
    @Suite(.needsPackage) struct PageTests {
        private static let more = #""LastEvaluatedKey":{"schoolId":{"S":"k\u00e9\"1"}}"#
        private static func page(_ id: String?, _ rest: String = #""Count":1"#) -> String {
            let item = id.map { #"{"schoolId":{"S":"\#($0)"},"name":{"S":"N"}}"# } ?? ""
            return "{\"Items\":[\(item)],\(rest)}"
        }

        private func run(
            cacheSeconds: Int = 0, answering script: @escaping @Sendable (ScriptedServer.Request) -> String,
            _ body: (Instance, ScriptedServer) throws -> Void
        ) throws {
            let server = ScriptedServer { [.dynamoDB(script($0))] }
            defer { server.stop() }
            let variables = ["AWS_ENDPOINT_URL": server.url, "SCHOOLS_CACHE_SECONDS": "\(cacheSeconds)"]
            try Instance.run(variables) { try body($0, server) }
        }

        private static func startKey(_ request: ScriptedServer.Request) -> [String: [String: String]]? {
            let json = (try? JSONSerialization.jsonObject(with: Data(request.body))) as? [String: Any]
            return json?["ExclusiveStartKey"] as? [String: [String: String]]
        }

        @Test func anEmptyPageIsNotTheEnd() throws {
            let pages = [
                Self.page("a", Self.more), Self.page(nil, Self.more), Self.page(nil, Self.more), Self.page("b"),
            ]
            let script = { @Sendable (request: ScriptedServer.Request) in pages[request.number % 4] }
            try run(answering: script) { (instance, server) throws in
                #expect(try instance.answer(Event.list()).ids == ["a", "b"])
                let keys = server.requests.map(Self.startKey)
                #expect(keys[0] == nil && keys[1...].allSatisfy { $0 == ["schoolId": ["S": "ké\"1"]] })
            }
        }

        @Test func aTableWithoutEndIsReadUntilTheTimeIsUp() throws {
            let script = { @Sendable (_: ScriptedServer.Request) in Self.page(nil, Self.more) }
            try run(answering: script) { (instance, server) throws in
                let answer = try instance.answer(Event.list(), milliseconds: 1500)
                answer.expectFailure(503, "DeadlineExceeded")
                #expect(answer.milliseconds < 1400 && server.requests.count > 10)
            }
        }

        /// Answers that are none: the caller gets 503 and no part of a listing.
        @Test(arguments: [
            "", "null", "[]", "{", #"{"Items":[{"schoolId":{"S":"a"}}"#, #"{"Items":{}}"#,
            #"{"Items":[{"schoolId":"a"}]}"#,
            #"{"Items":[{"schoolId":{"X":"a"}}]}"#, #"{"Items":[{"schoolId":{"S":"a","N":"1"}}]}"#, "<html></html>",
        ])
        func refusesAnAnswerThatIsNotDynamoDBs(body: String) throws {
            let script = { @Sendable (_: ScriptedServer.Request) in body }
            try run(answering: script) { (instance, _) throws in
                let answer = try instance.answer(Event.list())
                #expect(answer.status == 503 && answer.schools.isEmpty, "\(answer.body)")
                #expect(answer.errors.first?.contains("MalformedAnswer") == true, "\(answer.errors)")
            }
        }

        @Test func aWarmInstanceAnswersFromMemoryForItsTime() throws {
            let script = { @Sendable (_: ScriptedServer.Request) in Self.page("a") }
            try run(cacheSeconds: 1, answering: script) { (instance, server) throws in
                for query in [[:], ["sortBy": "name-asc"], ["maxBudget": "1"], [:]] {
                    let answer = try instance.answer(Event.list(query))
                    #expect(answer.status == 200 && answer.headers["Cache-Control"] == "public, max-age=1")
                }
                #expect(server.requests.count == 1)
                // A single school is as the table has it now.
                _ = try instance.answer(Event.school("a"))
                #expect(server.requests.count == 2)
                usleep(1_100_000)
                #expect(try instance.answer(Event.list()).ids == ["a"])
                #expect(server.requests.count == 3)
            }
        }

        /// A read that failed is not remembered.
        @Test func aFailureIsNotRemembered() throws {
            let denied = #"{"__type":"AccessDeniedException"}"#
            let server = ScriptedServer {
                [$0.number == 0 ? .dynamoDB(denied, status: 400) : .dynamoDB(Self.page("a"))]
            }
            defer { server.stop() }
            try Instance.run(["AWS_ENDPOINT_URL": server.url, "SCHOOLS_CACHE_SECONDS": "300"]) { instance in
                try instance.answer(Event.list()).expectFailure(500, "AccessDeniedException")
                #expect(try instance.answer(Event.list()).ids == ["a"])
            }
        }
    }
}
