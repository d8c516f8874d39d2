import AWSClient
import JSON
import Schools

// The rules for one school by itself.
extension SchoolLack {
    /// Returns what a school, in both layouts, lacks, and why that is said.
    static func lacks(of school: Item) -> [(lack: SchoolLack, reason: String)] {
        let defect = SchoolRules.listingDefect(school)
        let found: [(SchoolLack, String?)] = [
            (.inNoListing, defect), (.inNoRadiusSearch, placeDefect(school["coordinates"])),
            // It is in no order at all if it is in no listing.
            (.lastInAnOrder, defect == nil ? orderDefect(school) : nil),
            (.noCardPicture, pictureDefect(school["heroImageUrl"])), (.priceOnlyAsCostBand, priceDefect(school)),
            (.layoutsDisagree, layoutDefect(school)),
        ]
        return found.compactMap { lack, reason in reason.map { (lack, $0) } }
    }

    /// A match takes coordinates out of range, and exactly 0, 0, for unknown.
    private static func placeDefect(_ coordinates: AttributeValue?) -> String? {
        guard let coordinates = coordinates.known else { return "it has no coordinates" }
        guard case .m(let map) = coordinates, let latitude = degrees(map, "lat"), let longitude = degrees(map, "lng")
        else { return "its coordinates are not an object with the numbers lat and lng" }
        guard abs(latitude) <= 90, abs(longitude) <= 180 else {
            return "its coordinates are out of range (\(latitude), \(longitude))"
        }
        return latitude == 0 && longitude == 0 ? "its coordinates are 0, 0" : nil
    }

    private static func degrees(_ coordinates: Item, _ name: String) -> Double? {
        SchoolRules.number(coordinates, name).flatMap { Double($0.text) }
    }

    private static func orderDefect(_ school: Item) -> String? {
        var unknown: [String] = []
        if SchoolRules.number(school, CheckedField.rating.rawValue) == nil { unknown.append("no avgRating") }
        if !isPositive(school, CheckedField.minimum.rawValue) { unknown.append("no costBand.min above 0") }
        if SchoolRules.number(school, CheckedField.fleetSize.rawValue) == nil,
            !maps(school["fleetDetails"]).contains(where: { SchoolRules.number($0, "count") != nil })
        {
            unknown.append("no fleetSize or fleetDetails")
        }
        return unknown.isEmpty ? nil : "it has " + unknown.joined(separator: ", ")
    }

    /// The pages load pictures over https and in no other way.
    private static func pictureDefect(_ picture: AttributeValue?) -> String? {
        guard case .s(let url)? = picture, !url.isEmpty else { return "it has no heroImageUrl" }
        return url.lowercased().hasPrefix("https://") ? nil : "its heroImageUrl does not begin with https://"
    }

    private static func priceDefect(_ school: Item) -> String? {
        let hasBand = [CheckedField.minimum, .maximum].contains { isPositive(school, $0.rawValue) }
        let isPriced = maps(school["programDetails"]).contains {
            isPositive($0, "costMin") || isPositive($0, "costMax")
        }
        return hasBand && !isPriced ? "none of its programDetails has a price" : nil
    }

    private static func layoutDefect(_ school: Item) -> String? {
        let names = SchoolLayouts.disagreements(school)
        return names.isEmpty ? nil : names.map { "\($0) is not location.\($0)" }.joined(separator: ", ")
    }

    private static func isPositive(_ item: Item, _ path: String) -> Bool {
        SchoolRules.number(item, path).map { $0.compare(.zero) > 0 } ?? false
    }

    /// The maps in a list.
    private static func maps(_ value: AttributeValue?) -> [Item] {
        guard case .l(let elements)? = value else { return [] }
        return elements.compactMap { if case .m(let map) = $0 { map } else { nil } }
    }
}
