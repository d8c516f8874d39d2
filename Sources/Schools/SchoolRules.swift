import AWSClient

/// What a school must be so that the table takes it, a listing shows it and a query by state finds it.
package enum SchoolRules {
    /// Bytes of UTF-8: what `GET /schools/{schoolId}` takes.
    package static let maximumIDBytes = 128
    /// DynamoDB's limit for an item, names and values.
    package static let maximumBytes = 409_600

    /// Why a school, in both layouts, is to be rejected; nil if it is good.
    package static func defect(_ school: Item) -> String? {
        idDefect(school["schoolId"]) ?? nameDefect(school["name"]) ?? costDefect(school["costBand"])
            ?? ratingDefect(school["avgRating"]) ?? numberDefect(school["fleetSize"], "fleetSize")
            ?? placeDefect(school) ?? sizeDefect(school)
    }

    private static func idDefect(_ value: AttributeValue?) -> String? {
        guard let value else { return "it has no schoolId" }
        guard case .s(let id) = value else { return "its schoolId is not a string" }
        if id.isEmpty { return "its schoolId is empty" }
        let count = id.utf8.count
        return count > maximumIDBytes ? "its schoolId has \(count) bytes: at most \(maximumIDBytes)" : nil
    }

    private static func nameDefect(_ value: AttributeValue?) -> String? {
        guard let value, !value.isNull else { return "it has no name" }
        guard case .s(let name) = value else { return "its name is not a string" }
        return name.isEmpty ? "its name is empty" : nil
    }

    private static func costDefect(_ value: AttributeValue?) -> String? {
        guard let value else { return nil }
        guard case .m(let band) = value else { return "costBand is not an object with min and max" }
        if let defect = numberDefect(band["min"], "costBand.min") ?? numberDefect(band["max"], "costBand.max") {
            return defect
        }
        if case .n(let minimum) = band["min"], case .n(let maximum) = band["max"], maximum < minimum {
            return "costBand.min (\(minimum.text)) is more than costBand.max (\(maximum.text))"
        }
        return nil
    }

    /// The index takes no null as its sort key.
    private static func ratingDefect(_ value: AttributeValue?) -> String? {
        if value?.isNull == true { return "avgRating is null: leave it out, or give a number" }
        return numberDefect(value, "avgRating")
    }

    private static func numberDefect(_ value: AttributeValue?, _ name: String) -> String? {
        guard let value, !value.isNull else { return nil }
        guard case .n(let number) = value else { return "\(name) is not a number" }
        return number.isNegative ? "\(name) is negative (\(number.text))" : nil
    }

    private static func placeDefect(_ school: Item) -> String? {
        var place = Item()
        if case .m(let map) = school["location"] { place = map }
        if school["state"]?.isNull == true { return "state is null: leave it out, or give two letters" }
        return stateDefect(school["state"], "state") ?? stateDefect(place["state"], "location.state")
            ?? coordinatesDefect(school["coordinates"], "coordinates")
            ?? coordinatesDefect(place["coordinates"], "location.coordinates")
    }

    /// Queries ask for upper case, and the index finds what is written exactly so.
    private static func stateDefect(_ value: AttributeValue?, _ name: String) -> String? {
        guard let value, !value.isNull else { return nil }
        guard case .s(let state) = value else { return "\(name) is not a string" }
        if state.isEmpty { return "\(name) is empty: leave it out, or give two letters" }
        guard state.utf8.count == 2, state.utf8.allSatisfy({ (0x61...0x7A).contains($0 | 0x20) }) else {
            return "\(name) is \(quoted(state)): two letters such as CA"
        }
        let upper = state.uppercased()
        return upper == state ? nil : "\(name) is \(quoted(state)): write \(upper), or no query by state finds it"
    }

    private static func coordinatesDefect(_ value: AttributeValue?, _ name: String) -> String? {
        guard case .m(let map) = value else { return nil }
        for (key, bound) in [("lat", 90.0), ("lng", 180), ("lon", 180)] {
            guard case .n(let degrees) = map[key], let value = Double(degrees.text) else { continue }
            if abs(value) > bound { return "\(name).\(key) is \(degrees.text): from -\(Int(bound)) to \(Int(bound))" }
        }
        return nil
    }

    private static func sizeDefect(_ school: Item) -> String? {
        let size = school.size
        return size > maximumBytes ? "it takes \(size) bytes in the table, both layouts: at most \(maximumBytes)" : nil
    }

    private static func quoted(_ text: String) -> String { "\"\(text.prefix(20))\"" }
}
