import AWSClient
import Bytes
import JSON
import Support

@testable import Ranking
@testable import Schools

/// A catalogue of plain schools, for tests: each is stored as an item and decoded as the functions do. Malformed ones are left out.
struct SchoolList: MatchCatalogue {
    private(set) var schools: [JSONValue] = []
    private(set) var texts = FactTexts()
    private var allFacts: [SchoolFacts] = []
    private var cards: [[UInt8]] = []

    /// What DynamoDB would not store is left out as well.
    init(_ schools: [JSONValue]) {
        var decoder = SchoolDecoder()
        for school in schools {
            guard let item = try? Array(school.text.utf8).withUnsafeBytes({ try PlainReader.item($0) }) else {
                continue
            }
            var wire = ByteBuffer()
            item.write(to: &wire)
            var reader = JSONReader(wire.bytes)
            guard let card = try? decoder.decode(&reader, as: .card), card.defect == nil else { continue }
            self.schools.append(school)
            cards.append(card.json)
            allFacts.append(decoder.facts(of: card, &texts))
        }
    }

    /// The sample schools.
    static let sample = try? SchoolList(JSONValue(parsing: Parts.file("Events/schools.json")).array ?? [])

    var count: Int { schools.count }
    func facts(_ index: Int) -> SchoolFacts { allFacts[index] }
    func id(_ index: Int) -> String { schools[index]["schoolId"]?.string ?? "" }
    func precedes(_ a: Int, _ b: Int) -> Bool { id(a).utf8.lexicographicallyPrecedes(id(b).utf8) }
    func index(of id: String) -> Int? { schools.indices.first { self.id($0).utf8.elementsEqual(id.utf8) } }

    func card(_ index: Int) -> [UInt8] { cards[index] }
}

extension SchoolList {
    /// The answer to a body.
    func answer(_ body: String) throws -> JSONValue {
        let matcher = Matcher(try MatchQuestion(Array(body.utf8)), self)
        return try JSONValue(parsing: matcher.body(of: MatchRanking(matcher), card))
    }

    /// The answer for a student, with further members of the body such as `"limit":3`.
    func answer(student: JSONValue, _ more: String = "") throws -> JSONValue {
        try answer(#"{"student":\#(student.text)\#(more.isEmpty ? "" : ",")\#(more)}"#)
    }
}

extension JSONValue {
    var double: Double? { if case .number(let text) = self { Double(text) } else { nil } }
    /// The array at `name`; empty if there is none.
    func list(_ name: String) -> [JSONValue] { self[name]?.array ?? [] }
    /// The text at `name`; empty if there is none.
    func text(_ name: String) -> String { self[name]?.string ?? "" }
    /// The ids of a list of matches.
    var ids: [String] { (array ?? []).map { $0["school"]?.text("schoolId") ?? "" } }

    static func object(_ members: [String: JSONValue]) -> JSONValue {
        .object(members.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) })
    }
    static func number(_ value: Double) -> JSONValue { .number(Int(exactly: value).map { "\($0)" } ?? "\(value)") }
}
