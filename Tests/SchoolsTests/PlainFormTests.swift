import Bytes
import JSON
import Support
import Testing

@testable import AWSClient
@testable import Schools

/// Plain JSON and DynamoDB's values: what is written is read back, and nothing is taken for something else.
@Suite struct PlainFormTests {
    private func item(_ text: String) throws -> Item {
        try Array(text.utf8).withUnsafeBytes { try PlainReader.item($0) }
    }

    private func typed(_ item: Item) -> String {
        var out = ByteBuffer()
        item.write(to: &out)
        return String(decoding: out.bytes, as: UTF8.self)
    }

    private func plain(_ item: Item) -> String {
        var out = ByteBuffer()
        PlainWriter.write(item, to: &out)
        return String(decoding: out.bytes, as: UTF8.self)
    }

    /// Plain JSON, keys in order, and DynamoDB's JSON of it.
    static let pairs = [
        (
            #"{"a":"é\n","b":1.50,"c":true,"d":null,"e":[],"f":{}}"#,
            #"{"a":{"S":"é\n"},"b":{"N":"1.50"},"c":{"BOOL":true},"d":{"NULL":true},"e":{"L":[]},"f":{"M":{}}}"#
        ),
        (
            #"{"a":{"SS":["a","b"]},"b":{"NS":["-1","2.50"]},"c":{"B":"AQID"},"d":{"BS":["AQ==","Ag=="]}}"#,
            #"{"a":{"SS":["a","b"]},"b":{"NS":["-1","2.50"]},"c":{"B":"AQID"},"d":{"BS":["AQ==","Ag=="]}}"#
        ),
        (
            #"{"a":{"M":{"SS":["a"]}},"b":{"M":{"B":3}}}"#,
            #"{"a":{"M":{"SS":{"L":[{"S":"a"}]}}},"b":{"M":{"B":{"N":"3"}}}}"#
        ),
        (#"{"a":{"M":{"M":{"M":{"M":"x"}}}}}"#, #"{"a":{"M":{"M":{"M":{"M":{"S":"x"}}}}}}"#),
        (
            #"{"a":{"SS":["a"],"x":1},"b":{"S":"a"},"c":{"N":1},"d":{"L":[]}}"#,
            #"{"a":{"M":{"SS":{"L":[{"S":"a"}]},"x":{"N":"1"}}},"b":{"M":{"S":{"S":"a"}}},"c":{"M":{"N":{"N":"1"}}},"d":{"M":{"L":{"L":[]}}}}"#
        ),
        (#"{"SS":["the item itself is no set"]}"#, #"{"SS":{"L":[{"S":"the item itself is no set"}]}}"#),
        (
            #"{"n":12345678901234567890123456789012345678,"o":-0.00000000000000000000000000000000000012345678,"p":1E+125}"#,
            #"{"n":{"N":"12345678901234567890123456789012345678"},"o":{"N":"-0.00000000000000000000000000000000000012345678"},"p":{"N":"1E+125"}}"#
        ),
        (#"{"e\#u{301}":1,"\#u{E9}":2,"🛩️":3}"#, #"{"e\#u{301}":{"N":"1"},"\#u{E9}":{"N":"2"},"🛩️":{"N":"3"}}"#),
    ]

    @Test(arguments: pairs) func isReadAndWritten(text: String, wire: String) throws {
        let read = try item(text)
        #expect(typed(read) == wire)
        #expect(plain(try Item(wire: try json(wire))) == text)
    }

    /// Keys and sets come in order, in whatever order they are stored.
    @Test func writesOneTextForOneItem() throws {
        let a = try Item(
            wire: json(#"{"b":{"SS":["é","z","a"]},"a":{"NS":["10","9","-1"]},"é":{"BS":["Ag==","AQ=="]}}"#))
        let b = try Item(
            wire: json(#"{"é":{"BS":["AQ==","Ag=="]},"a":{"NS":["9","-1","10"]},"b":{"SS":["a","é","z"]}}"#))
        #expect(plain(a) == plain(b))
        #expect(plain(a) == #"{"a":{"NS":["-1","9","10"]},"b":{"SS":["a","z","é"]},"é":{"BS":["AQ==","Ag=="]}}"#)
    }

    /// A number that JSON does not write so keeps its value.
    @Test func writesNumbersThatJSONKnows() throws {
        let item = try Item(wire: json(#"{"a":{"N":"007.50"},"b":{"N":"+5"},"c":{"N":".5"},"d":{"N":"-00"}}"#))
        #expect(plain(item) == #"{"a":75E-1,"b":5E0,"c":5E-1,"d":0}"#)
        #expect(
            PlainWriter.comparable(try self.item(#"{"n":1.50}"#))
                == PlainWriter.comparable(try self.item(#"{"n":15e-1}"#)))
        #expect(
            PlainWriter.comparable(try self.item(#"{"n":1}"#)) != PlainWriter.comparable(try self.item(#"{"n":"1"}"#)))
    }

    @Test(arguments: [
        (#"{"a":{"b":[1,{"c":1e400}]}}"#, "a.b[1].c is the number 1e400"), (#"{"a":1e-131}"#, "a is the number"),
        (#"{"a":123456789012345678901234567890123456789}"#, "a is the number"),
        (#"{"a":1,"b":{"c":1,"c":2}}"#, "b.c is there twice"), (#"{"a":1,"\u0061":2}"#, "a is there twice"),
        (#"{"a":{"SS":[]}}"#, "a is an empty set"), (#"{"a":{"SS":["x","x"]}}"#, "twice"),
        (#"{"a":{"NS":["1","1.0"]}}"#, "twice"), (#"{"a":{"BS":["AQ==","AQ=="]}}"#, "twice"),
        (#"{"a":{"SS":"x"}}"#, #"a has {"SS":…}"#), (#"{"a":{"SS":[1]}}"#, #"a has {"SS":…}"#),
        (#"{"a":{"NS":[1]}}"#, #"a has {"NS":…}"#), (#"{"a":{"NS":["one"]}}"#, "a is the number one"),
        (#"{"a":{"B":"*"}}"#, #"a has {"B":…}"#), (#"{"a":{"B":3}}"#, #"a has {"B":…}"#),
        (#"{"a":{"M":[]}}"#, #"a has {"M":…}"#), (#"{"a":"\ud800"}"#, "a holds half a surrogate pair"),
        (#"{"a":"\ud83d\ude00 \ude00"}"#, "a holds half a surrogate pair"),
        (#"{"a":"\udc00\ud800x"}"#, "half a surrogate"), (#"{"\udfff":1}"#, "an attribute's name holds half"),
        (#"{"":1}"#, "empty name"), (#"["a"]"#, "it is not an object"), ("5", "it is not an object"),
    ])
    func refusesWhatCannotBeStored(text: String, reason: String) throws {
        let error = #expect(throws: PlainReader.Unstorable.self) { try item(text) }
        #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
    }

    @Test func takesPairsOfSurrogatesAndWrittenReplacements() throws {
        #expect(try item(#"{"a":"\ud83d\ude00","b":"\ufffd","c":"\\ud800"}"#).string("a") == "😀")
        #expect(
            try item(#"{"a":"\ud83d\ude00 \ufffd \\ud800 \\\ud83d\ude00"}"#).string("a") == "😀 \u{FFFD} \\ud800 \\😀")
    }

    @Test func nestsAsDeepAsDynamoDB() throws {
        func nested(_ depth: Int) -> String {
            #"{"a":"# + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}"
        }
        _ = try item(nested(32))
        #expect(throws: PlainReader.Unstorable.self) { try item(nested(33)) }
        // A tag is no level of its own, and looking for one takes no time that grows with the depth.
        let tags =
            #"{"a":"# + String(repeating: #"{"M":{"M":"#, count: 32) + "1" + String(repeating: "}}", count: 32) + "}"
        #expect(plain(try item(tags)) == tags)
    }

    @Test func comesBackWhateverItIs() throws {
        var chance = Chance(seed: 5)
        for round in 0..<300 {
            let made = Self.item(depth: 0, &chance)
            let text = plain(made)
            let back = try item(text)
            #expect(try json(typed(back)).sorted.text == json(typed(made)).sorted.text, "round \(round): \(text)")
            #expect(plain(back) == text)
            #expect(PlainWriter.comparable(back) == PlainWriter.comparable(made))
        }
    }

    private static func item(depth: Int, _ chance: inout Chance) -> Item {
        var item = Item()
        let tags = ["SS", "NS", "BS", "B", "M", "S", "x"]
        let isLikeTag = Int.random(in: 0..<3, using: &chance) == 0
        for number in 0..<(isLikeTag ? 1 : Int.random(in: 0...5, using: &chance)) {
            let name = isLikeTag ? tags.randomElement(using: &chance) ?? "M" : "\(number)\(chance.text(upTo: 6))"
            item[name] = value(depth: depth, &chance)
        }
        return item
    }

    private static func value(depth: Int, _ chance: inout Chance) -> AttributeValue {
        let digits = (0..<Int.random(in: 1...38, using: &chance)).map { _ in
            String(Int.random(in: 1...9, using: &chance))
        }
        let number = ExactDecimal("-" + digits.joined() + "E\(Int.random(in: -100...80, using: &chance))") ?? .zero
        switch Int.random(in: 0..<(depth < 6 ? 11 : 8), using: &chance) {
        case 0: return .n(number)
        case 1: return .bool(Bool.random(using: &chance))
        case 2: return .null
        case 3: return .b((0..<Int.random(in: 0...9, using: &chance)).map { UInt8($0 * 29 % 256) })
        case 4: return .ss(["a", "b\(chance.text(upTo: 9))"])
        case 5: return .ns([number])
        case 6: return .bs([[], [1, 2], [0xFF]])
        case 7: return .s(chance.text(upTo: 20))
        case 8: return .l((0..<3).map { _ in value(depth: depth + 1, &chance) })
        default: return .m(item(depth: depth + 1, &chance))
        }
    }
}
