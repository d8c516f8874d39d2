import AWSClient

/// The two layouts of real tables: nested (`location:{city,state,zipCode,coordinates}`) and flat (the four at the top).
package enum SchoolLayouts {
    /// The fields that the two share.
    package static let shared = ["city", "state", "zipCode", "coordinates"]

    /// The item with what either layout lacks filled from the other; nothing else is changed. A field that is null counts as
    /// missing where the other layout has it, and so does a `location` that is null; one that is no map is left as it is.
    package static func complete(_ item: Item) -> Item {
        var item = item
        var place = Item()
        switch item["location"] {
        case .m(let map): place = map
        case nil, .null: break
        default: return item
        }
        let nested = place
        for name in shared {
            guard let flat = item[name], !flat.isNull, place[name]?.isNull != false else { continue }
            place.set(name, flat)
        }
        for name in shared {
            guard let value = nested[name], !value.isNull, item[name]?.isNull != false else { continue }
            item.set(name, value)
        }
        if !place.attributes.isEmpty { item.set("location", .m(place)) }
        return item
    }
}

extension AttributeValue {
    /// Whether it is NULL.
    var isNull: Bool { if case .null = self { true } else { false } }
}

extension Item {
    /// Gives an attribute a value: in its place if it is there, or else behind the last.
    mutating func set(_ name: String, _ value: AttributeValue) {
        if let index = attributes.firstIndex(where: { UTF8Key($0.name) == UTF8Key(name) }) {
            attributes[index].value = value
        } else {
            attributes.append((name, value))
        }
    }
}
