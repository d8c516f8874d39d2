/// What a school may lack, the costliest first. The raw values are the kinds in the JSON of `check-data`.
package enum SchoolLack: String, CaseIterable, Sendable {
    case inNoListing, inNoRadiusSearch, lastInAnOrder, noCardPicture
    case priceOnlyAsCostBand, layoutsDisagree, nearDuplicate

    /// The words for it in tables and summaries.
    package var title: String {
        switch self {
        case .inNoListing: "in no listing"
        case .inNoRadiusSearch: "in no radius search"
        case .lastInAnOrder: "last in an order"
        case .noCardPicture: "no card picture"
        case .priceOnlyAsCostBand: "price only as costBand"
        case .layoutsDisagree: "two layouts that disagree"
        case .nearDuplicate: "near-duplicate"
        }
    }

    /// What it costs the school.
    package var cost: String {
        switch self {
        case .inNoListing: "no list and no match has it"
        case .inNoRadiusSearch: "a match within a radius has it for students of its own state only"
        case .lastInAnOrder: "what is unknown sorts as 0; without a price no budget finds it"
        case .noCardPicture: "lists, results and comparisons show none"
        case .priceOnlyAsCostBand: "a match compares one price, whatever the student's goal"
        case .layoutsDisagree: "one field is searched, and the other may be shown"
        case .nearDuplicate: "it may be one school twice, and which one is right is unknown"
        }
    }
}
