import AWSClient
import JSON
import Schools

/// Makes items of plain JSON: what the sample schools are written in, and what `seed` reads.
///
/// `programs` of every third item, if it is a list of strings, becomes a string set, for tables hold both.
package enum SampleItems {
    /// Why a file does not hold items.
    package struct Invalid: Error, CustomStringConvertible {
        package let description: String
    }

    /// `json` is an array of objects. Throws `JSONError`, `Invalid` or `PlainReader.Unstorable`.
    package static func items(_ json: [UInt8]) throws -> [Item] {
        try json.withUnsafeBytes { json in
            var reader = JSONReader(json)
            guard try reader.peek() == .array else {
                throw Invalid(description: "the file must hold a JSON array of objects")
            }
            var items: [Item] = []
            try reader.readArray { reader in
                guard try reader.peek() == .object else {
                    throw Invalid(description: "element \(items.count) of the array is not an object")
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
