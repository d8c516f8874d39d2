import Bytes
import JSON

/// From DynamoDB's typed attribute values to the JSON that a JavaScript client expects, in one pass over the bytes.
///
/// Strings are copied as they are escaped already, numbers with the digits they were stored with; sets become arrays,
/// binary stays base64.
package enum AttributeTranscoder {
    /// Reads one attribute value (`{"S":"x"}`) and appends the plain one (`"x"`). Throws `JSONError`.
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
            default: throw reader.error("an attribute type that DynamoDB does not have")
            }
        }
        guard types == 1 else { throw reader.error("an attribute value must have exactly one type") }
    }

    /// Reads an object of attribute values and appends the plain object.
    static func transcodeMap(_ reader: inout JSONReader, to out: inout ByteBuffer) throws {
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

    /// A number stands in a string. One that is none would break the JSON, so it stays a string.
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
