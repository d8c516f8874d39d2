import AWSClient
import JSON

// What expressions compare.
extension AttributeValue: Equatable {
    /// The name of its type on the wire.
    var type: String {
        switch self {
        case .s: "S"
        case .n: "N"
        case .b: "B"
        case .bool: "BOOL"
        case .null: "NULL"
        case .m: "M"
        case .l: "L"
        case .ss: "SS"
        case .ns: "NS"
        case .bs: "BS"
        }
    }

    /// The names of all types, in the order of AWS's message.
    static let types = ["B", "NULL", "SS", "BOOL", "L", "BS", "N", "NS", "S", "M"]

    package static func == (a: AttributeValue, b: AttributeValue) -> Bool {
        switch (a, b) {
        case (.s(let a), .s(let b)): a.utf8.elementsEqual(b.utf8)
        case (.n(let a), .n(let b)): a.compare(b) == 0
        case (.b(let a), .b(let b)): a == b
        case (.bool(let a), .bool(let b)): a == b
        case (.null, .null): true
        case (.m(let a), .m(let b)):
            a.attributes.count == b.attributes.count && a.attributes.allSatisfy { b[$0.name] == $0.value }
        case (.l(let a), .l(let b)): a == b
        case (.ss(let a), .ss(let b)): Set(a) == Set(b)
        case (.ns(let a), .ns(let b)): Set(a.map(\.normal)) == Set(b.map(\.normal))
        case (.bs(let a), .bs(let b)): Set(a) == Set(b)
        default: false
        }
    }

    /// Whether `a` comes before `b`; nil if they are not of one type that has an order (S, N, B).
    static func precedes(_ a: AttributeValue, _ b: AttributeValue) -> Bool? {
        switch (a, b) {
        case (.s(let a), .s(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
        case (.n(let a), .n(let b)): a.compare(b) < 0
        case (.b(let a), .b(let b)): a.lexicographicallyPrecedes(b)
        default: nil
        }
    }
}
