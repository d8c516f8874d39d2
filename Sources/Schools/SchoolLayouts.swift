import AWSClient

/// The two layouts of real tables: nested (`location:{city,state,zipCode,coordinates}`) and flat (the four at the top).
///
/// Readers exist for both, so each field that one layout lacks is copied from the other. A null counts as missing.
package enum SchoolLayouts {
    /// The fields that the two share.
    static let shared: [SchoolField] = [.city, .state, .zipCode, .coordinates]

    /// The item in both layouts; nothing else is changed. A `location` that is neither a map nor null is left as it is.
    package static func complete(_ item: Item) -> Item {
        var item = item
        var location = Item()
        switch item["location"] {
        case .m(let map): location = map
        case nil, .null: break
        default: return item
        }
        for name in shared.map(\.name.description) {
            switch (item[name].known, location[name].known) {
            case (let flat?, nil): location[name] = flat
            case (nil, let nested?): item[name] = nested
            default: break
            }
        }
        if !location.attributes.isEmpty { item["location"] = .m(location) }
        return item
    }

    /// The names of the fields for which the two layouts of a school have different values.
    package static func disagreements(_ school: Item) -> [String] {
        guard case .m(let location) = school["location"] else { return [] }
        return shared.map(\.name.description).filter { name in
            guard let flat = school[name].known, let nested = location[name].known else { return false }
            return PlainWriter.comparable(Item([(name, flat)])) != PlainWriter.comparable(Item([(name, nested)]))
        }
    }
}

extension AttributeValue? {
    /// The value, unless it is null.
    package var known: AttributeValue? { if case .null = self { nil } else { self } }
}
