import JSON

/// The forms of a school in a response.
package enum SchoolForm: Sendable {
    /// Every attribute.
    case whole
    /// What lists show.
    case card
}

/// A school in a form of the API's responses, with the facts that listings select and sort by.
package struct School: Sendable {
    /// The name of the table's key.
    package static let key = "schoolId"

    /// Whether `text` is two ASCII letters, as a filter by state takes them.
    package static func isState(_ text: String) -> Bool {
        text.utf8.count == 2 && text.utf8.allSatisfy { (0x61...0x7A).contains($0 | 0x20) }
    }

    /// The values of `trainingType`.
    package static let trainingTypes = TrainingType.allCases.map(\.rawValue)
    /// The most bytes of UTF-8 in an id.
    package static let maximumIDBytes = 128
    /// The most bytes of UTF-8 in a key of DynamoDB's.
    private static let maximumKeyBytes = 2048
    /// The most bytes of schools in one response, escaped: Lambda's 6 MiB less what goes around them.
    package static let maximumBytes = (6 << 20) - 65_536

    package var id: String
    /// The school as JSON: whole, in both layouts, or its card.
    package var json: [UInt8] = []
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

    /// Sets `json`, which is copied. A school that no response can hold is malformed.
    mutating func setJSON(_ bytes: UnsafeRawBufferPointer) {
        json = [UInt8](bytes)
        if !Self.fits(bytes) { defect = "it is larger than a response may be" }
    }

    /// Whether a response can hold a school with this JSON, escaped. Escaping at most doubles a JSON text.
    package static func fits(_ json: UnsafeRawBufferPointer) -> Bool {
        json.count < maximumBytes / 2 || JSONEscape.count(json) < maximumBytes
    }
}

extension School {
    /// The facts of the school whose fields are in `plain`; `json` stays empty.
    init(_ plain: PlainFields, _ ranges: FieldRanges) {
        self.init(id: plain.string(ranges[.schoolId]) ?? "")
        name = SortName(plain.string(ranges[.name]) ?? "")
        price = plain.number(ranges.band[0])
        rating = plain.number(ranges[.avgRating])
        fleetSize = plain.fleetSize(ranges)
        trainingType = plain.string(ranges[.trainingType]) ?? ""
        programs = plain.programs(ranges[.programs])
        state = plain.string(ranges.shared(.state, where: { plain.kind($0) == .text })) ?? ""
        defect = CheckedField.defect { field in
            switch field {
            case .name: plain.kind(ranges[.name])
            case .costBand: plain.kind(ranges[.costBand])
            case .minimum: plain.kind(ranges.band[0])
            case .maximum: plain.kind(ranges.band[1])
            case .rating: plain.kind(ranges[.avgRating])
            case .fleetSize: plain.kind(ranges[.fleetSize])
            }
        }
        // Paging needs an id to go on after.
        if id.isEmpty { defect = "it has no schoolId" }
        if id.utf8.count > Self.maximumKeyBytes { defect = "its schoolId is longer than a key may be" }
    }
}

extension PlainFields {
    /// The programs in the list at `range`.
    func programs(_ range: ByteRange) -> Programs {
        (elements(range) ?? []).reduce(into: []) { programs, element in
            if let program = string(element).flatMap(Programs.init(name:)) { programs.insert(program) }
        }
    }

    /// `fleetSize`, or else the sum of `fleetDetails[].count`; the sum of none is 0.
    func fleetSize(_ ranges: FieldRanges) -> ExactDecimal? {
        number(ranges[.fleetSize])
            ?? ranges.fleet?.reduce(.zero) { sum, aircraft in number(aircraft[1]).map { sum + $0 } ?? sum }
    }
}

/// The federal rules that a school trains by, or that a student prefers: `trainingType`.
package enum TrainingType: String, CaseIterable, Sendable {
    case part61 = "Part61"
    case part141 = "Part141"
    case both = "Both"
}
