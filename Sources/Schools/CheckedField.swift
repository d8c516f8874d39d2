/// The type of a field's value, whatever form the school is read from.
package enum FieldKind {
    /// There is no value, or null.
    case missing
    case emptyText, text, number, map, other
}

/// The fields whose values must have a certain type. A school in which one has not is malformed: listings leave it out, and
/// `seed` rejects it.
package enum CheckedField: String, CaseIterable {
    case name, costBand
    case minimum = "costBand.min"
    case maximum = "costBand.max"
    case rating = "avgRating"
    case fleetSize

    /// What is wrong with a value of that kind; nil if nothing is.
    private func defect(_ kind: FieldKind) -> String? {
        switch (self, kind) {
        case (.name, .text), (.costBand, .map), (.costBand, .missing): nil
        case (.name, .missing): "it has no name"
        case (.name, .emptyText): "its name is empty"
        case (.name, _): "its name is not a string"
        case (.costBand, _): "costBand is not an object with min and max"
        case (_, .number), (_, .missing): nil
        default: "\(rawValue) is not a number"
        }
    }

    /// Why a school is malformed; nil if it is well-formed. `kind` returns the kind of a field's value.
    package static func defect(_ kind: (CheckedField) -> FieldKind) -> String? {
        for field in allCases {
            if let defect = field.defect(kind(field)) { return defect }
        }
        return nil
    }
}
