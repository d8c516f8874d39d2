import Foundation
import TestSupport
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
            cacheSeconds: Int = 0, _ script: @escaping ScriptedServer.Script,
            _ body: (Instance, ScriptedServer) throws -> Void
        ) throws {
            let server = ScriptedServer(script)
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
            try run({ $1.answer(pages[($0.number - 1) % 4]) }) { (instance, server) throws in
                #expect(try instance.answer(Event.list()).ids == ["a", "b"])
                let keys = server.requests.map(Self.startKey)
                #expect(keys[0] == nil && keys[1...].allSatisfy { $0 == ["schoolId": ["S": "ké\"1"]] })
            }
        }

        @Test func aTableWithoutEndIsReadUntilTheTimeIsUp() throws {
            try run({ $1.answer(Self.page(nil, Self.more)) }) { (instance, server) throws in
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
            try run({ $1.answer(body) }) { (instance, _) throws in
                let answer = try instance.answer(Event.list())
                #expect(answer.status == 503 && answer.schools.isEmpty, "\(answer.body)")
                #expect(answer.errors.first?.contains("MalformedAnswer") == true, "\(answer.errors)")
            }
        }

        @Test func aWarmInstanceAnswersFromMemoryForItsTime() throws {
            try run(cacheSeconds: 1, { $1.answer(Self.page("a")) }) { (instance, server) throws in
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
            let script: ScriptedServer.Script = { request, connection in
                let denied = #"{"__type":"AccessDeniedException"}"#
                if request.number == 1 {
                    connection.answer(denied, status: 400)
                } else {
                    connection.answer(Self.page("a"))
                }
            }
            try run(cacheSeconds: 300, script) { (instance, _) throws in
                try instance.answer(Event.list()).expectFailure(500, "AccessDeniedException")
                #expect(try instance.answer(Event.list()).ids == ["a"])
            }
        }
    }
}
