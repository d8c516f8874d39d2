import JSON

/// A school in the form of the API's responses, with the facts that listings select and sort by.
package struct School: Sendable {
    /// The name of the table's key.
    package static let key = "schoolId"
    /// The values of `trainingType`.
    package static let trainingTypes = TrainingType.allCases.map(\.rawValue)
    /// The most bytes of UTF-8 in an id.
    package static let maximumIDBytes = 128
    /// The most bytes of schools in one response, escaped: Lambda's 6 MiB less what goes around them.
    package static let maximumBytes = (6 << 20) - 65_536

    package var id: String
    /// The whole school as JSON, in both layouts.
    package var json: [UInt8] = []
    /// The bytes that `json` takes inside the JSON string that a proxy response's body is.
    package var escapedCount = 0
    package var name = SortName("")
    /// `costBand.min`.
    package var price: ExactDecimal?
    /// `avgRating`.
    package var rating: ExactDecimal?
    /// `fleetSize`, or else the sum of `fleetDetails[].count`.
    package var fleetSize: ExactDecimal?
    /// `trainingType` as stored.
    package var trainingType = ""
    package var programs: Programs = []
    /// The flat `state`, or else `location.state`.
    package var state = ""
    /// Why the school must be left out of listings; nil if it is well-formed.
    package var defect: String?
    /// Whether `json` is the school. If not, an attribute has a type that has no JSON form, and `defect` says which.
    package var isReadable: Bool { !json.isEmpty }
}

/// The federal rules that a school trains by, or that a student prefers: `trainingType`.
package enum TrainingType: String, CaseIterable, Sendable {
    case part61 = "Part61"
    case part141 = "Part141"
    case both = "Both"
}
