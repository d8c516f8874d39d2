import AWSClient
import Bytes
import JSON

/// Writes items as plain JSON, in the form that `PlainReader` reads: keys sorted by their bytes, sets in order, so that the same
/// item is always the same text.
package enum PlainWriter {
    /// Appends an item, its numbers with the digits that they are stored with.
    package static func write(_ item: Item, to out: inout ByteBuffer) { write(item, asStored, to: &out) }

    /// The text of an item for comparing: equal items have the same, and no others.
    package static func comparable(_ item: Item) -> [UInt8] {
        var out = ByteBuffer(capacity: 8192)
        write(item, \.normal, to: &out)
        return out.array()
    }

    /// How a number is written.
    private typealias Digits = (ExactDecimal) -> String

    private static func write(_ item: Item, _ digits: Digits, to out: inout ByteBuffer) {
        out.append("{")
        let sorted = item.attributes.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        for (index, attribute) in sorted.enumerated() {
            if index > 0 { out.append(",") }
            out.append(jsonString: attribute.name)
            out.append(":")
            write(attribute.value, digits, to: &out)
        }
        out.append("}")
    }

    private static func write(_ value: AttributeValue, _ digits: Digits, to out: inout ByteBuffer) {
        switch value {
        case .s(let text): out.append(jsonString: text)
        case .n(let number): out.append(digits(number))
        case .bool(let value): out.append(value ? "true" : "false")
        case .null: out.append("null")
        case .l(let elements): out.append(jsonArray: elements) { write($0, digits, to: &$1) }
        case .m(let item):
            let isLikeTag = item.attributes.count == 1 && PlainReader.Tag(rawValue: item.attributes[0].name) != nil
            if isLikeTag { out.append("{\"M\":") }
            write(item, digits, to: &out)
            if isLikeTag { out.append("}") }
        case .b(let bytes):
            out.append("{\"B\":")
            out.append(jsonString: Base64.encode(bytes))
            out.append("}")
        case .ss(let texts):
            write(.stringSet, texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }, to: &out)
        case .ns(let numbers): write(.numberSet, numbers.sorted { $0.compare($1) < 0 }.map(digits), to: &out)
        case .bs(let values):
            write(.binarySet, values.sorted { $0.lexicographicallyPrecedes($1) }.map { Base64.encode($0) }, to: &out)
        }
    }

    private static func write(_ set: PlainReader.Tag, _ elements: [String], to out: inout ByteBuffer) {
        out.append("{\"\(set.rawValue)\":")
        out.append(jsonArray: elements) { $1.append(jsonString: $0) }
        out.append("}")
    }

    /// The stored text if that is a JSON number, else the normal form.
    private static func asStored(_ number: ExactDecimal) -> String {
        var stored = number.text
        let isJSON = stored.withUTF8 { bytes in
            var reader = JSONReader(UnsafeRawBufferPointer(bytes))
            return (try? reader.readNumber().count) == bytes.count
        }
        return isJSON ? stored : number.normal
    }
}
