import APIGateway
import JSON
import Matching
import Schools

/// The school part of a body of `POST /explain-match`, made of a school's card and its facts. Only values that are accepted
/// there are in it.
struct ExplainedSchool {
    let json: JSONValue

    init(id: String, card: JSONValue, facts: SchoolFacts, goal: Programs?) {
        func text(_ value: JSONValue?) -> JSONValue? { value?.string.map(Self.cut) }
        let location = card["location"]
        let price = facts.price(for: goal)
        let offered = goal.flatMap { facts.programs.isSuperset(of: $0) ? $0.list : nil }
        let firstProgram = card["programs"]?.array?.lazy.compactMap(text).first
        json = Self.object([
            ("schoolId", Self.cut(id)),
            ("name", text(card["name"])),
            (
                "location",
                Self.object([
                    ("city", text(location?["city"])),
                    ("state", text(location?["state"])),
                    ("lat", facts.coordinates.map { Self.number($0.latitude) }),
                    ("lon", facts.coordinates.map { Self.number($0.longitude) }),
                ])
            ),
            (
                "costBand",
                Self.object([
                    ("min", price.minimum.flatMap(Self.amount)), ("max", price.maximum.flatMap(Self.amount)),
                ])
            ),
            ("primaryProgram", offered.map { .string($0) } ?? firstProgram),
            ("trainingType", text(card["trainingType"])),
            ("instructorCount", card["instructorCount"].flatMap(Self.count)),
        ])
    }

    /// The school as `POST /explain-match` reads it.
    var school: MatchRequest.MatchedSchool {
        get throws(HTTPError) { try MatchRequest.MatchedSchool(MatchFields(json, path: "school.")) }
    }

    private static func object(_ members: [(name: String, value: JSONValue?)]) -> JSONValue {
        .object(members.compactMap { member in member.value.map { (member.name, $0) } })
    }

    private static func cut(_ text: String) -> JSONValue {
        .string(String(String.UnicodeScalarView(text.unicodeScalars.prefix(MatchFields.maximumCharacters))))
    }

    private static func number(_ value: Double) -> JSONValue {
        .number(Int(exactly: value).map { String($0) } ?? "\(value)")
    }

    private static func amount(_ value: Double) -> JSONValue? {
        value <= MatchFields.maximumAmount ? number(value) : nil
    }

    private static func count(_ value: JSONValue) -> JSONValue? {
        guard case .number(let text) = value, let count = Double(text), count >= 0, count == count.rounded() else {
            return nil
        }
        return amount(count)
    }
}
