import Bytes
import JSON

/// DynamoDB (API version 2012-08-10): the operations that this system uses.
///
/// Items are handed over as they are in the response: a reader at the start of the item's object of attribute values. What
/// that closure throws makes the response malformed.
package final class DynamoDB {
    /// The content type of the JSON protocol, in both directions.
    package static let contentType = "application/x-amz-json-1.0"
    /// What `x-amz-target` has before the operation: the service and its API version.
    package static let targetPrefix = "DynamoDB_20120810."
    private let client: ServiceClient
    private let attemptMilliseconds: Int

    /// The functions' limit for one attempt: a healthy page takes tens of milliseconds.
    package static let attemptMilliseconds = 3000

    /// Calls the service through `client`, at most `attemptMilliseconds` for each attempt.
    package init(_ client: ServiceClient, attemptMilliseconds: Int = DynamoDB.attemptMilliseconds) {
        self.client = client
        self.attemptMilliseconds = attemptMilliseconds
    }

    /// Opens the connection ahead of the first call. Returns why it could not.
    package func connect() -> HTTPFailure? { client.connect() }

    /// GetItem by a string key. Calls `item` if there is one, and returns whether there was.
    package func getItem(
        table: String, key: (name: String, value: String), deadline: Instant,
        _ item: (inout JSONReader) throws -> Void
    ) throws(AWSError) -> Bool {
        let body: JSONValue = ["TableName": .string(table), "Key": Self.key(key.name, key.value)]
        var found = false
        try send("GetItem", body, deadline) { member, reader in
            if member == "Item", try reader.peek() != .null {
                found = true
                try item(&reader)
            } else {
                try reader.skipValue()
            }
        }
        return found
    }

    /// PutItem: stores an item of attribute values, in place of one with the same key.
    package func putItem(
        table: String, item: [(name: String, value: JSONValue)], deadline: Instant
    ) throws(AWSError) {
        try send("PutItem", ["TableName": .string(table), "Item": .object(item)], deadline) { _, reader in
            try reader.skipValue()
        }
    }

    /// A key of one string attribute, in DynamoDB's JSON form.
    static func key(_ name: String, _ value: String) -> JSONValue { [name: ["S": .string(value)]] }

    /// Sends an operation and reads the object that it returns; `member` must read each member's value.
    func send(
        _ operation: String, _ body: JSONValue, _ deadline: Instant,
        _ member: (JSONString, inout JSONReader) throws -> Void
    ) throws(AWSError) {
        try send(operation, Array(body.text.utf8), deadline, member)
    }

    func send(
        _ operation: String, _ body: [UInt8], _ deadline: Instant,
        _ member: (JSONString, inout JSONReader) throws -> Void
    ) throws(AWSError) {
        let headers = [
            (name: "content-type", value: Self.contentType),
            (name: "x-amz-target", value: Self.targetPrefix + operation),
        ]
        let response = try client.send(
            ServiceClient.Call(
                operation: "DynamoDB.\(operation)", headers: headers, body: body,
                attemptMilliseconds: attemptMilliseconds),
            deadline: deadline)
        do {
            var reader = JSONReader(response.body)
            try reader.readObject(member)
            try reader.finish()
        } catch {
            throw Self.malformed(operation, "\(error)")
        }
    }

    static func malformed(_ operation: String, _ detail: String) -> AWSError {
        AWSError(
            kind: .unavailable, type: AWSError.malformedResponse, operation: "DynamoDB.\(operation)", detail: detail)
    }
}
