import Foundation
import Support
import Testing

extension IntegrationTests {
    /// Pages as DynamoDB may cut them, and what a warm instance remembers of them; the other side is a script.
    @Suite(.needsPackage) struct PageTests {
        /// A listing of cards, which reads the index and nothing else.
        private static let cards = ["fields": "card"]

        private static func more(_ number: Int) -> String {
            #""LastEvaluatedKey":{"schoolId":{"S":"k\u00e9\"\#(number)"}}"#
        }
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
                Self.page("a", Self.more(0)), Self.page(nil, Self.more(1)), Self.page(nil, Self.more(2)),
                Self.page("b"),
            ]
            let script = { @Sendable (request: ScriptedServer.Request) in pages[request.number % 4] }
            try run(answering: script) { (instance, server) throws in
                #expect(try instance.answer(Event.list(Self.cards)).ids == ["a", "b"])
                let keys = server.requests.map(Self.startKey)
                #expect(keys == [nil] + (0..<3).map { ["schoolId": ["S": "ké\"\($0)"]] })
            }
        }

        @Test func aTableWithoutEndIsReadUntilTheTimeIsUp() throws {
            let script = { @Sendable (request: ScriptedServer.Request) in Self.page(nil, Self.more(request.number)) }
            try run(answering: script) { (instance, server) throws in
                let answer = try instance.answer(Event.list(Self.cards), milliseconds: 1500)
                answer.expectFailure(503, "DeadlineExceeded")
                #expect(answer.milliseconds < 1400 && server.requests.count > 10)
            }
        }

        /// The end of a table, in every form that DynamoDB and its emulators give it.
        @Test(arguments: [#""Count":1"#, #""LastEvaluatedKey":null"#, #""LastEvaluatedKey":{}"#])
        func endsWithoutAKey(end: String) throws {
            let pages = [Self.page("a", Self.more(0)), Self.page("b", end)]
            let script = { @Sendable (request: ScriptedServer.Request) in pages[request.number % 2] }
            try run(answering: script) { (instance, server) throws in
                #expect(try instance.answer(Event.list(Self.cards)).ids == ["a", "b"])
                #expect(server.requests.count == 2)
            }
        }

        /// A key that has come before would bring the same pages for ever: no endless read, and no part of a listing.
        @Test(arguments: [1, 2, 5]) func refusesPagesThatGoRound(pages: Int) throws {
            let script = { @Sendable (request: ScriptedServer.Request) in
                Self.page("a\(request.number)", Self.more(request.number % pages))
            }
            try run(cacheSeconds: 300, answering: script) { (instance, server) throws in
                let answer = try instance.answer(Event.list(Self.cards))
                answer.expectFailure(503, "MalformedResponse")
                #expect(answer.errors.first?.contains("LastEvaluatedKey") == true)
                #expect(answer.milliseconds < 1000 && server.requests.count <= 3 * pages + 1)
            }
        }

        @Test(arguments: ["{}", #"{"Item":null}"#]) func findsNoSchool(body: String) throws {
            let script = { @Sendable (_: ScriptedServer.Request) in body }
            try run(answering: script) { (instance, _) throws in
                #expect(try instance.answer(Event.school("a")).status == 404)
            }
        }

        /// A type that is newer than the function costs the schools that have it, and waiting would not help.
        @Test(arguments: [#"{"VECTOR":[0.5]}"#, #"{"X":"a"}"#, #"{"M":{"deep":{"L":[{"F64":"1"}]}}}"#])
        func leavesOutWhatHasAnUnknownType(attribute: String) throws {
            let odd = #"{"new":\#(attribute),"schoolId":{"S":"odd"},"name":{"S":"Odd"},"state":{"S":"CA"}}"#
            let good = #"{"schoolId":{"S":"good"},"name":{"S":"Good"},"state":{"S":"CA"}}"#
            let script = { @Sendable (request: ScriptedServer.Request) in
                // The index has only known attributes.
                let entries =
                    #"{"Items":[\#(odd.replacingOccurrences(of: #""new":\#(attribute),"#, with: "")),\#(good)]}"#
                return switch request.headers["x-amz-target"]?.split(separator: ".").last {
                case "GetItem": #"{"Item":\#(odd)}"#
                case "BatchGetItem": #"{"Responses":{"flight-schools":[\#(odd),\#(good)]}}"#
                default: entries
                }
            }
            try run(answering: script) { (instance, _) throws in
                for query in [[:], ["state": "CA"], ["sortBy": "name-desc"]] {
                    let listing = try instance.answer(Event.list(query))
                    #expect(listing.status == 200 && listing.ids == ["good"])
                    let warnings = listing.log.filter { $0.contains("WARN") }
                    #expect(warnings.count == 1 && warnings.first?.contains("\"odd\"") == true)
                }
                let one = try instance.answer(Event.school("odd"))
                one.expectFailure(500, "UnknownAttributeType")
                #expect(one.errors.first?.contains("advice") == true)
            }
        }

        /// What is not DynamoDB's: the caller gets 503 and no part of a listing.
        @Test(arguments: [
            "", "null", "[]", "{", #"{"Items":[{"schoolId":{"S":"a"}}"#, #"{"Items":{}}"#,
            #"{"Items":[{"schoolId":"a"}]}"#, #"{"Items":[],"LastEvaluatedKey":"a"}"#,
            #"{"Items":[{"schoolId":{"S":"a","N":"1"}}]}"#, "<html></html>",
        ])
        func refusesAnAnswerThatIsNotDynamoDBs(body: String) throws {
            let script = { @Sendable (_: ScriptedServer.Request) in body }
            try run(answering: script) { (instance, _) throws in
                let answer = try instance.answer(Event.list())
                #expect(answer.status == 503 && answer.schools.isEmpty, "\(answer.body)")
                #expect(answer.errors.first?.contains("MalformedResponse") == true, "\(answer.errors)")
            }
        }

        @Test func aWarmInstanceAnswersFromMemoryForItsTime() throws {
            let script = { @Sendable (_: ScriptedServer.Request) in Self.page("a") }
            try run(cacheSeconds: 1, answering: script) { (instance, server) throws in
                for query in [[:], ["sortBy": "name-asc"], ["maxBudget": "1"], [:]].map({
                    $0.merging(Self.cards) { $1 }
                }) {
                    let answer = try instance.answer(Event.list(query))
                    #expect(answer.status == 200 && answer.headers["Cache-Control"] == "public, max-age=1")
                }
                #expect(server.requests.count == 1)
                // A single school is as the table has it now.
                _ = try instance.answer(Event.school("a"))
                #expect(server.requests.count == 2)
                usleep(1_100_000)
                #expect(try instance.answer(Event.list(Self.cards)).ids == ["a"])
                #expect(server.requests.count == 3)
            }
        }

        /// A read that failed is not remembered.
        @Test func aFailureIsNotRemembered() throws {
            let denied = #"{"__type":"AccessDeniedException"}"#
            let server = ScriptedServer {
                [$0.number < 2 ? .dynamoDB(denied, status: 400) : .dynamoDB(Self.page("a"))]
            }
            defer { server.stop() }
            try Instance.run(["AWS_ENDPOINT_URL": server.url, "SCHOOLS_CACHE_SECONDS": "300"]) { instance in
                // The index, and the table in its place.
                try instance.answer(Event.list(Self.cards)).expectFailure(500, "AccessDeniedException")
                #expect(try instance.answer(Event.list(Self.cards)).ids == ["a"])
            }
        }
    }
}
