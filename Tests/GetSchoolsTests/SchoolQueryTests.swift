import APIGateway
import Testing

@testable import GetSchools
@testable import Schools

@Suite struct SchoolQueryTests {
    private func refusal(_ name: String, _ value: String) -> String? {
        let error = #expect(throws: HTTPError.self) { try Queries.query([name: value]) }
        #expect(error?.status == .badRequest)
        return error?.message
    }

    @Test func nothingAskedIsEverything() throws {
        let query = try Queries.query([:])
        #expect(query.filter.state == nil && query.filter.trainingType == nil && query.filter.programs.isEmpty)
        #expect(query.filter.maxBudget == nil && query.order.field == .none && query.limit == nil)
        #expect(query.identity == SchoolQuery().identity)
    }

    @Test(arguments: [
        "state", "trainingType", "programs", "maxBudget", "sortBy", "limit", "cursor", "unknown", "State",
    ])
    func anEmptyValueIsAsIfNotGiven(name: String) throws {
        let query = try Queries.query([name: ""])
        #expect(query.identity == SchoolQuery().identity && query.limit == nil && query.cursor?.id == nil)
    }

    @Test func unknownParametersAreIgnored() throws {
        #expect(try Queries.query(["page": "2", "SORTBY": "x", "limit ": "0"]).identity == SchoolQuery().identity)
    }

    @Test(arguments: [("CA", "CA"), ("ca", "CA"), ("cA", "CA"), ("ZZ", "ZZ")]) func states(text: String, state: String)
        throws
    {
        #expect(try Queries.query(["state": text]).filter.state == state)
    }

    @Test(arguments: ["C", "CAL", " CA", "CA ", "C A", "C1", "12", "é", "@[", "`{", "CA,TX", "California", "%43A", "Ｃ"])
    func badStates(text: String) { #expect(refusal("state", text)?.hasPrefix("Bad value for state: ") == true) }

    @Test(
        arguments: [("Part61", TrainingType.part61), ("Part141", .part141), ("Both", nil)] as [(String, TrainingType?)])
    func trainingTypes(text: String, type: TrainingType?) throws {
        #expect(try Queries.query(["trainingType": text]).filter.trainingType == type)
    }

    @Test(arguments: ["part61", "both", "Part 61", "61", "Part61,Part141", " Part61"])
    func badTrainingTypes(text: String) {
        #expect(refusal("trainingType", text)?.contains("Part61, Part141 or Both") == true)
    }

    @Test(arguments: [
        ("PPL", ["PPL"]), ("PPL,IR", ["PPL", "IR"]), (" IR , PPL ", ["PPL", "IR"]), ("ATPL,ATPL", ["ATPL"]),
        ("PPL,IR,CPL,CFII,ATPL", ["PPL", "IR", "CPL", "CFII", "ATPL"]), (",,PPL,", ["PPL"]), (",", []), (" , ", []),
        ("C P L", ["CPL"]),
    ]) func programs(text: String, names: [String]) throws {
        #expect(try Queries.query(["programs": text]).filter.programs.names == names)
    }

    @Test(arguments: ["ppl", "PPL,XX", "PPL;IR", "PPL|IR", "CFI", "PPL\tIR", "🛩"])
    func badPrograms(text: String) { #expect(refusal("programs", text)?.contains("PPL, IR, CPL, CFII, ATPL") == true) }

    @Test(arguments: [
        "0", "1", "10000", "007", "00000000000000000000000000000000000000", "99999999999999999999999999999999999999",
    ])
    func budgets(text: String) throws { #expect(try Queries.query(["maxBudget": text]).filter.maxBudget?.text == text) }

    @Test(arguments: [
        "-1", "+1", "1.5", "1,000", "$100", "1e3", "0x10", "abc", " 1", "1 ", "١", "NaN", "infinity",
        "999999999999999999999999999999999999999",
    ]) func badBudgets(text: String) { #expect(refusal("maxBudget", text)?.contains("whole dollars") == true) }

    @Test func orders() throws {
        for name in SchoolOrder.names { #expect(try Queries.query(["sortBy": name]).order.name == name) }
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

    /// What a caller sent is not repeated: an error page must not carry somebody's markup.
    @Test func aRefusalDoesNotRepeatTheValue() {
        #expect(refusal("state", "<script>")?.contains("script") == false)
    }

    @Test func differentQueriesHaveDifferentIdentities() throws {
        let queries: [KeyValuePairs<String, String>] = [
            [:], ["state": "CA"], ["state": "TX"], ["trainingType": "Part61"], ["trainingType": "Part141"],
            ["programs": "PPL"], ["programs": "IR"], ["programs": "PPL,IR"], ["maxBudget": "1"], ["maxBudget": "2"],
            ["sortBy": "name-asc"], ["sortBy": "name-desc"], ["sortBy": "price-asc"],
            ["state": "CA", "maxBudget": "1"],
        ]
        #expect(Set(try queries.map { try Queries.query($0).identity }).count == queries.count)
        #expect(try Queries.query(["limit": "5"]).identity == Queries.query([:]).identity)
        #expect(try Queries.query(["programs": "IR,PPL"]).identity == Queries.query(["programs": "PPL, IR"]).identity)
        #expect(try Queries.query(["trainingType": "Both"]).identity == Queries.query([:]).identity)
    }
}
