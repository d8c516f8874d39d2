/// Where the fields of a school are in its plain JSON.
struct FieldRanges {
    /// A field of one layout: the range of its value, or that it is null. Null is written only where both layouts have none.
    struct Shared {
        var range = 0..<0
        var isNull = false
    }

    /// The attributes of the school itself, by `SchoolField`; those that the layouts share are in `flat`.
    private var own = [ByteRange](repeating: 0..<0, count: SchoolField.allCases.count)
    /// In the order of `SchoolLayouts.shared`.
    var flat = [Shared](repeating: Shared(), count: SchoolLayouts.shared.count)
    var nested = [Shared](repeating: Shared(), count: SchoolLayouts.shared.count)
    /// The members of `location`, each with its type, where it is a map.
    var location: UnsafeRawBufferPointer?
    /// The `aircraftType` and the `count` of each element of `fleetDetails`; nil if that is no list.
    private(set) var fleet: [[2 of ByteRange]]?
    /// The `min` and the `max` of `costBand`.
    private(set) var band = [2 of ByteRange](repeating: 0..<0)
    /// Whether `location` is neither a map nor null.
    var hasOtherLocation = false

    subscript(field: SchoolField) -> ByteRange {
        get { own[field.rawValue] }
        set { own[field.rawValue] = newValue }
    }

    private static let fleetNames: [2 of StaticString] = ["aircraftType", "count"]
    /// The members of coordinates.
    static let degreeNames: [2 of StaticString] = ["lat", "lng"]
    private static let bandNames: [2 of StaticString] = ["min", "max"]

    /// Looks up what more than one reader needs, once all fields are known.
    mutating func complete(_ plain: PlainFields) {
        fleet = plain.members(Self.fleetNames, ofEach: self[.fleetDetails])
        band = plain.members(Self.bandNames, of: self[.costBand])
    }

    /// Forgets everything and keeps the memory.
    mutating func removeAll() {
        for index in own.indices { own[index] = 0..<0 }
        for index in flat.indices {
            flat[index] = Shared()
            nested[index] = Shared()
        }
        fleet = nil
        location = nil
        hasOtherLocation = false
    }

    /// The range of a field that the layouts share: the flat one, unless only the nested one is `good`, or is there at all.
    func shared(_ field: SchoolField, where good: (ByteRange) -> Bool) -> ByteRange {
        guard let index = SchoolLayouts.shared.firstIndex(of: field) else { return 0..<0 }
        let (flat, nested) = (flat[index].range, nested[index].range)
        return flat.isEmpty || !good(flat) && good(nested) ? nested : flat
    }

    /// The ranges of a field that the layouts share, the flat one first.
    func both(_ field: SchoolField) -> [ByteRange] {
        guard let index = SchoolLayouts.shared.firstIndex(of: field) else { return [] }
        return [flat[index].range, nested[index].range]
    }
}
