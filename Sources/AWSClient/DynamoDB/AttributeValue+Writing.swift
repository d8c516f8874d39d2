import Bytes
import JSON

extension AttributeValue {
    /// Appends DynamoDB's JSON form, `{"S":"…"}`.
    package func write(to out: inout ByteBuffer) {
        switch self {
        case .s(let text): Self.write("S", to: &out) { $0.append(jsonString: text) }
        case .n(let number): Self.write("N", to: &out) { $0.append(jsonString: number.text) }
        case .b(let bytes): Self.write("B", to: &out) { $0.append(jsonString: Base64.encode(bytes)) }
        case .bool(let value): Self.write("BOOL", to: &out) { $0.append(value ? "true" : "false") }
        case .null: out.append("{\"NULL\":true}")
        case .m(let item): Self.write("M", to: &out) { item.write(to: &$0) }
        case .l(let elements): Self.write("L", elements, to: &out) { $0.write(to: &$1) }
        case .ss(let texts): Self.write("SS", texts, to: &out) { $1.append(jsonString: $0) }
        case .ns(let numbers): Self.write("NS", numbers, to: &out) { $1.append(jsonString: $0.text) }
        case .bs(let values): Self.write("BS", values, to: &out) { $1.append(jsonString: Base64.encode($0)) }
        }
    }

    private static func write(_ type: StaticString, to out: inout ByteBuffer, _ value: (inout ByteBuffer) -> Void) {
        out.append("{\"")
        out.append(type)
        out.append("\":")
        value(&out)
        out.append("}")
    }

    private static func write<T>(
        _ type: StaticString, _ elements: [T], to out: inout ByteBuffer, _ each: (T, inout ByteBuffer) -> Void
    ) {
        write(type, to: &out) { $0.append(jsonArray: elements, each) }
    }
}

extension Item {
    /// Appends DynamoDB's JSON form, `{"name":{"S":"…"},…}`.
    package func write(to out: inout ByteBuffer) {
        out.append("{")
        for (index, attribute) in attributes.enumerated() {
            if index > 0 { out.append(",") }
            out.append(jsonString: attribute.name)
            out.append(":")
            attribute.value.write(to: &out)
        }
        out.append("}")
    }
}
