import Bytes
import JSON

/// The operations of DynamoDB (API version 2012-08-10) that the functions use.
///
/// Items are handed over as they stand in the answer: a reader placed on the item's object of typed attributes.
package final class DynamoDB {
    private let client: ServiceClient
    /// Milliseconds for one attempt at most: a healthy page takes tens of them.
    package static let attemptMilliseconds = 3000

    /// The service behind `client`.
    package init(_ client: ServiceClient) { self.client = client }

    /// Opens the connection ahead of the first call; answers why it could not.
    package func connect(milliseconds: Int) -> HTTPFailure? { client.connect(milliseconds: milliseconds) }

    /// GetItem by a string key. Calls `item` if there is one, and answers whether there was.
    package func getItem(
        table: String, key: (name: String, value: String), deadline: Instant,
        _ item: (inout JSONReader) throws -> Void
    ) throws(AWSError) -> Bool {
        let attribute = JSONValue.object([(name: "S", value: .string(key.value))])
        let body = JSONValue.object([
            (name: "TableName", value: .string(table)),
            (name: "Key", value: .object([(name: key.name, value: attribute)])),
        ])
        let response = try send("GetItem", body, deadline)
        var found = false
        try read(response, operation: "GetItem") { member, reader in
            if member == "Item" {
                found = true
                try item(&reader)
            } else {
                try reader.skipValue()
            }
        }
        return found
    }

    /// Scans the whole table to its last page, however many pages are empty, and calls `item` for each item.
    package func scan(
        table: String, deadline: Instant, _ item: (inout JSONReader) throws -> Void
    ) throws(AWSError) {
        var startKey: JSONValue?
        repeat {
            var body: [(name: String, value: JSONValue)] = [(name: "TableName", value: .string(table))]
            if let startKey { body.append((name: "ExclusiveStartKey", value: startKey)) }
            let response = try send("Scan", .object(body), deadline)
            startKey = nil
            try read(response, operation: "Scan") { member, reader in
                switch member {
                case "Items": try reader.readArray(item)
                case "LastEvaluatedKey": startKey = try JSONValue(reading: &reader)
                default: try reader.skipValue()
                }
            }
        } while startKey != nil
    }

    /// PutItem: stores an item of typed attribute values, in place of one with the same key.
    package func putItem(
        table: String, item: [(name: String, value: JSONValue)], deadline: Instant
    ) throws(AWSError) {
        let body = JSONValue.object([
            (name: "TableName", value: .string(table)), (name: "Item", value: .object(item)),
        ])
        _ = try send("PutItem", body, deadline)
    }

    private func send(_ operation: String, _ body: JSONValue, _ deadline: Instant) throws(AWSError)
        -> HTTPTransport.Response
    {
        try client.send(
            ServiceClient.Call(
                operation: "DynamoDB.\(operation)",
                headers: [
                    (name: "content-type", value: "application/x-amz-json-1.0"),
                    (name: "x-amz-target", value: "DynamoDB_20120810.\(operation)"),
                ],
                body: Array(body.text.utf8), attemptMilliseconds: Self.attemptMilliseconds),
            deadline: deadline)
    }

    private func read(
        _ response: HTTPTransport.Response, operation: String,
        _ member: (JSONString, inout JSONReader) throws -> Void
    ) throws(AWSError) {
        do {
            var reader = JSONReader(response.body)
            try reader.readObject(member)
            try reader.finish()
        } catch {
            throw AWSError(
                kind: .unavailable, type: "MalformedAnswer", operation: "DynamoDB.\(operation)", detail: "\(error)")
        }
    }
}
