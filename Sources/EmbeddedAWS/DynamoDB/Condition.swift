import AWSClient
import JSON

/// A condition of DynamoDB's grammar, with its placeholders resolved.
indirect enum Condition: Sendable {
    enum Comparator: String, Sendable {
        case equal = "="
        case notEqual = "<>"
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
    }

    /// What stands on a side of a comparison.
    enum Operand: Sendable, Equatable {
        case path(DocumentPath)
        case value(AttributeValue)
        case size(DocumentPath)
    }

    case and(Condition, Condition)
    case or(Condition, Condition)
    case not(Condition)
    case comparison(Comparator, Operand, Operand)
    case between(Operand, Operand, Operand)
    case isIn(Operand, [Operand])
    case attributeExists(DocumentPath)
    case attributeNotExists(DocumentPath)
    case attributeType(DocumentPath, String)
    case beginsWith(Operand, Operand)
    case contains(Operand, Operand)

    /// Whether the item fulfils the condition. What does not exist, or is of another type, fulfils no comparison but `<>`.
    package func holds(for item: Item) -> Bool {
        switch self {
        case .and(let a, let b): return a.holds(for: item) && b.holds(for: item)
        case .or(let a, let b): return a.holds(for: item) || b.holds(for: item)
        case .not(let condition): return !condition.holds(for: item)
        case .comparison(let comparator, let a, let b): return comparator.holds(a.value(in: item), b.value(in: item))
        case .between(let operand, let low, let high):
            let value = operand.value(in: item)
            return Comparator.greaterOrEqual.holds(value, low.value(in: item))
                && Comparator.lessOrEqual.holds(value, high.value(in: item))
        case .isIn(let operand, let list):
            let value = operand.value(in: item)
            return list.contains { Comparator.equal.holds(value, $0.value(in: item)) }
        case .attributeExists(let path): return path.value(in: item) != nil
        case .attributeNotExists(let path): return path.value(in: item) == nil
        case .attributeType(let path, let type): return path.value(in: item)?.type == type
        case .beginsWith(let operand, let prefix):
            switch (operand.value(in: item), prefix.value(in: item)) {
            case (.s(let text)?, .s(let prefix)?): return text.utf8.starts(with: prefix.utf8)
            case (.b(let bytes)?, .b(let prefix)?): return bytes.starts(with: prefix)
            default: return false
            }
        case .contains(let operand, let element):
            guard let whole = operand.value(in: item), let part = element.value(in: item) else { return false }
            return whole.contains(part)
        }
    }

    /// The top-level attributes that it looks at.
    package var roots: Set<String> {
        switch self {
        case .and(let a, let b), .or(let a, let b): a.roots.union(b.roots)
        case .not(let condition): condition.roots
        case .comparison(_, let a, let b), .beginsWith(let a, let b), .contains(let a, let b): a.roots.union(b.roots)
        case .between(let a, let b, let c): a.roots.union(b.roots).union(c.roots)
        case .isIn(let a, let list): list.reduce(a.roots) { $0.union($1.roots) }
        case .attributeExists(let path), .attributeNotExists(let path), .attributeType(let path, _): [path.root]
        }
    }
}

extension Condition.Operand {
    package func value(in item: Item) -> AttributeValue? {
        switch self {
        case .path(let path): return path.value(in: item)
        case .value(let value): return value
        case .size(let path):
            guard let count = path.value(in: item)?.elementCount else { return nil }
            return .n(ExactDecimal(count))
        }
    }

    package var roots: Set<String> {
        switch self {
        case .path(let path), .size(let path): [path.root]
        case .value: []
        }
    }
}

extension Condition.Comparator {
    package func holds(_ a: AttributeValue?, _ b: AttributeValue?) -> Bool {
        guard let a, let b else { return self == .notEqual }
        switch self {
        case .equal: return a == b
        case .notEqual: return a != b
        case .less: return AttributeValue.precedes(a, b) == true
        case .lessOrEqual: return AttributeValue.precedes(b, a) == false
        case .greater: return AttributeValue.precedes(b, a) == true
        case .greaterOrEqual: return AttributeValue.precedes(a, b) == false
        }
    }
}

extension AttributeValue {
    /// What `size` answers: bytes of a string or binary, elements of a collection; nothing for other types.
    fileprivate var elementCount: Int? {
        switch self {
        case .s(let text): text.utf8.count
        case .b(let bytes): bytes.count
        case .m(let item): item.attributes.count
        case .l(let list): list.count
        case .ss(let set): set.count
        case .ns(let set): set.count
        case .bs(let set): set.count
        case .n, .bool, .null: nil
        }
    }

    /// Whether a string has this part, or a collection this element.
    fileprivate func contains(_ part: AttributeValue) -> Bool {
        switch (self, part) {
        case (.s(let text), .s(let part)): Self.contains(Array(text.utf8), Array(part.utf8))
        case (.b(let bytes), .b(let part)): Self.contains(bytes, part)
        case (.l(let list), _): list.contains(part)
        case (.ss(let set), .s(let text)): set.contains { $0.utf8.elementsEqual(text.utf8) }
        case (.ns(let set), .n(let number)): set.contains { $0.compare(number) == 0 }
        case (.bs(let set), .b(let bytes)): set.contains(bytes)
        default: false
        }
    }

    private static func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
        guard bytes.count >= part.count else { return false }
        return (0...(bytes.count - part.count)).contains { bytes[$0...].starts(with: part) }
    }
}
