import Bytes
import JSON
import Support
import Testing

@testable import AWSClient

@Suite struct DynamoDBTests {
    private func dynamoDB(_ server: ScriptedServer) throws -> DynamoDB { DynamoDB(try ServiceCalls(server).client) }

    private var soon: Instant { .now().advanced(milliseconds: 10_000) }

    /// Reads all pages and returns the items as they are.
    private func scan(_ server: ScriptedServer) throws -> [String] {
        var items: [String] = []
        try dynamoDB(server).scan(table: "flight-schools", deadline: soon) {
            items.append(try JSONValue(reading: &$0).text)
        }
        return items
    }

    @Test func aScanSaysWhatItWants() throws {
        let server = ScriptedServer(script: [[.answer(body: #"{"Items":[],"Count":0,"ScannedCount":9}"#)]])
        defer { server.stop() }
        #expect(try scan(server) == [])
        let request = try #require(server.requests.first)
        #expect(request.line == "POST / HTTP/1.1")
        #expect(request.headers["x-amz-target"] == "DynamoDB_20120810.Scan")
        #expect(request.headers["content-type"] == "application/x-amz-json-1.0")
        #expect(request.text == #"{"TableName":"flight-schools"}"#)
    }

    @Test func everyPageIsReadHoweverEmpty() throws {
        let server = ScriptedServer(script: [
            [.answer(body: #"{"Items":[{"id":{"N":"1"}}],"LastEvaluatedKey":{"id":{"N":"1"}}}"#)],
            [.answer(body: #"{"Items":[],"LastEvaluatedKey":{"id":{"N":"2"}}}"#)],
            [.answer(body: #"{"LastEvaluatedKey":{"id":{"N":"3"}},"Count":0}"#)],
            [.answer(body: #"{"LastEvaluatedKey":{"id":{"N":"4"}},"Items":[{"id":{"N":"4"}},{"id":{"N":"5"}}]}"#)],
            [.answer(body: #"{"Count":0,"Items":[]}"#)],
        ])
        defer { server.stop() }
        #expect(try scan(server) == [#"{"id":{"N":"1"}}"#, #"{"id":{"N":"4"}}"#, #"{"id":{"N":"5"}}"#])
        let keys = try server.requests.map { try JSONValue(parsing: $0.body)["ExclusiveStartKey"]?["id"]?["N"]?.string }
        #expect(keys == [nil, "1", "2", "3", "4"])
    }

    /// Where a page ended is given back byte for byte: a key that lost a digit would be another place.
    @Test func theStartKeyKeepsItsDigitsAndEscapes() throws {
        let key =
            #"{"schoolId":{"S":"\"é\\\n\t🛩"},"n":{"N":"1234567890.1234567890123456789012345678"},"b":{"B":"AA=="}}"#
        let server = ScriptedServer(script: [
            [.answer(body: #"{"Items":[],"LastEvaluatedKey":\#(key)}"#)], [.answer(body: #"{"Items":[]}"#)],
        ])
        defer { server.stop() }
        #expect(try scan(server) == [])
        #expect(server.requests[1].text == #"{"TableName":"flight-schools","ExclusiveStartKey":\#(key)}"#)
    }

    @Test func aFailureOnALaterPageFailsTheWholeRead() throws {
        let server = ScriptedServer { request in
            request.number == 0
                ? [.answer(body: #"{"Items":[],"LastEvaluatedKey":{"id":{"N":"1"}}}"#)]
                : [.answer(400, body: #"{"__type":"x#ResourceNotFoundException"}"#)]
        }
        defer { server.stop() }
        let error = #expect(throws: AWSError.self) { try scan(server) }
        #expect(error?.kind == .notFound && error?.operation == "DynamoDB.Scan")
    }

    private static func page(_ key: String) -> [ScriptedServer.Step] {
        [.answer(body: #"{"Items":[{"id":{"N":"1"}}],"LastEvaluatedKey":\#(key)}"#)]
    }

    @Test(arguments: ["null", "{}", "{ }"]) func aPageWithoutAKeyIsTheLast(key: String) throws {
        let server = ScriptedServer(script: [Self.page(#"{"id":{"N":"1"}}"#), Self.page(key)])
        defer { server.stop() }
        #expect(try scan(server).count == 2 && server.requests.count == 2)
    }

    @Test(arguments: ["7", #""id""#, "[]", "true"]) func whatIsNotAKeyIsAnError(key: String) throws {
        let server = ScriptedServer { _ in Self.page(key) }
        defer { server.stop() }
        let error = #expect(throws: AWSError.self) { try scan(server) }
        #expect(error?.type == "MalformedResponse" && server.requests.count == 1)
    }

    /// A key that comes again, at once or after others, would go round for ever. It is an error, for the rest is not known.
    @Test(arguments: [(0, 1), (1, 1), (2, 1), (5, 1), (0, 2), (3, 2), (0, 3), (7, 5), (1, 13)])
    func pagesThatGoRoundAreAnError(before: Int, round: Int) throws {
        let server = ScriptedServer { request in
            let number = request.number
            return Self.page(#"{"id":{"N":"\#(number < before ? number : before + (number - before) % round)"}}"#)
        }
        defer { server.stop() }
        let error = #expect(throws: AWSError.self) { try scan(server) }
        #expect(error?.type == "MalformedResponse" && error?.detail.contains("LastEvaluatedKey") == true)
        #expect(server.requests.count <= 3 * (before + round) + 1)
    }

    /// A service that always has one more page is left at the deadline.
    @Test func pagesWithoutEndEndAtTheDeadline() throws {
        let server = ScriptedServer { request in
            [.pause(milliseconds: 20)] + Self.page(#"{"id":{"N":"\#(request.number)"}}"#)
        }
        defer { server.stop() }
        let dynamoDB = try dynamoDB(server)
        let start = Instant.now()
        let error = #expect(throws: AWSError.self) {
            try dynamoDB.scan(table: "t", deadline: start.advanced(milliseconds: 300)) { try $0.skipValue() }
        }
        #expect(error?.kind == .deadlineExceeded || error?.type == "Timeout")
        #expect(Instant.now().milliseconds(since: start) < 2000)
    }

    @Test(arguments: [
        "", " ", "null", "[]", "7", "{", #"{"Items":"#, #"{"Items":[}"#, #"{"Items":{}}"#, #"{"Items":[1]}"#,
        #"{"Items":[{"a":{"S":"x"}]}"#, #"{"Items":[]} {}"#, #"{"Items":[{"a":1}]}"#, #"{"Items":null}"#,
        #"{"Items":[],"LastEvaluatedKey":}"#, "<html></html>",
    ]) func whatIsNotAResponseIsMalformed(body: String) throws {
        let server = ScriptedServer { _ in [.answer(body: body)] }
        defer { server.stop() }
        let dynamoDB = try dynamoDB(server)
        let error = #expect(throws: AWSError.self) {
            try dynamoDB.scan(table: "t", deadline: soon) { reader in
                var out = ByteBuffer()
                try reader.readObject { _, reader in try AttributeTranscoder.transcode(&reader, to: &out) }
            }
        }
        #expect(
            error?.type == "MalformedResponse" && error?.kind == .unavailable && error?.operation == "DynamoDB.Scan")
    }

    // MARK: GetItem

    @Test func anItemIsFound() throws {
        let server = ScriptedServer(script: [
            [.answer(body: #"{"ConsumedCapacity":{"X":[1]},"Item":{"a":{"S":"x"}},"More":null}"#)]
        ])
        defer { server.stop() }
        var item = ""
        let found = try dynamoDB(server).getItem(
            table: "t", key: (name: "schoolId", value: "a\"b\\é\u{1}"), deadline: soon
        ) { item = try JSONValue(reading: &$0).text }
        #expect(found && item == #"{"a":{"S":"x"}}"#)
        #expect(server.requests.first?.headers["x-amz-target"] == "DynamoDB_20120810.GetItem")
        #expect(server.requests.first?.text == #"{"TableName":"t","Key":{"schoolId":{"S":"a\"b\\é\u0001"}}}"#)
    }

    @Test(arguments: ["{}", #"{"ConsumedCapacity":{}}"#, #"{"Item":null}"#, #"{"Item":null,"More":{}}"#])
    func noItemIsNoError(body: String) throws {
        let server = ScriptedServer(script: [[.answer(body: body)]])
        defer { server.stop() }
        let found = try dynamoDB(server).getItem(table: "t", key: (name: "k", value: "v"), deadline: soon) { _ in
            Issue.record("there is no item")
        }
        #expect(!found)
    }

    @Test func anErrorOfTheItemsReaderMakesTheResponseMalformed() throws {
        let server = ScriptedServer { _ in [.answer(body: #"{"Item":[]}"#)] }
        defer { server.stop() }
        let dynamoDB = try dynamoDB(server)
        let error = #expect(throws: AWSError.self) {
            try dynamoDB.getItem(table: "t", key: (name: "k", value: "v"), deadline: soon) { reader in
                try reader.readObject { _, reader in try reader.skipValue() }
            }
        }
        #expect(error?.type == "MalformedResponse" && error?.operation == "DynamoDB.GetItem")
    }
}
