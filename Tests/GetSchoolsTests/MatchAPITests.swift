import JSON
import Support
import Testing

@testable import GetSchools

/// `POST /match` over a scripted table.
@Suite struct MatchAPITests {
    private static let items = [
        Items.item(
            "a", name: "Alpha", ["programs": ["SS": ["PPL"]], "costBand": ["M": ["min": Items.number("9000")]]]),
        Items.item("b", name: "Bravo", ["programs": ["SS": ["IR"]], "avgRating": Items.number("4.5")]),
        Items.item("c", name: "Charlie", ["programs": ["SS": ["PPL"]], "avgRating": ["S": "good"]]),
        Items.item("d", name: "Delta", ["programs": ["SS": ["PPL", "IR"]], "costBand": ["NULL": true]]),
    ]

    private func match(_ run: FunctionRun, _ body: String) throws -> FunctionRun.Answer {
        try run.invoke("match-found") { $0["body"] = body }
    }

    @Test(arguments: [true, false]) func schoolsAreRankedFromOneRead(hasIndex: Bool) throws {
        let table = try ScriptedTable(Self.items, hasIndex: hasIndex)
        let run = try FunctionRun(table)
        let answer = try match(run, #"{"student":{"trainingGoal":"PPL","maxBudget":10000}}"#)
        #expect(answer.status == 200)
        #expect(answer.body["considered"]?.integer == 3 && answer.body["count"]?.integer == 2)
        #expect(answer.body["excluded"]?["goal"]?.integer == 1)
        #expect(answer.body["matches"]?.array?.first?["school"]?["name"]?.string == "Delta")
        #expect(answer.body["beyond"]?.array?.first?["school"]?["schoolId"]?.string == "b")
        let reads = table.operations.count
        _ = try match(run, #"{"student":{}}"#)
        _ = try run.list()
        #expect(table.operations.filter { $0 == "Scan" }.count == reads)
    }

    @Test func namedSchoolsAreRanked() throws {
        let run = try FunctionRun(try ScriptedTable(Self.items))
        let answer = try match(run, #"{"student":{"trainingGoal":"PPL"},"schoolIds":["b","x","c","a","b"]}"#)
        #expect(answer.body["considered"]?.integer == 2)
        #expect(answer.body["unknownIds"]?.array?.compactMap(\.string) == ["x", "c"])
        let matches = answer.body["matches"]?.array ?? []
        #expect(matches.compactMap { $0["excludedBy"]?.string } == ["goal"])
    }

    @Test func anEmptyTableHasNoMatches() throws {
        let run = try FunctionRun(try ScriptedTable([]))
        let answer = try match(run, #"{"student":{}}"#)
        #expect(
            answer.text
                == #"{"matches":[],"count":0,"considered":0,"excluded":{"goal":0,"radius":0,"budget":0},"#
                + #""nearest":{"radius":[],"maxBudget":[]},"beyond":[]}"#)
    }

    @Test func aBadBodyReadsNothing() throws {
        let table = try ScriptedTable(Self.items)
        let run = try FunctionRun(table)
        let answer = try match(run, #"{"student":{"maxBudget":"much"}}"#)
        #expect(answer.status == 400 && answer.error?.contains("student.maxBudget") == true)
        #expect(table.operations.isEmpty)
    }

    @Test func aTableThatFailsIsUnavailable() throws {
        let table = try ScriptedTable(Self.items)
        table.fail(with: .answer(500))
        let answer = try match(try FunctionRun(table), #"{"student":{}}"#)
        #expect(answer.status == 503 && answer.headers["Retry-After"] != nil)
    }
}
