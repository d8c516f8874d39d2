import JSON
import Primitives

@testable import FlightSchools

/// Items of the table in DynamoDB's form, and what the decoder makes of them.
enum Items {
    /// The school that an item of typed attributes becomes.
    static func decode(_ item: String) throws -> School {
        var decoder = SchoolDecoder()
        return try decode(item, &decoder)
    }

    static func decode(_ item: String, _ decoder: inout SchoolDecoder) throws -> School {
        try Array(item.utf8).withUnsafeBytes { bytes in
            var reader = JSONReader(bytes)
            let school = try decoder.decode(&reader)
            try reader.finish()
            return school
        }
    }

    /// A small well-formed item: `fields` are further members, or replace these.
    static func item(_ id: String, name: String = "School", _ fields: KeyValuePairs<String, JSONValue> = [:]) -> String {
        var members: [(name: String, value: JSONValue)] = [("schoolId", ["S": .string(id)]), ("name", ["S": .string(name)])]
        for (name, value) in fields {
            members.removeAll { $0.name == name }
            members.append((name, value))
        }
        return JSONValue.object(members).text
    }

    static func school(_ id: String, name: String = "School", _ fields: KeyValuePairs<String, JSONValue> = [:]) throws -> School {
        try decode(item(id, name: name, fields))
    }

    /// A school whose JSON takes `bytes` in a response, the comma behind it included.
    static func school(_ id: String, bytes: Int) throws -> School {
        let empty = try school(id, ["pad": ["S": ""]])
        let pad = String(repeating: "x", count: bytes - empty.escapedCount - 1)
        return try school(id, ["pad": ["S": .string(pad)]])
    }

    /// A number attribute.
    static func number(_ text: String) -> JSONValue { ["N": .string(text)] }

    static func json(_ school: School) throws -> JSONValue { try JSONValue(parsing: school.json) }
}

extension School {
    var text: String { String(decoding: json, as: UTF8.self) }
}
