import APIGateway
import JSON
import Support
import Testing

@testable import GetSchools
@testable import Schools

@Suite struct SchoolQueryTests {
    private func refusal(_ name: String, _ value: String) -> String? {
        let error = #expect(throws: HTTPError.self) { try Queries.query([name: value]) }
        #expect(error?.status == .badRequest)
        return error?.message
    }

    private func selection(_ parameters: KeyValuePairs<String, String>) throws -> String {
        try Queries.query(parameters).selection
    }

    // MARK: Every parameter

    /// Good values of each parameter that a query can have by itself, and bad ones. A parameter without an entry fails a test.
    private static let samples: [String: (good: [String], bad: [String])] = [
        "state": (["CA", "TX"], ["C"]), "trainingType": (["Part61", "Part141", "Both"], ["Part 61"]),
        "programs": (["PPL", "IR", "PPL,IR"], ["ppl"]), "maxBudget": (["0", "9000", "20000"], ["-1"]),
        "sortBy": (SchoolOrder.names, ["name"]), "limit": (["1", "2"], ["0"]), "fields": (["card"], ["Card"]),
        "cursor": ([], ["x"]),
    ]

    @Test func everyParameterIsTested() {
        for name in SchoolQuery.parameters {
            #expect(Self.samples[name] != nil, "\(name) has no values in SchoolQueryTests.samples")
        }
        #expect(Self.samples.count == SchoolQuery.parameters.count)
    }

    @Test(arguments: SchoolQuery.parameters) func everyParameterRefusesBadValuesByItsName(name: String) {
        for value in Self.samples[name]?.bad ?? [] {
            #expect(refusal(name, value)?.hasPrefix("Bad value for \(name): it must be ") == true)
        }
    }

    @Test(arguments: SchoolQuery.parameters + ["unknown", "State"]) func anEmptyValueIsAsIfNotGiven(name: String) throws
    {
        let query = try Queries.query([name: ""])
        #expect(query.selection == "" && query.filters.isEmpty && query.limit == nil && query.cursor?.id == nil)
        #expect(query.form == .whole && query.text == "")
        #expect(query.order.field == nil)
    }

    @Test func unknownParametersAreIgnored() throws {
        #expect(try selection(["page": "2", "SORTBY": "x", "limit ": "0"]) == "")
    }

    /// A cursor belongs to all that the other parameters select, so it is read after them.
    @Test func theCursorIsReadLast() { #expect(SchoolQuery.parameters.last == "cursor") }

    /// Two queries that give different schools, or another order, have different selections, whichever parameters they use:
    /// or a cursor would cross from one to the other.
    @Test func differentListingsHaveDifferentSelections() throws {
        var chance = Chance(seed: 41)
        let schools = try (0..<40).map { try Self.school($0, &chance) }
        let names = SchoolQuery.parameters.filter { !["limit", "fields", "cursor"].contains($0) }
        var queries: [KeyValuePairs<String, String>] = [[:]]
        for (index, name) in names.enumerated() {
            for value in Self.samples[name]?.good ?? [] {
                queries.append([name: value])
                for other in names[..<index] {
                    for more in Self.samples[other]?.good ?? [] { queries.append([name: value, other: more]) }
                }
            }
        }
        var listings: [String: [String]] = [:]
        for parameters in queries {
            let query = try Queries.query(parameters)
            let ids = try Listings.ids(schools, query)
            #expect(listings[query.selection, default: ids] == ids, "\(parameters) has the selection of another query")
            listings[query.selection] = ids
        }
        #expect(listings.count > 100 && Set(listings.values).count > 50)
    }

    private static func school(_ number: Int, _ chance: inout Chance) throws -> School {
        func text(_ values: [String]) -> JSONValue { ["S": .string(values.randomElement(using: &chance) ?? "")] }
        return try Items.school(
            "s\(number)", name: "\(chance.next() % 7)",
            [
                "state": text(["CA", "TX", "NV"]), "trainingType": text(["Part61", "Part141", "Both"]),
                "programs": ["L": [text(["PPL", "IR"]), text(["IR", "CPL"])]],
                "costBand": ["M": ["min": Items.number(["0", "9000", "15000"].randomElement(using: &chance) ?? "0")]],
                "avgRating": Items.number("\(chance.next() % 5)"), "fleetSize": Items.number("\(chance.next() % 9)"),
            ])
    }

    /// Cursors are kept by callers while instances and versions change.
    @Test func aSelectionIsTheSameInEveryBuild() throws {
        #expect(
            try selection([
                "sortBy": "name-asc", "maxBudget": "5", "programs": "IR, PPL", "state": "ca", "trainingType": "Part61",
                "limit": "5",
            ]) == "state=CA&trainingType=Part61&programs=PPL,IR&maxBudget=5&sortBy=name-asc&")
        #expect(try selection(["trainingType": "Both", "limit": "5", "programs": ", ,"]) == "")
    }

    // MARK: Each parameter

    @Test(arguments: [("CA", "CA"), ("ca", "CA"), ("cA", "CA"), ("ZZ", "ZZ")]) func states(text: String, state: String)
        throws
    {
        #expect(try selection(["state": text]) == "state=\(state)&")
    }

    @Test(arguments: ["C", "CAL", " CA", "CA ", "C A", "C1", "12", "é", "@[", "`{", "CA,TX", "California", "%43A", "Ｃ"])
    func badStates(text: String) { #expect(refusal("state", text)?.hasPrefix("Bad value for state: ") == true) }

    @Test(arguments: [("Part61", "trainingType=Part61&"), ("Part141", "trainingType=Part141&"), ("Both", "")])
    func trainingTypes(text: String, expected: String) throws {
        #expect(try selection(["trainingType": text]) == expected)
    }

    @Test(arguments: ["part61", "both", "Part 61", "61", "Part61,Part141", " Part61"])
    func badTrainingTypes(text: String) {
        #expect(refusal("trainingType", text)?.contains("Part61, Part141 or Both") == true)
    }

    @Test(arguments: [
        ("PPL", "PPL"), ("PPL,IR", "PPL,IR"), (" IR , PPL ", "PPL,IR"), ("ATPL,ATPL", "ATPL"),
        ("PPL,IR,CPL,CFII,ATPL", "PPL,IR,CPL,CFII,ATPL"), (",,PPL,", "PPL"), ("C P L", "CPL"),
    ]) func programs(text: String, names: String) throws {
        #expect(try selection(["programs": text]) == "programs=\(names)&")
    }

    @Test(arguments: [",", " , ", " "]) func noPrograms(text: String) throws {
        #expect(try selection(["programs": text]) == "")
    }

    @Test(arguments: ["ppl", "PPL,XX", "PPL;IR", "PPL|IR", "CFI", "PPL\tIR", "🛩"])
    func badPrograms(text: String) { #expect(refusal("programs", text)?.contains("PPL, IR, CPL, CFII, ATPL") == true) }

    @Test(arguments: [
        "0", "1", "10000", "007", "00000000000000000000000000000000000000", "99999999999999999999999999999999999999",
    ])
    func budgets(text: String) throws { #expect(try selection(["maxBudget": text]) == "maxBudget=\(text)&") }

    @Test(arguments: [
        "-1", "+1", "1.5", "1,000", "$100", "1e3", "0x10", "abc", " 1", "1 ", "١", "NaN", "infinity",
        "999999999999999999999999999999999999999",
    ]) func badBudgets(text: String) { #expect(refusal("maxBudget", text)?.contains("whole dollars") == true) }

    @Test func orders() throws {
        for name in SchoolOrder.names { #expect(try selection(["sortBy": name]) == "sortBy=\(name)&") }
        #expect(
            SchoolOrder.names == [
                "name-asc", "name-desc", "price-asc", "price-desc", "rating-asc", "rating-desc", "fleet-size-asc",
                "fleet-size-desc",
            ])
    }

    @Test(arguments: [
        "name", "price", "-asc", "name-up", "Name-asc", "fleetSize-asc", "name-asc,price-asc", "name-asc ",
    ])
    func badOrders(text: String) { #expect(refusal("sortBy", text)?.contains("fleet-size-desc") == true) }

    @Test(arguments: [("1", 1), ("1000", 1000), ("007", 7)]) func limits(text: String, limit: Int) throws {
        #expect(try Queries.query(["limit": text]).limit == limit)
    }

    @Test(arguments: ["0", "1001", "-1", "+5", "5.0", "ten", " 5", "99999999999999999999", "٥"])
    func badLimits(text: String) { #expect(refusal("limit", text)?.contains("from 1 to 1000") == true) }

    /// The value that a caller sent is not repeated: an error page must not carry somebody's markup.
    @Test func aRefusalDoesNotRepeatTheValue() {
        #expect(refusal("state", "<script>")?.contains("script") == false)
    }

    /// The last value of a repeated parameter counts, for `programs` as for every other: a gateway's cache knows one value.
    @Test(arguments: SchoolQuery.parameters) func theLastOfARepeatedParameterCounts(name: String) throws {
        let event = try JSONValue(parsing: try Parts.file("Events/list-all.json"))
        let values = Self.samples[name]?.good ?? []
        guard let first = values.first, let last = values.last else { return }
        let members = (event.members ?? []).filter { !$0.name.lowercased().hasSuffix("querystringparameters") }
        let text = JSONValue.object(
            members + [
                (name: "queryStringParameters", value: [name: .string(last)]),
                (name: "multiValueQueryStringParameters", value: [name: [.string(first), .string(last)]]),
            ]
        ).text
        try Array(text.utf8).withUnsafeBytes { bytes in
            let query = try SchoolQuery(ProxyRequest(bytes))
            let alone = try Queries.query([name: last])
            #expect(query.selection == alone.selection && query.text == alone.text)
        }
    }
}
