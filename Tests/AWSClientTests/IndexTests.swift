import Bytes
import JSON
import Support
import Testing

@testable import AWSClient

/// Scans of an index, and which errors say that it cannot be read.
@Suite struct IndexTests {
    private func scan(_ server: ScriptedServer, index: String? = "CatalogueIndex") throws -> [String] {
        var items: [String] = []
        let dynamoDB = DynamoDB(try ServiceCalls(server, attempts: 1).client)
        try dynamoDB.scan(table: "schools", index: index, deadline: .now().advanced(milliseconds: 10_000)) {
            items.append(try JSONValue(reading: &$0).text)
        }
        return items
    }

    @Test func everyPageIsOfTheIndex() throws {
        let server = ScriptedServer(script: [
            [.answer(body: #"{"Items":[{"id":{"N":"1"}}],"LastEvaluatedKey":{"id":{"N":"1"}}}"#)],
            [.answer(body: #"{"Items":[{"id":{"N":"2"}}]}"#)],
        ])
        defer { server.stop() }
        #expect(try scan(server) == [#"{"id":{"N":"1"}}"#, #"{"id":{"N":"2"}}"#])
        #expect(
            server.requests.map(\.text) == [
                #"{"TableName":"schools","IndexName":"CatalogueIndex"}"#,
                #"{"TableName":"schools","IndexName":"CatalogueIndex","ExclusiveStartKey":{"id":{"N":"1"}}}"#,
            ])
    }

    static let validation = "com.amazon.coral.validate#ValidationException"

    @Test(arguments: [
        (validation, "The table does not have the specified index: CatalogueIndex"),
        (validation, "Cannot read from backfilling global secondary index: CatalogueIndex"),
        (validation, "Cannot read from backfilling global secondary index"),
        ("com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", "Requested resource not found"),
        (
            "com.amazon.coral.service#AccessDeniedException",
            "User: arn:aws:sts::1:assumed-role/r/s is not authorized to perform: dynamodb:Scan on resource: "
                + "arn:aws:dynamodb:us-east-1:1:table/schools/index/CatalogueIndex because no identity-based policy "
                + "allows the dynamodb:Scan action"
        ),
        (
            "com.amazon.coral.service#AccessDeniedException",
            "User: arn:aws:iam::1:user/u is not authorized to perform: dynamodb:Scan with an explicit deny in a service "
                + "control policy"
        ),
    ])
    func anIndexThatCannotBeRead(type: String, message: String) throws {
        let server = ScriptedServer { _ in [.answer(400, body: #"{"__type":"\#(type)","message":"\#(message)"}"#)] }
        defer { server.stop() }
        let error = #expect(throws: AWSError.self) { try scan(server) }
        #expect(error?.isIndexUnavailable == true && error?.isRetryable == false)
        #expect(server.requests.count == 1)
    }

    @Test(arguments: [
        (validation, "Consistent reads are not supported on global secondary indexes"),
        (validation, "The provided starting key is invalid"),
        ("com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException", "The level of configured"),
        ("com.amazon.coral.service#ExpiredTokenException", "The security token included in the request is expired"),
        ("com.amazon.coral.service#UnrecognizedClientException", "The security token is invalid."),
        ("com.amazonaws.dynamodb.v20120810#InternalServerError", "Internal server error"),
    ])
    func otherFailuresOfAnIndex(type: String, message: String) throws {
        let server = ScriptedServer { _ in [.answer(400, body: #"{"__type":"\#(type)","message":"\#(message)"}"#)] }
        defer { server.stop() }
        let error = #expect(throws: AWSError.self) { try scan(server) }
        #expect(error?.isIndexUnavailable == false)
    }

    @Test(arguments: ["AccessDeniedException", "ResourceNotFoundException"])
    func aTableThatCannotBeReadIsNoIndex(type: String) throws {
        let server = ScriptedServer { _ in [.answer(400, body: #"{"__type":"x#\#(type)","message":"no"}"#)] }
        defer { server.stop() }
        let error = #expect(throws: AWSError.self) { try scan(server, index: nil) }
        #expect(error?.type == type && error?.isIndexUnavailable == false)
    }
}
