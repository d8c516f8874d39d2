import Bytes
import JSON

@testable import Schools

/// Items of the table in DynamoDB's form, and what the decoder makes of them.
package enum Items {
    /// The school that an item of typed attributes becomes.
    package static func decode(_ item: String) throws -> School {
        var decoder = SchoolDecoder()
        return try decode(item, &decoder)
    }

    package static func decode(_ item: String, _ decoder: inout SchoolDecoder) throws -> School {
        try Array(item.utf8).withUnsafeBytes { bytes in
            var reader = JSONReader(bytes)
            let school = try decoder.decode(&reader)
            try reader.finish()
            return school
        }
    }

    /// A small well-formed item: `fields` are further members, or replace these.
    package static func item(_ id: String, name: String = "School", _ fields: KeyValuePairs<String, JSONValue> = [:])
        -> String
    {
        var members: [(name: String, value: JSONValue)] = [
            ("schoolId", ["S": .string(id)]), ("name", ["S": .string(name)]),
        ]
        for (name, value) in fields {
            members.removeAll { $0.name == name }
            members.append((name, value))
        }
        return JSONValue.object(members).text
    }

    package static func school(_ id: String, name: String = "School", _ fields: KeyValuePairs<String, JSONValue> = [:])
        throws
        -> School
    {
        try decode(item(id, name: name, fields))
    }

    /// A school whose JSON takes `bytes` in a response, the comma after it included.
    package static func school(_ id: String, bytes: Int) -> School {
        let (start, end) = (#"{"schoolId":"\#(id)","pad":""#, #""}"#)
        let quotes = (start + end).utf8.count { $0 == UInt8(ascii: "\"") }
        let pad = String(repeating: "x", count: bytes - 1 - start.utf8.count - end.utf8.count - quotes)
        var school = School(id: id, json: Array((start + pad + end).utf8))
        school.name = SortName("School")
        return school
    }

    /// The item of a school whose JSON takes `bytes` in a response, the comma after it included.
    package static func item(_ id: String, bytes: Int) throws -> String {
        let empty = try school(id, ["pad": ["S": ""]])
        return item(id, ["pad": ["S": .string(String(repeating: "x", count: bytes - escapedCount(empty) - 1))]])
    }

    /// The bytes that a school takes in a response, without a comma.
    package static func escapedCount(_ school: School) -> Int { school.json.withUnsafeBytes { JSONEscape.count($0) } }

    /// A number attribute.
    package static func number(_ text: String) -> JSONValue { ["N": .string(text)] }

    package static func json(_ school: School) throws -> JSONValue { try JSONValue(parsing: school.json) }
}

extension School {
    /// The whole school as JSON text.
    package var text: String { String(decoding: json, as: UTF8.self) }
}
