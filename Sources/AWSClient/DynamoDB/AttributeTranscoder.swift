import Bytes
import JSON

/// An attribute value of a type that is not in DynamoDB's API of today.
package struct UnknownAttributeType: Error {
    /// The name of the type.
    package let type: String
}

/// From DynamoDB's typed attribute values to the JSON that a JavaScript client expects, in one pass over the bytes.
///
/// Strings keep the escapes and numbers the digits that they are stored with; sets become arrays, binary data stays base64.
package enum AttributeTranscoder {
    /// Reads one attribute value (`{"S":"x"}`) and appends the plain one (`"x"`). Throws `JSONError` or
    /// `UnknownAttributeType`.
    package static func transcode(_ reader: inout JSONReader, to out: inout ByteBuffer) throws {
        var types = 0
        try reader.readObject { type, reader in
            types += 1
            switch type {
            case "S", "B": out.append(literal: try reader.readString())
            case "N": try appendNumber(&reader, &out)
            case "BOOL": out.append(try reader.readBool() ? "true" : "false")
            case "NULL":
                _ = try reader.readBool()
                out.append("null")
            case "M": try transcodeMap(&reader, to: &out)
            case "L": try appendArray(&reader, &out) { try transcode(&$0, to: &$1) }
            case "SS", "BS": try appendArray(&reader, &out) { $1.append(literal: try $0.readString()) }
            case "NS": try appendArray(&reader, &out) { try appendNumber(&$0, &$1) }
            default: throw UnknownAttributeType(type: type.string)
            }
        }
        guard types == 1 else { throw reader.error("an attribute value must have exactly one type") }
    }

    /// Reads an object of attribute values and appends the plain object.
    private static func transcodeMap(_ reader: inout JSONReader, to out: inout ByteBuffer) throws {
        var isFirst = true
        out.append(UInt8(ascii: "{"))
        try reader.readObject { name, reader in
            if !isFirst { out.append(UInt8(ascii: ",")) }
            isFirst = false
            out.append(literal: name)
            out.append(UInt8(ascii: ":"))
            try transcode(&reader, to: &out)
        }
        out.append(UInt8(ascii: "}"))
    }

    @inline(__always)
    private static func appendArray(
        _ reader: inout JSONReader, _ out: inout ByteBuffer,
        _ element: (inout JSONReader, inout ByteBuffer) throws -> Void
    ) throws {
        var isFirst = true
        out.append(UInt8(ascii: "["))
        try reader.readArray { reader in
            if !isFirst { out.append(UInt8(ascii: ",")) }
            isFirst = false
            try element(&reader, &out)
        }
        out.append(UInt8(ascii: "]"))
    }

    /// The number is in a string. What is not a number would break the JSON, so it stays a string.
    private static func appendNumber(_ reader: inout JSONReader, _ out: inout ByteBuffer) throws {
        let text = try reader.readString()
        var number = JSONReader(text.raw)
        if let digits = try? number.readNumber(), digits.count == text.raw.count {
            out.append(digits)
        } else {
            out.append(literal: text)
        }
    }
}
