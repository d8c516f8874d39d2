import AWSClient
import Bytes
import Foundation
import JSON

/// The table `explanations`: key `cacheKey`, GetItem and PutItem, no more. Items live as long as the endpoint, also beyond
/// their TTL: DynamoDB removes them late as well.
package final class EmbeddedExplanations: @unchecked Sendable {
    package static let name = "explanations"
    static let schema = KeySchema(hash: .init(name: "cacheKey", type: "S"), range: nil)
    /// Beyond that many items an old one goes for a new one.
    static let maximumItems = 10_000
    /// AWS's limit for an item.
    static let maximumItemBytes = 400 << 10

    private let lock = NSLock()
    private var items: [String: Item] = [:]

    /// The item with that key.
    package func item(_ key: Item) -> Item? {
        guard case .s(let text)? = key[Self.schema.hash.name] else { return nil }
        return lock.withLock { items[text] }
    }

    /// Answers a PutItem of plain kind: an item, no conditions. Throws what AWS answers.
    func put(_ request: JSONValue) throws(DynamoDBError) {
        let known = ["TableName", "Item", "ReturnValues", "ReturnConsumedCapacity", "ReturnItemCollectionMetrics"]
        if let other = (request.members ?? []).first(where: { !known.contains($0.name) && !$0.value.isNull }) {
            throw .validation("The embedded endpoint takes no \(other.name) with PutItem")
        }
        guard let wire = request.given("Item") else {
            throw .validation(
                "1 validation error detected: Value null at 'item' failed to satisfy constraint: Member must not be null"
            )
        }
        let item = try Item(of: wire)
        let name = Self.schema.hash.name
        guard let value = item[name] else {
            throw .validation("One or more parameter values were invalid: Missing the key \(name) in the item")
        }
        guard case .s(let key) = value else {
            throw .validation(
                "One or more parameter values were invalid: Type mismatch for key \(name) expected: S actual: \(value.type)"
            )
        }
        guard !key.isEmpty else { throw .emptyKey(name) }
        guard item.size <= Self.maximumItemBytes else {
            throw .validation("Item size has exceeded the maximum allowed size")
        }
        lock.withLock {
            if items.count >= Self.maximumItems, items[key] == nil, let old = items.first?.key { items[old] = nil }
            items[key] = item
        }
    }
}
