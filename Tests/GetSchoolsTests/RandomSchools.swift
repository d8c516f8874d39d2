import JSON
import Support

@testable import Schools

/// Items and queries of every kind that a table and its callers have: both layouts and mixtures of them, nulls, wrong types,
/// sets, long numbers, names that are hard to quote or to sort.
struct RandomSchools {
    var chance: Chance

    init(seed: UInt64) { chance = Chance(seed: seed) }

    /// The ids of `count` schools, all different in their bytes, though not to a `String`.
    mutating func ids(_ count: Int) -> [String] {
        (0..<count).map { number in
            let hostile = ["é", "e\u{301}", "\"", "\\", "\n\u{0}", "😀", "s", "S", "/%2F ", "&cursor=", "s-"]
            return (hostile.randomElement(using: &chance) ?? "") + String(number / 2)
                + (number % 2 == 0 ? "é" : "e\u{301}")
        }
    }

    /// An item in DynamoDB's form, its attributes in any order. About one in ten is malformed.
    mutating func item(_ id: String) -> String {
        var members: [(name: String, value: JSONValue)] = [("schoolId", ["S": .string(id)])]
        if !happens(2) { members.append(("name", happens(2) ? number() : text(Self.names))) }
        for (name, value) in place() where happens(50) { members.append((name, value)) }
        if happens(60) {
            members.append(("location", happens(5) ? wrong() : ["M": .object(place() + [("airport", text())])]))
        }
        if happens(85) { members.append(("programs", programs())) }
        if happens(85) { members.append(("trainingType", text(School.trainingTypes + ["part61", "Part61 "]))) }
        if happens(80) { members.append(("costBand", band())) }
        for name in ["avgRating", "fleetSize"] where happens(50) {
            members.append((name, happens(2) ? text() : number()))
        }
        if happens(60) { members.append(("fleetDetails", fleet())) }
        let others = [
            "trustTier", "reviewCount", "instructorCount", "yearsInOperation", "heroImageUrl", "programDetails",
            "verificationDetails", "reviews", "description", "Name", "schoolID", "location.state", "a\"\\\n", "😀",
            "state ",
        ]
        for name in others where happens(40) { members.append((name, any(depth: 0))) }
        return JSONValue.object(members.shuffled(using: &chance)).text
    }

    /// Query parameters, without a cursor.
    mutating func query() -> [String: String] {
        let values: [(name: String, values: [String])] = [
            ("state", ["CA", "ca", "NV", "ZZ", ""]), ("trainingType", School.trainingTypes),
            ("programs", ["PPL", "IR, CFII", "ATPL,,", " "]),
            ("maxBudget", ["0", "9000", "12345678901234567890", "9007199254740993", "00"]),
            ("limit", ["1", "2", "7", "1000"]),
        ]
        var query: [String: String] = [:]
        for (name, values) in values where happens(name == "limit" ? 70 : 25) {
            query[name] = values.randomElement(using: &chance)
        }
        let sorts = ["name", "price", "rating", "fleet-size"].flatMap { ["\($0)-asc", "\($0)-desc"] }
        if happens(75) { query["sortBy"] = sorts.randomElement(using: &chance) }
        if happens(50) { query["fields"] = "card" }
        return query
    }

    mutating func happens(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &chance) < percent }

    private static let names = [
        "Élan", "elan", "E\u{301}lan", "ELAN", "Zulu", "zulu \"9\"", "Ñandú", "\u{0}", "航空", "😀", "  ",
    ]

    /// The fields that the layouts share.
    private mutating func place() -> [(name: String, value: JSONValue)] {
        var members: [(name: String, value: JSONValue)] = []
        if happens(80) { members.append(("state", happens(5) ? wrong() : text(["CA", "NV", "TX", "ca", ""]))) }
        if happens(60) { members.append(("city", happens(5) ? wrong() : text(["Reno", "San José", ""]))) }
        if happens(60) { members.append(("zipCode", happens(20) ? number() : text(["00501", "94128-0001"]))) }
        if happens(60) { members.append(("coordinates", happens(10) ? wrong() : ["M": .object(coordinates())])) }
        return members
    }

    private mutating func coordinates() -> [(name: String, value: JSONValue)] {
        var members: [(name: String, value: JSONValue)] = [("lat", number()), ("lng", number()), ("alt", number())]
        if happens(30) { members[0].value = wrong() }
        return Array(members.shuffled(using: &chance).prefix(Int.random(in: 0...3, using: &chance)))
    }

    private mutating func programs() -> JSONValue {
        let names = (Programs.names + ["Glider", "ppl"]).filter { _ in happens(50) }.map { JSONValue.string($0) }
        if names.isEmpty || happens(10) { return wrong() }
        return happens(50)
            ? ["SS": .array(names)] : ["L": .array(names.map { ["S": $0] } + (happens(10) ? [number()] : []))]
    }

    private mutating func band() -> JSONValue {
        if happens(5) { return happens(50) ? ["NULL": true] : wrong() }
        var members: [(name: String, value: JSONValue)] = []
        if happens(90) { members.append(("min", happens(5) ? wrong() : number())) }
        if happens(70) { members.append(("max", happens(3) ? wrong() : number())) }
        if happens(10) { members.append(("currency", text(["USD"]))) }
        return ["M": .object(members.shuffled(using: &chance))]
    }

    private mutating func fleet() -> JSONValue {
        if happens(5) { return wrong() }
        return [
            "L": .array(
                (0..<Int.random(in: 0...4, using: &chance)).map { _ in
                    if happens(5) { return wrong() }
                    return [
                        "M": [
                            "aircraftType": happens(10) ? wrong() : text(["Cessna 172", "DA40", "\"Piper\""]),
                            "count": happens(10) ? wrong() : number(),
                        ]
                    ]
                })
        ]
    }

    private mutating func number() -> JSONValue {
        let pool = [
            "0", "-1", "4.5", "4.50", "9000", "9000.00", "9007199254740992", "9007199254740993", "1E+2", "1e-7", "-0.0",
            "8999.9999999999999999999999999999999999", "12345678901234567890123456789012345678", "9.9E+125",
        ]
        return ["N": .string(pool.randomElement(using: &chance) ?? "0")]
    }

    private mutating func text(_ pool: [String] = []) -> JSONValue {
        [
            "S": .string(
                happens(90) ? pool.randomElement(using: &chance) ?? chance.text(upTo: 30) : chance.text(upTo: 300))
        ]
    }

    /// A value of a type that no field has.
    private mutating func wrong() -> JSONValue {
        [["NULL": true], ["BOOL": true], ["L": []], ["S": "x"], ["B": "AAH/"], ["NS": ["1", "2.50"]]]
            .randomElement(using: &chance) ?? ["NULL": true]
    }

    private mutating func any(depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth < 2 ? 6 : 4), using: &chance) {
        case 0: return number()
        case 1, 2: return text()
        case 3: return wrong()
        case 4: return ["L": .array((0..<2).map { _ in any(depth: depth + 1) })]
        default: return ["M": ["a": any(depth: depth + 1), "": any(depth: depth + 1), "\"": number()]]
        }
    }
}
