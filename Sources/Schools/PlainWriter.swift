import AWSClient
import Bytes
import JSON

/// Writes items as plain JSON, in the form that `PlainReader` reads: keys sorted by their bytes, sets in order, so that the same
/// item is always the same text.
package enum PlainWriter {
    /// How numbers are written.
    package enum Numbers {
        /// With the digits that they are stored with.
        case asStored
        /// Equal ones alike, for comparing.
        case normal
    }

    package static func write(_ item: Item, _ numbers: Numbers = .asStored, to out: inout ByteBuffer) {
        let sorted = item.attributes.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        out.append(UInt8(ascii: "{"))
        for (index, attribute) in sorted.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            out.append(jsonString: attribute.name)
            out.append(UInt8(ascii: ":"))
            write(attribute.value, numbers, to: &out)
        }
        out.append(UInt8(ascii: "}"))
    }

    /// The text of an item in which equal items are alike, and no others.
    package static func comparable(_ item: Item) -> [UInt8] {
        var out = ByteBuffer(capacity: 8192)
        write(item, .normal, to: &out)
        return out.array()
    }

    private static func write(_ value: AttributeValue, _ numbers: Numbers, to out: inout ByteBuffer) {
        switch value {
        case .s(let text): out.append(jsonString: text)
        case .n(let number): out.append(text(number, numbers))
        case .bool(let value): out.append(value ? "true" : "false")
        case .null: out.append("null")
        case .l(let elements): list(elements, to: &out) { write($0, numbers, to: &$1) }
        case .m(let item):
            let isLikeTag = item.attributes.count == 1 && PlainReader.Tag(rawValue: item.attributes[0].name) != nil
            if isLikeTag { out.append("{\"M\":") }
            write(item, numbers, to: &out)
            if isLikeTag { out.append("}") }
        case .ss(let texts):
            let sorted = texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            tagged(.stringSet, to: &out) { out in list(sorted, to: &out) { $1.append(jsonString: $0) } }
        case .ns(let set):
            tagged(.numberSet, to: &out) { out in
                list(set.sorted(), to: &out) { $1.append(jsonString: text($0, numbers)) }
            }
        case .b(let bytes): tagged(.binary, to: &out) { $0.append(jsonString: Base64.encode(bytes)) }
        case .bs(let values):
            let sorted = values.sorted { $0.lexicographicallyPrecedes($1) }
            tagged(.binarySet, to: &out) { out in
                list(sorted, to: &out) { $1.append(jsonString: Base64.encode($0)) }
            }
        }
    }

    /// A number that JSON can write: the text as it is stored is, as a rule.
    private static func text(_ number: DynamoNumber, _ numbers: Numbers) -> String {
        guard numbers == .asStored else { return number.normal }
        var stored = number.text
        let isJSON = stored.withUTF8 { bytes in
            var reader = JSONReader(UnsafeRawBufferPointer(bytes))
            return (try? reader.readNumber().count) == bytes.count
        }
        return isJSON ? stored : number.normal
    }

    private static func tagged(
        _ tag: PlainReader.Tag, to out: inout ByteBuffer, _ value: (inout ByteBuffer) -> Void
    ) {
        out.append("{\"\(tag.rawValue)\":")
        value(&out)
        out.append("}")
    }

    private static func list<T>(_ elements: [T], to out: inout ByteBuffer, _ each: (T, inout ByteBuffer) -> Void) {
        out.append(UInt8(ascii: "["))
        for (index, element) in elements.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            each(element, &out)
        }
        out.append(UInt8(ascii: "]"))
    }
}
