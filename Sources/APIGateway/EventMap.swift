import JSON

/// An object of strings, or of lists of strings, that is still JSON. Most entries are never asked for.
struct EventMap {
    private var text: UnsafeRawBufferPointer?

    /// A map that is missing.
    init() {}

    /// Reads past the next value; it counts as missing if it is not an object.
    init(_ reader: inout JSONReader) throws(JSONError) {
        let isObject = try reader.peek() == .object
        let text = try reader.skipValue()
        if isObject { self.text = text }
    }

    var isMissing: Bool { text == nil }

    /// Returns the values under `name` in the order of the event; entries that are not strings are passed over.
    func values(of name: String, anyCase: Bool = false) -> [String] {
        guard let text else { return [] }
        var found: [String] = []
        var reader = JSONReader(text)
        // The text was read once already, so this does not fail.
        try? reader.readObject { key, reader in
            let key = key.string
            guard (anyCase ? key.lowercased() : key) == name else {
                try reader.skipValue()
                return
            }
            switch try JSONValue(reading: &reader) {
            case .string(let value): found.append(value)
            case .array(let values): found += values.compactMap(\.string)
            default: break
            }
        }
        return found
    }
}
