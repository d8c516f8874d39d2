import Bytes
import JSON
import Testing

/// The reader value by value, as the hot paths use it.
@Suite struct ReaderTests {
    @Test func walksADocument() throws {
        let text =
            #" { "name" : "A\u00e9" , "n":[ 1, -2.50 ], "t":true, "z":null, "skipped":{"x":[{}]}, "f" : false } "#
        try with(text) { reader in
            var seen: [String] = []
            try reader.readObject { name, reader in
                switch name {
                case "name": seen.append(try reader.readString().string)
                case "n": try reader.readArray { seen.append(String(decoding: try $0.readNumber(), as: UTF8.self)) }
                case "t", "f": seen.append("\(try reader.readBool())")
                case "z":
                    try reader.readNull()
                    seen.append("null")
                default: seen.append(String(decoding: try reader.skipValue(), as: UTF8.self))
                }
            }
            try reader.finish()
            #expect(seen == ["Aé", "1", "-2.50", "true", "null", #"{"x":[{}]}"#, "false"])
        }
    }

    @Test(arguments: [
        ("{", JSONReader.Kind.object), ("[", .array), ("\"", .string), ("-", .number), ("7", .number), ("t", .bool),
        ("f", .bool), ("n", .null),
    ]) func peeksWithoutReading(text: String, kind: JSONReader.Kind) throws {
        try with("  \(text)") { reader in
            let (first, second) = (try reader.peek(), try reader.peek())
            #expect(first == kind && second == kind)
            #expect(reader.offset == 2)
        }
    }

    @Test(arguments: ["1", "\"1\"", "true", "null", "[]", "{}", ""]) func refusesAnotherKindThanTheOneAskedFor(
        text: String
    ) {
        func expectError(_ kind: String, _ read: (inout JSONReader) throws -> Void) {
            guard !kind.split(separator: " ").contains(text[...]) else { return }
            #expect(throws: JSONError.self) { try with(text, read) }
        }
        expectError("1") { _ = try $0.readNumber() }
        expectError("\"1\"") { _ = try $0.readString() }
        expectError("true") { _ = try $0.readBool() }
        expectError("null") { try $0.readNull() }
        expectError("[]") { try $0.readArray { _ = try $0.skipValue() } }
        expectError("{}") { try $0.readObject { _, reader in _ = try reader.skipValue() } }
    }

    @Test func namesAreComparedDecoded() throws {
        try with(#"["schoolId","school\u0049d","schoolid","schoolI","","\u0073choolId"]"#) { reader in
            var equal: [Bool] = []
            try reader.readArray { equal.append(try $0.readString() == "schoolId") }
            #expect(equal == [true, true, false, false, false, true])
        }
        try with(#"["",[],"\u0041"]"#) { reader in
            var names: [JSONString] = []
            try reader.readArray { reader in
                if try reader.peek() == .string {
                    names.append(try reader.readString())
                } else {
                    try reader.skipValue()
                }
            }
            #expect(names.count == 2 && names[0] == "" && names[1] == "A")
        }
    }

    @Test func anErrorOfTheCallerEndsTheReading() throws {
        struct Enough: Error {}
        #expect(throws: Enough.self) { try with("[1,2,3]") { try $0.readArray { _ in throw Enough() } } }
        try with("[ 1") { reader in
            try #require(throws: JSONError.self) { try reader.readArray { _ = try $0.readNumber() } }
            #expect(reader.error("here").offset == 3)
        }
    }

    private func with(_ text: String, _ body: (inout JSONReader) throws -> Void) throws {
        try Array(text.utf8).withUnsafeBytes {
            var reader = JSONReader($0)
            try body(&reader)
        }
    }
}
