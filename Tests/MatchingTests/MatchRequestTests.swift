import Support
import Testing

@testable import JSON

@Suite struct MatchRequestTests {
    @Test func aFullProfileIsRead() throws {
        let request = try Matches.request(Matches.full)
        #expect(request.score == 92.5)
        #expect(request.student.trainingGoal == "PPL" && request.student.maxBudget == 15000)
        #expect(request.student.location.city == "Austin" && request.student.location.state == "TX")
        #expect(request.student.location.latitude == 30.2672 && request.student.location.longitude == -97.7431)
        #expect(request.student.trainingTypePreference == "Part141")
        #expect(request.student.priorExperience == "10 hours in a Cessna 152")
        #expect(request.school.schoolID == "lone-star" && request.school.name == "Lone Star Aviation")
        #expect(request.school.location.city == "Georgetown" && request.school.location.latitude == 30.6333)
        #expect(request.school.minimumCost == 9500 && request.school.maximumCost == 14250)
        #expect(request.school.primaryProgram == "PPL" && request.school.trainingType == "Part141")
        #expect(request.school.instructorCount == 12)
    }

    /// Partial profiles are normal.
    @Test(arguments: [
        Matches.healthCheck, #"{"student":{},"school":{},"matchScore":0}"#,
        #"{"student":{},"school":{},"matchScore":100}"#,
        #"{"student":{"location":{}},"school":{"location":{},"costBand":{}},"matchScore":50.5}"#,
        #"{"student":{"location":{"lat":30}},"school":{"costBand":{"max":9}},"matchScore":1e1}"#,
        #" {"matchScore" : 8.5E1 , "school" : { } , "student" : { } } "#,
        #"{"student":{"location":{"lat":-90,"lon":180}},"school":{"location":{"lat":90,"lon":-180}},"matchScore":-0}"#,
        #"{"student":{"maxBudget":0},"school":{"instructorCount":0,"costBand":{"min":0,"max":1e12}},"matchScore":1e-400}"#,
    ]) func whatIsMissingIsFine(body: String) throws {
        #expect(try Matches.refusal(body) == nil)
    }

    @Test func nullIsAsIfAbsent() throws {
        let nothing = try Matches.request(#"{"student":{},"school":{},"matchScore":80}"#)
        let body = """
            {"student":{"trainingGoal":null,"maxBudget":null,"location":null,"trainingTypePreference":null,
              "priorExperience":null},
             "school":{"schoolId":null,"name":null,"location":{"city":null,"state":null,"lat":null,"lon":null},
              "costBand":null,"primaryProgram":null,"trainingType":null,"instructorCount":null},"matchScore":80}
            """
        #expect("\(try Matches.request(body))" == "\(nothing)")
    }

    @Test func unknownFieldsAreIgnored() throws {
        let body =
            #"{"a":[[[{}]]],"student":{"b":1e999,"location":{"c":"x"}},"school":{"":null},"matchScore":80,"é":true}"#
        #expect("\(try Matches.request(body))" == "\(try Matches.request())")
    }

    @Test func ofDuplicatesTheLastCounts() throws {
        let request = try Matches.request(
            #"{"student":7,"matchScore":"x","school":{"name":1,"name":"B"},"matchScore":66,"student":{"maxBudget":5}}"#)
        #expect(request.school.name == "B" && request.score == 66 && request.student.maxBudget == 5)
        #expect(try Matches.refusal(#"{"student":{},"school":{},"matchScore":80,"school":null}"#) != nil)
    }

    /// Each field, with what it may not hold: the caller is told its path and what is allowed.
    @Test(arguments: [
        ("student.location", ["7", "[]", "\"Austin\"", "true"], "an object"),
        ("school.location", ["7", "[]", "\"Austin\"", "false"], "an object"),
        ("school.costBand", ["7", "[1,2]", "\"low\""], "an object"),
        (
            "student.maxBudget", ["-1", "-0.01", "\"15000\"", "[]", "true", "1000000000001", "1e999"],
            "0 to 1000000000000"
        ),
        ("school.costBand.min", ["-1", "\"9\"", "{}"], "0 to 1000000000000"),
        ("school.costBand.max", ["-1", "\"9\"", "{}"], "0 to 1000000000000"),
        (
            "school.instructorCount",
            ["-1", "\"9\"", "{}", "2.5", "0.1", "1e-1", "25e-1", "1e13", "1e400", "999999999999.5"],
            "a whole number from 0 to 1000000000000"
        ),
        ("student.location.lat", ["-90.0001", "90.0001", "\"30\"", "1e400"], "-90 to 90"),
        ("school.location.lat", ["-91", "91", "[30]"], "-90 to 90"),
        ("student.location.lon", ["-180.0001", "180.0001", "\"30\""], "-180 to 180"),
        ("school.location.lon", ["-181", "181", "{}"], "-180 to 180"),
        ("matchScore", ["100.0001", "-0.5", "-1", "101", "\"85\"", "[85]", "{}", "true", "1e3"], "0 to 100"),
    ]) func aValueThatIsNotAllowed(path: String, values: [String], allowed: String) throws {
        for value in values {
            let error = try Matches.refusal(Matches.body([path], try JSONValue(parsing: Array(value.utf8))))
            #expect(error?.status == .badRequest, "\(path) \(value)")
            #expect(error?.message.contains("The field \(path) is not") == true, "\(error?.message ?? "accepted")")
            #expect(error?.message.contains(allowed) == true, "\(error?.message ?? "accepted")")
        }
    }

    @Test(arguments: ["0", "-0", "7", "7.0", "70e-1", "0.7e1", "1e12", "7.000"]) func aCountIsWhole(count: String)
        throws
    {
        let request = try Matches.request(school: #""instructorCount":\#(count)"#)
        #expect(request.school.instructorCount == Double(count))
    }

    @Test(arguments: Matches.textFields) func aTextThatIsNotAllowed(path: String) throws {
        let values: [JSONValue] = [7, true, [], .object([]), ["x"], .string(String(repeating: "x", count: 201))]
        for value in values + [
            .string(String(repeating: "🛩", count: 201)), .string(String(repeating: "e\u{301}", count: 101)),
        ] {
            let error = try Matches.refusal(Matches.body([path], value))
            #expect(error?.status == .badRequest)
            #expect(error?.message == "The field \(path) is not allowed: it must be a string of at most 200 characters")
        }
        for value in ["", " ", "x", String(repeating: "x", count: 200), String(repeating: "🛩", count: 200)] {
            #expect(try Matches.refusal(Matches.body([path], .string(value))) == nil)
        }
    }

    @Test(arguments: [
        (#"{"school":{},"matchScore":1}"#, "student"), (#"{"student":null,"school":{},"matchScore":1}"#, "student"),
        (#"{"student":[],"school":{},"matchScore":1}"#, "student"), (#"{"student":{},"matchScore":1}"#, "school"),
        (#"{"student":{},"school":"x","matchScore":1}"#, "school"), (#"{"student":{},"school":{}}"#, "matchScore"),
        (#"{"student":{},"school":{},"matchScore":null}"#, "matchScore"), ("{}", "student"),
    ]) func whatIsRequired(body: String, field: String) throws {
        let error = try Matches.refusal(body)
        #expect(error?.status == .badRequest && error?.message.hasPrefix("The field \(field) is") == true)
    }
}
