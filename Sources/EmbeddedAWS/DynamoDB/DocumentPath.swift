import AWSClient

/// Where a value stands inside an item: `a.b[0].c`.
struct DocumentPath: Sendable, Equatable, CustomStringConvertible {
    enum Step: Sendable, Equatable {
        case name(String)
        case index(Int)
    }

    /// The first step is always a name.
    var steps: [Step]

    /// The top-level attribute.
    var root: String {
        if case .name(let name)? = steps.first { name } else { "" }
    }

    /// The value there, if all steps exist.
    func value(in item: Item) -> AttributeValue? {
        var value = AttributeValue.m(item)
        for step in steps {
            switch (step, value) {
            case (.name(let name), .m(let map)):
                guard let next = map[name] else { return nil }
                value = next
            case (.index(let index), .l(let list)) where index < list.count: value = list[index]
            default: return nil
            }
        }
        return value
    }

    /// As AWS writes it in messages: `[a, b, [0]]`.
    var description: String {
        let parts = steps.map { step in
            switch step {
            case .name(let name): name
            case .index(let index): "[\(index)]"
            }
        }
        return "[\(parts.joined(separator: ", "))]"
    }
}

/// The attributes that a `ProjectionExpression` asks for.
struct Projection: Sendable {
    private let paths: [DocumentPath]

    /// Throws a message if two paths overlap or conflict.
    init(_ paths: [DocumentPath]) throws(ExpressionError) {
        for (index, path) in paths.enumerated() {
            for other in paths[..<index] {
                let common = zip(other.steps, path.steps).prefix { $0 == $1 }.count
                if common == min(other.steps.count, path.steps.count) {
                    throw ExpressionError(
                        "Two document paths overlap with each other; must remove or rewrite one of these paths; "
                            + "path one: \(other), path two: \(path)")
                }
                if case (.name, .index) = (other.steps[common], path.steps[common]) { throw Self.conflict(other, path) }
                if case (.index, .name) = (other.steps[common], path.steps[common]) { throw Self.conflict(other, path) }
            }
        }
        self.paths = paths
    }

    private static func conflict(_ one: DocumentPath, _ two: DocumentPath) -> ExpressionError {
        ExpressionError(
            "Two document paths conflict with each other; must remove or rewrite one of these paths; "
                + "path one: \(one), path two: \(two)")
    }

    /// Only what was asked for: maps keep the members named, lists the elements named, closed up.
    func apply(to item: Item) -> Item {
        guard case .m(let projected)? = Self.apply(paths.map { $0.steps[...] }, to: .m(item)) else { return Item() }
        return projected
    }

    /// Nil where no path leads to anything.
    private static func apply(_ paths: [ArraySlice<DocumentPath.Step>], to value: AttributeValue) -> AttributeValue? {
        if paths.contains(where: \.isEmpty) { return value }
        switch value {
        case .m(let map):
            let kept = map.attributes.compactMap { attribute -> (name: String, value: AttributeValue)? in
                let inside = paths.filter { $0.first == .name(attribute.name) }.map { $0.dropFirst() }
                guard !inside.isEmpty, let value = apply(inside, to: attribute.value) else { return nil }
                return (attribute.name, value)
            }
            return kept.isEmpty ? nil : .m(Item(kept))
        case .l(let list):
            let kept = list.enumerated().compactMap { index, element -> AttributeValue? in
                let inside = paths.filter { $0.first == .index(index) }.map { $0.dropFirst() }
                return inside.isEmpty ? nil : apply(inside, to: element)
            }
            return kept.isEmpty ? nil : .l(kept)
        default: return nil
        }
    }
}
