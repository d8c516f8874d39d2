import Bytes
import Glibc
import JSON

extension DynamoDB {
    /// Reads the items with these values of a string key, eventually consistent, in as many calls of BatchGetItem as it takes.
    /// Calls `item` for each item that is found, in no order. No value may come twice.
    ///
    /// What a call leaves unprocessed is asked for again after a pause. It is an error, a throttled one, if `retry`'s attempts
    /// pass without any progress, or the next pause would last until the deadline.
    package func getItems(
        table: String, key: String, values: [String], retry: RetryPolicy = .dynamoDB, deadline: Instant,
        _ item: (inout JSONReader) throws -> Void
    ) throws(AWSError) {
        var left = values
        var batch = Self.maximumKeys
        var attempt = 1
        while !left.isEmpty {
            let asked = left.prefix(batch)
            let rest: [String]
            do {
                rest = try batchGetItem(table: table, key: key, values: asked, deadline: deadline, item)
            } catch {
                // Large items: 100 of them may be more than the client takes.
                guard error.type == AWSError.responseTooLarge, batch > 1 else { throw error }
                batch /= 2
                continue
            }
            left = rest + left.dropFirst(asked.count)
            if rest.count < asked.count { attempt = 1 }
            if rest.isEmpty { continue }
            guard let delay = retry.delay(after: attempt, asked: nil), delay < deadline.milliseconds(since: .now())
            else {
                throw Self.unprocessed(rest.count, attempts: attempt)
            }
            usleep(UInt32(delay * 1000))
            attempt += 1
        }
    }

    private static func unprocessed(_ count: Int, attempts: Int) -> AWSError {
        AWSError(
            kind: .throttled, type: "UnprocessedKeys", operation: "DynamoDB.BatchGetItem",
            detail: "\(count) keys were not processed in \(attempts) attempts", attempts: attempts)
    }
}
