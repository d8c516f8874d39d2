import AWSClient
import Schools

/// How the schools of two tables differ. Memory holds an id and a hash of each school of the first.
package struct Comparison {
    /// Schools that are equal: the same attributes with the same values, whatever the order of keys and sets.
    package private(set) var same = 0
    /// The ids of those that are not, in order.
    package private(set) var different: [String] = []
    /// The ids that the second table lacks, in order.
    package private(set) var onlyInFirst: [String] = []
    /// The ids that the first table lacks, in order.
    package private(set) var onlyInSecond: [String] = []

    /// Reads `first`, then `second`, each through `scan`-like functions that hand over every item. Throws what they throw.
    package init(
        first: ((Item) throws -> Void) throws -> Void, second: ((Item) throws -> Void) throws -> Void
    ) throws {
        var left: [UTF8Key: [UInt8]] = [:]
        try first { left[UTF8Key(try TableClient.id(of: $0))] = Self.hash($0) }
        var different: [UTF8Key] = []
        var onlyInSecond: [UTF8Key] = []
        var same = 0
        try second { item in
            let id = UTF8Key(try TableClient.id(of: item))
            switch left.removeValue(forKey: id) {
            case nil: onlyInSecond.append(id)
            case Self.hash(item): same += 1
            default: different.append(id)
            }
        }
        self.same = same
        self.different = different.sorted().map(\.text)
        self.onlyInSecond = onlyInSecond.sorted().map(\.text)
        onlyInFirst = left.keys.sorted().map(\.text)
    }

    private static func hash(_ item: Item) -> [UInt8] {
        PlainWriter.comparable(item).withUnsafeBytes { SHA256.digest($0) }
    }
}
