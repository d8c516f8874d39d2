import Bytes
import JSON
import Support

@testable import Ranking
@testable import Schools

/// A catalogue of plain schools, for tests.
struct SchoolList: MatchCatalogue {
    let schools: [JSONValue]
    private(set) var texts = FactTexts()
    private var allFacts: [SchoolFacts] = []

    init(_ schools: [JSONValue]) {
        self.schools = schools
        for school in schools {
            allFacts.append(
                Array(school.text.utf8).withUnsafeBytes { text in
                    SchoolFacts(text, isMalformed: Self.isMalformed(PlainFields(text: text)), &texts)
                })
        }
    }

    /// The sample schools.
    static let sample = try? SchoolList(JSONValue(parsing: Parts.file("Events/schools.json")).array ?? [])

    private static func isMalformed(_ plain: PlainFields) -> Bool {
        let whole = 0..<plain.text.count
        return CheckedField.defect { field in
            let path = field.rawValue.split(separator: ".")
            let place = path[0] == "costBand" ? plain.member("costBand", of: whole) : nil
            switch field {
            case .name: return plain.kind(plain.member("name", of: whole))
            case .costBand: return plain.kind(place ?? 0..<0)
            case .minimum: return plain.kind(plain.member("min", of: place ?? 0..<0))
            case .maximum: return plain.kind(plain.member("max", of: place ?? 0..<0))
            case .rating: return plain.kind(plain.member("avgRating", of: whole))
            case .fleetSize: return plain.kind(plain.member("fleetSize", of: whole))
            }
        } != nil
    }

    var count: Int { schools.count }
    func facts(_ index: Int) -> SchoolFacts { allFacts[index] }
    func id(_ index: Int) -> String { schools[index]["schoolId"]?.string ?? "" }
    func precedes(_ a: Int, _ b: Int) -> Bool { id(a).utf8.lexicographicallyPrecedes(id(b).utf8) }
    func index(of id: String) -> Int? { schools.indices.first { self.id($0).utf8.elementsEqual(id.utf8) } }

    func card(_ index: Int) -> [UInt8] {
        let names = ["schoolId", "name", "location", "programs", "trainingType", "costBand", "instructorCount"]
        let school = schools[index]
        return Array(JSONValue.object(names.compactMap { name in school[name].map { (name, $0) } }).text.utf8)
    }
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
