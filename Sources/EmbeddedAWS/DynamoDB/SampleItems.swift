import AWSClient
import JSON
import Schools

/// The items do not fit a table.
package struct InvalidItems: Error, CustomStringConvertible {
    package let description: String
}

/// Makes items of plain JSON, the form of `Events/schools.json`.
///
/// Real tables hold `programs` as a list or as a string set. So every third item gets a set, if its programs are
/// strings.
package enum SampleItems {
    /// Reads an array of objects. Throws `JSONError`, `InvalidItems` or `PlainReader.Unstorable`.
    package static func items(_ json: [UInt8]) throws -> [Item] {
        try json.withUnsafeBytes { json in
            var reader = JSONReader(json)
            guard try reader.peek() == .array else {
                throw InvalidItems(description: "the file must hold a JSON array of objects")
            }
            var items: [Item] = []
            try reader.readArray { reader in
                guard try reader.peek() == .object else {
                    throw InvalidItems(description: "element \(items.count) of the array is not an object")
                }
                var item = try PlainReader.members(&reader, depth: 0)
                if items.count % 3 == 2 { makeProgramsSet(&item) }
                items.append(item)
            }
            try reader.finish()
            return items
        }
    }

    private static func makeProgramsSet(_ item: inout Item) {
        guard let at = item.attributes.firstIndex(where: { $0.name == "programs" }),
            case .l(let list) = item.attributes[at].value, !list.isEmpty
        else { return }
        let texts = list.compactMap { element -> String? in
            if case .s(let text) = element { text } else { nil }
        }
        if texts.count == list.count, Set(texts).count == list.count { item.attributes[at].value = .ss(texts) }
    }
}
