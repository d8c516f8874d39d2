import Synchronization

/// The read units that the reads of a table have cost, by operation.
final class ReadMeter: Sendable {
    private static let unitBytes = 4096
    private let units = Mutex<[String: Double]>([:])

    /// Counts a read of so many bytes. A unit is 4 KB read consistently, or 8 KB otherwise; what is begun is paid.
    func count(bytes: Int, isConsistent: Bool, for operation: DynamoDBRequest.Operation) {
        let blocks = max(1, (bytes + Self.unitBytes - 1) / Self.unitBytes)
        units.withLock { $0[operation.rawValue, default: 0] += Double(blocks) * (isConsistent ? 1 : 0.5) }
    }

    /// Counts what another meter has counted.
    func add(_ other: ReadMeter) {
        let more = other.total
        units.withLock { $0.merge(more, uniquingKeysWith: +) }
    }

    /// The units so far, by the operations' names.
    var total: [String: Double] { units.withLock { $0 } }
}
