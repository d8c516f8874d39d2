import AWSClient
import JSON

/// The rules that `seed` holds a school to, so that the table takes it, a listing shows it and a filter finds it.
package enum SchoolRules {
    /// DynamoDB's limit for an item, names and values.
    private static let maximumBytes = 409_600

    /// Why a school, in both layouts, is rejected; nil if it is good.
    package static func defect(_ school: Item) -> String? {
        lengthDefect(school[School.key]) ?? listingDefect(school) ?? amountDefect(school) ?? indexDefect(school)
            ?? placeDefect(school, "") ?? placeDefect(school, "location.") ?? sizeDefect(school)
    }

    /// Why listings leave a school out that the table holds; nil if they show it.
    package static func listingDefect(_ school: Item) -> String? {
        keyDefect(school[School.key]) ?? CheckedField.defect { value(school, $0.rawValue).kind }
    }

    /// The number at a path such as `costBand.min`; nil if there is none.
    package static func number(_ school: Item, _ path: String) -> ExactDecimal? {
        if case .n(let number) = value(school, path) { number } else { nil }
    }

    /// The value at a path such as `costBand.min`.
    private static func value(_ item: Item, _ path: String) -> AttributeValue? {
        let names = path.split(separator: ".", maxSplits: 1).map(String.init)
        guard names.count > 1 else { return item[path] }
        if case .m(let map) = item[names[0]] { return value(map, names[1]) }
        return nil
    }

    private static func keyDefect(_ value: AttributeValue?) -> String? {
        guard let value else { return "it has no schoolId" }
        guard case .s(let id) = value else { return "its schoolId is not a string" }
        return id.isEmpty ? "its schoolId is empty" : nil
    }

    private static func lengthDefect(_ value: AttributeValue?) -> String? {
        guard case .s(let id) = value else { return nil }
        let (count, maximum) = (id.utf8.count, School.maximumIDBytes)
        return count > maximum ? "its schoolId has \(count) bytes: at most \(maximum)" : nil
    }

    private static func amountDefect(_ school: Item) -> String? {
        for field in CheckedField.allCases {
            guard let number = number(school, field.rawValue), number.compare(.zero) < 0 else { continue }
            return "\(field.rawValue) is negative (\(number.text))"
        }
        guard let minimum = number(school, CheckedField.minimum.rawValue),
            let maximum = number(school, CheckedField.maximum.rawValue), maximum.compare(minimum) < 0
        else { return nil }
        return "costBand.min (\(minimum.text)) is more than costBand.max (\(maximum.text))"
    }

    /// A table with an index by state and rating does not take a null there.
    private static func indexDefect(_ school: Item) -> String? {
        if case .null = school["avgRating"] { return "avgRating is null: leave it out, or give a number" }
        if case .null = school["state"] { return "state is null: leave it out, or give two letters" }
        return nil
    }

    private static func placeDefect(_ school: Item, _ prefix: String) -> String? {
        if let defect = stateDefect(value(school, prefix + "state").known, prefix + "state") { return defect }
        for (name, bound) in [("lat", 90), ("lng", 180), ("lon", 180)] {
            let path = "\(prefix)coordinates.\(name)"
            guard let degrees = number(school, path), abs(Double(degrees.text) ?? 0) > Double(bound) else { continue }
            return "\(path) is \(degrees.text): from -\(bound) to \(bound)"
        }
        return nil
    }

    /// A filter by state compares with upper case.
    private static func stateDefect(_ value: AttributeValue?, _ name: String) -> String? {
        guard let value else { return nil }
        guard case .s(let state) = value else { return "\(name) is not a string" }
        if state.isEmpty { return "\(name) is empty: leave it out, or give two letters" }
        let quoted = "\"\(state.prefix(20))\""
        guard School.isState(state) else {
            return "\(name) is \(quoted): two letters such as CA"
        }
        let upper = state.uppercased()
        return upper == state ? nil : "\(name) is \(quoted): write \(upper), or no query by state finds it"
    }

    /// Why a school, in both layouts, is too large for the table; nil if it is not.
    package static func sizeDefect(_ school: Item) -> String? {
        let size = school.size
        return size > maximumBytes ? "it takes \(size) bytes in the table, both layouts: at most \(maximumBytes)" : nil
    }
}

extension AttributeValue? {
    /// The kind of the value of a field.
    fileprivate var kind: FieldKind {
        switch self {
        case nil, .null: .missing
        case .s(""): .emptyText
        case .s: .text
        case .n: .number
        case .m: .map
        default: .other
        }
    }
}
