import AWSClient
import Bytes
import Configuration
import JSON
import LambdaRuntime
import Schools
import Terminal

/// One table of schools in DynamoDB. Where that helps it waits and tries again: after throttling, after faults on the way, and
/// for the part of a batch that was not processed.
package final class TableClient {
    /// The table's name.
    package let table: String
    /// The region and the endpoint, for messages.
    package let place: String
    private let dynamoDB: DynamoDB
    private let pause: (Int) -> Bool
    private var hasResponded = false

    /// Ten attempts without any progress. The pauses between them are at most 50 ms at first and 13 s at last.
    private static let patience = RetryPolicy(maximumAttempts: 10, baseMilliseconds: 50)
    /// Until the service has responded once, its address is likely to be wrong.
    private static let firstContact = RetryPolicy(maximumAttempts: 3, baseMilliseconds: 200)
    /// Milliseconds for one attempt at most: 16 MB come over a slow line, too.
    private static let attemptMilliseconds = 30_000
    private static let connectMilliseconds = 5000
    /// A response has at most 16 MB of items, which its JSON makes several times longer.
    private static let maximumBodyBytes = 128 << 20

    /// An item to store.
    struct Put {
        let id: String
        /// DynamoDB's JSON.
        let wire: [UInt8]
    }

    /// `environment` has region, keys, endpoint and roots in the SDKs' variables. `pause` waits for so many milliseconds,
    /// and returns false if the wait was cut short because the tool is to end. Throws `Environment.BadValue`.
    package init(
        table: String, environment: Environment = .process,
        pause: @escaping (Int) -> Bool = { Interruption().pause(milliseconds: $0) }
    ) throws {
        let configuration = try AWSConfiguration(environment)
        self.table = table
        self.pause = pause
        place =
            "region \(configuration.region) at \(try configuration.endpoint(.dynamoDB, in: configuration.region).base)"
        let client = try configuration.client(
            .dynamoDB, retry: .never, maximumBodyBytes: Self.maximumBodyBytes,
            connectMilliseconds: Self.connectMilliseconds)
        dynamoDB = DynamoDB(client, attemptMilliseconds: Self.attemptMilliseconds)
    }

    /// Hands over every item of the table, consistent, page by page. Throws `TableFailure`, or what `each` throws.
    package func scan(_ each: (Item) throws -> Void) throws {
        var position = ScanPosition()
        repeat {
            var items: [Item] = []
            try untilDone("Scan", 1) { deadline throws(AWSError) in
                items = []
                try dynamoDB.scanPage(table: table, isConsistent: true, at: &position, deadline: deadline) {
                    items.append(try Item(wire: try JSONValue(reading: &$0)))
                }
                return 0
            }
            for item in items { try each(item) }
        } while !position.isEnd
    }

    /// The items with these ids, at most `DynamoDB.maximumKeys`, that the table has. Throws `TableFailure`.
    package func items(ids: [String]) throws(TableFailure) -> [UTF8Key: Item] {
        var found: [UTF8Key: Item] = [:]
        var left = ids
        guard !ids.isEmpty else { return found }
        try untilDone("BatchGetItem", ids.count) { deadline throws(AWSError) in
            left = try dynamoDB.batchGetItem(
                table: table, isConsistent: true, key: School.key, values: left, deadline: deadline
            ) {
                let item = try Item(wire: try JSONValue(reading: &$0))
                found[UTF8Key(try Self.id(of: item))] = item
            }
            return left.count
        }
        return found
    }

    /// Stores items, at most `DynamoDB.maximumPuts` of `DynamoDB.maximumBatchBytes` in all, in place of those with the same
    /// ids. `stored` is called with each one when it is stored. Throws `TableFailure`.
    func put(_ items: [Put], stored: (Put) -> Void) throws(TableFailure) {
        var left = items
        guard !items.isEmpty else { return }
        try untilDone("BatchWriteItem", items.count) { deadline throws(AWSError) in
            let ids = Set(
                try dynamoDB.batchPutItem(
                    table: table, key: School.key, items: left.map(\.wire), deadline: deadline
                ).map(UTF8Key.init))
            for item in left where !ids.contains(UTF8Key(item.id)) { stored(item) }
            left = left.filter { ids.contains(UTF8Key($0.id)) }
            return left.count
        }
    }

    /// The id of an item of the schools table. Throws `CommandFailure` for one that has none.
    package static func id(of item: Item) throws(CommandFailure) -> String {
        guard let id = item.string(School.key) else {
            throw CommandFailure("an item has no schoolId that is a string: is this the schools table?")
        }
        return id
    }

    /// Calls `operation` until nothing is left to do; it is given a deadline and returns how much is left of `count`. Progress
    /// makes the patience new.
    private func untilDone(
        _ name: String, _ count: Int, _ operation: (Instant) throws(AWSError) -> Int
    ) throws(TableFailure) {
        var attempt = 1
        var left = count
        while true {
            var failure = TableFailure.unprocessed(name)
            var asked: Int?
            do {
                let rest = try operation(.now().advanced(milliseconds: Self.attemptMilliseconds))
                hasResponded = true
                if rest == 0 { return }
                if rest < left { attempt = 1 }
                left = rest
            } catch {
                failure = .service(error)
                asked = error.retryAfter
                guard error.isRetryable || error.type == AWSError.malformedResponse else { throw failure }
                hasResponded = hasResponded || error.kind == .throttled
            }
            let policy = hasResponded ? Self.patience : Self.firstContact
            guard let delay = policy.delay(after: attempt, asked: asked) else { throw failure }
            guard pause(delay) else { throw .interrupted }
            attempt += 1
        }
    }
}
