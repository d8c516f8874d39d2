import Bytes
import Foundation
import LambdaRuntime
import Support
import Testing

@testable import AWSClient
@testable import SchoolsTable

/// Batches that come back in part, faults, and what is said of them, with answers from a script.
@Suite struct TableClientTests {
    /// A client of `server`, the pauses that it asked for, and whether it may go on after them.
    private final class Subject {
        let client: TableClient
        private(set) var pauses: [Int] = []

        init(_ url: String, maximumPauses: Int = .max, _ variables: [String: String] = [:]) throws {
            let all = [
                "AWS_REGION": "us-west-2", "AWS_ENDPOINT_URL": url, "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
                "AWS_SECRET_ACCESS_KEY": "secret",
            ].merging(variables) { $1 }
            var pause: (Int) -> Bool = { _ in true }
            client = try TableClient(table: "schools", environment: Environment { all[$0] }, pause: { pause($0) })
            pause = { [unowned self] milliseconds in
                pauses.append(milliseconds)
                return pauses.count <= maximumPauses
            }
        }

        func put(_ ids: [String]) throws -> [String] {
            var stored: [String] = []
            let puts = ids.map { TableClient.Put(id: $0, wire: Array(#"{"schoolId":{"S":"\#($0)"}}"#.utf8)) }
            try client.put(puts) { stored.append($0.id) }
            return stored
        }
    }

    private static func unprocessed(_ ids: [String]) -> [ScriptedServer.Step] {
        let requests = ids.map { #"{"PutRequest":{"Item":{"schoolId":{"S":"\#($0)"}}}}"# }.joined(separator: ",")
        return [
            .answer(
                body: ids.isEmpty ? #"{"UnprocessedItems":{}}"# : #"{"UnprocessedItems":{"schools":[\#(requests)]}}"#)
        ]
    }

    private static func error(_ type: String, _ status: Int = 400) -> [ScriptedServer.Step] {
        [.answer(status, body: #"{"__type":"com.amazonaws.dynamodb.v20120810#\#(type)","message":"AKIDEXAMPLE said"}"#)]
    }

    @Test func sendsTheRestOfABatchAgain() throws {
        let server = ScriptedServer(script: [
            Self.unprocessed(["b", "c"]), Self.unprocessed(["c"]), Self.error("ProvisionedThroughputExceededException"),
            Self.error("InternalServerError", 500), [.reset], Self.unprocessed([]),
        ])
        let subject = try Subject(server.url)
        #expect(try subject.put(["a", "b", "c"]) == ["a", "b", "c"])
        #expect(server.requests.map { $0.text.components(separatedBy: "PutRequest").count - 1 } == [3, 2, 1, 1, 1, 1])
        #expect(server.requests.allSatisfy { $0.headers["x-amz-target"] == "DynamoDB_20120810.BatchWriteItem" })
        #expect(subject.pauses.count >= 4)  // libcurl may replace a connection that is reset by itself
    }

    @Test func readsTheRestOfTheKeys() throws {
        let server = ScriptedServer(script: [
            [
                .answer(
                    body:
                        #"{"Responses":{"schools":[{"schoolId":{"S":"a"},"n":{"N":"1"}}]},"UnprocessedKeys":{"schools":{"Keys":[{"schoolId":{"S":"b"}},{"schoolId":{"S":"c"}}]}}}"#
                )
            ],
            [.answer(body: #"{"Responses":{"schools":[{"schoolId":{"S":"c"}}]},"UnprocessedKeys":{}}"#)],
        ])
        let subject = try Subject(server.url)
        let found = try subject.client.items(ids: ["a", "b", "c"])
        #expect(Set(found.keys.map(\.text)) == ["a", "c"])
        #expect(
            server.requests[0].text.contains(
                #""ConsistentRead":true,"Keys":[{"schoolId":{"S":"a"}},{"schoolId":{"S":"b"}},"#))
        #expect(server.requests[1].text.contains(#""Keys":[{"schoolId":{"S":"b"}},{"schoolId":{"S":"c"}}]"#))
    }

    @Test func followsEveryPage() throws {
        let server = ScriptedServer(script: [
            [.answer(body: #"{"Items":[],"LastEvaluatedKey":{"schoolId":{"S":"\u00e9"}}}"#)],
            Self.error("ThrottlingException"),
            [.answer(body: #"{"Items":[{"schoolId":{"S":"a"}}],"LastEvaluatedKey":{"schoolId":{"S":"a"}}}"#)],
            [.answer(body: #"{"Items":[{"schoolId":{"S":"b"}}]}"#)],
        ])
        var ids: [String] = []
        let subject = try Subject(server.url)
        try subject.client.scan { ids.append(try TableClient.id(of: $0)) }
        #expect(ids == ["a", "b"])
        #expect(server.requests[1].text.hasSuffix(#""ExclusiveStartKey":{"schoolId":{"S":"é"}}}"#))
    }

    /// Progress makes the patience new; none of it ends it.
    @Test func givesUpWhenNothingMoves() throws {
        let server = ScriptedServer { _ in Self.unprocessed(["b"]) }
        let subject = try Subject(server.url)
        #expect(throws: TableFailure.self) { try subject.put(["a", "b"]) }
        #expect(server.requests.count == 10 && subject.pauses.count == 9)
        // Full jitter: below a bound that doubles.
        for (number, pause) in subject.pauses.enumerated() { #expect(pause <= 50 << number) }
    }

    @Test func endsAPauseThatIsCutShort() throws {
        let server = ScriptedServer { _ in Self.error("ThrottlingException") }
        let subject = try Subject(server.url, maximumPauses: 1)
        #expect(throws: TableFailure.self) { try subject.put(["a"]) }
        #expect(server.requests.count == 2)
    }

    static let failures: [(String, String, Int)] = [
        ("ResourceNotFoundException", "there is no table schools in region us-west-2 at http://127.0.0.1:", 1),
        ("AccessDeniedException", "BatchWriteItem on the table schools", 1),
        ("ExpiredTokenException", "have expired: get new ones", 1),
        ("UnrecognizedClientException", "does not know these credentials", 1),
        ("InvalidSignatureException", "check AWS_ACCESS_KEY_ID", 1),
        ("ValidationException", "is it the schools table", 1),
        ("ProvisionedThroughputExceededException", "too busy", 10), ("InternalServerError", "try again", 3),
    ]

    @Test(arguments: failures) func saysWhatToDo(type: String, words: String, requests: Int) throws {
        let server = ScriptedServer { _ in Self.error(type, type == "InternalServerError" ? 500 : 400) }
        let subject = try Subject(server.url)
        let failure = #expect(throws: TableFailure.self) { try subject.put(["a"]) }
        let text = failure?.description(of: subject.client) ?? ""
        #expect(text.contains(words) && !text.contains("AKIDEXAMPLE") && !text.contains("\n"), "\(text)")
        #expect(server.requests.count == requests)
    }

    @Test func saysWhyNobodyAnswers() throws {
        let nobody = try Subject("http://127.0.0.1:1")
        var failure = #expect(throws: TableFailure.self) { try nobody.put(["a"]) }
        #expect(
            failure?.description(of: nobody.client).contains("cannot be reached") == true && nobody.pauses.count == 2)
        let website = try Subject(ScriptedServer { _ in [.answer(body: "<html>")] }.url)
        failure = #expect(throws: TableFailure.self) { try website.put(["a"]) }
        #expect(failure?.description(of: website.client).contains("not DynamoDB's") == true)
        let keyless = try Subject("http://127.0.0.1:1", ["AWS_SECRET_ACCESS_KEY": ""])
        failure = #expect(throws: TableFailure.self) { try keyless.put(["a"]) }
        #expect(failure?.description(of: keyless.client).contains("no AWS credentials were found") == true)
        for variables in [["AWS_REGION": ""], ["AWS_ENDPOINT_URL": "nowhere"], ["AWS_CA_BUNDLE": "/none"]] {
            #expect(throws: Environment.BadValue.self) { try Subject("http://127.0.0.1:1", variables) }
        }
    }
}
