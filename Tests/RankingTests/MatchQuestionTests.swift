import APIGateway
import Matching
import Schools
import Support
import Testing

@testable import Ranking

@Suite struct MatchQuestionTests {
    private func question(student: String = "", _ more: String = "") throws -> MatchQuestion {
        try MatchQuestion(Array(#"{"student":{\#(student)}\#(more.isEmpty ? "" : ",")\#(more)}"#.utf8))
    }

    @Test func everyFieldIsRead() throws {
        let question = try question(
            student: #"""
                "trainingGoal":"IR","maxBudget":12500.5,"location":{"city":"Austin","state":"TX","lat":0,"lon":-0.0},
                "trainingTypePreference":"Part61","aircraftPreference":"Cessna 172","intensityPreference":"Part-time",
                "priorExperience":"none","preferences":["Location","Low cost","Location"],"shoeSize":44
                """#, #""radius":0.5,"limit":50,"schoolIds":["b","a","b",""],"other":{}"#)
        #expect(question.goal == .ir && question.budget == 12_500.5 && question.trainingType == .part61)
        #expect(question.aircraft == "Cessna 172" && question.intensity == .partTime)
        #expect(question.preferences == [.cost, .location])
        #expect(question.student.location.latitude == 0 && question.student.location.longitude == 0)
        #expect(question.student.priorExperience == "none" && question.student.location.city == "Austin")
        #expect(question.radius == 0.5 && question.limit == 50 && question.schoolIDs == ["b", "a"])
    }

    @Test(arguments: [
        "", #""trainingGoal":"","maxBudget":0,"trainingTypePreference":"","intensityPreference":"","preferences":[]"#,
        #""trainingGoal":null,"maxBudget":null,"trainingTypePreference":null,"preferences":null,"location":null"#,
        #""trainingGoal":"Other","trainingTypePreference":"No Preference","aircraftPreference":" ""#,
        #""trainingTypePreference":"Both","location":{},"preferences":[""]"#,
    ]) func whatIsEmptyIsUnknown(student: String) throws {
        let question = try question(student: student, #""radius":null,"limit":null,"schoolIds":[]"#)
        #expect(question.goal == nil && question.budget == nil && question.trainingType == nil)
        #expect(question.aircraft == nil && question.intensity == nil && question.preferences.isEmpty)
        #expect(question.radius == nil && question.limit == 5 && question.schoolIDs.isEmpty)
    }

    @Test(arguments: [
        (#""trainingGoal":"ppl""#, "student.trainingGoal"), (#""trainingGoal":7"#, "student.trainingGoal"),
        (#""maxBudget":-1"#, "student.maxBudget"), (#""maxBudget":"1""#, "student.maxBudget"),
        (#""location":[]"#, "student.location"), (#""location":{"lat":90.5}"#, "student.location.lat"),
        (#""location":{"lon":-181}"#, "student.location.lon"), (#""location":{"state":1}"#, "student.location.state"),
        (#""trainingTypePreference":"Part 61""#, "student.trainingTypePreference"),
        (#""intensityPreference":"Lazy""#, "student.intensityPreference"),
        (#""aircraftPreference":{}"#, "student.aircraftPreference"),
        (#""preferences":"Low cost""#, "student.preferences"), (#""preferences":["Cheap"]"#, "student.preferences"),
        (#""preferences":[1]"#, "student.preferences"), (#""preferences":[null]"#, "student.preferences"),
        (
            #""preferences":["Low cost","Location","Modern fleet","Fast completion"]"#, "student.preferences"
        ),
    ]) func badAnswersAreNamed(student: String, field: String) {
        let error = #expect(throws: HTTPError.self) { try question(student: student) }
        #expect(error?.status == .badRequest)
        #expect(error?.message.hasPrefix("The field \(field) is ") == true)
    }

    @Test(arguments: [
        (#""radius":-1"#, "radius"), (#""radius":12500.5"#, "radius"), (#""radius":"10""#, "radius"),
        (#""limit":0"#, "limit"), (#""limit":51"#, "limit"), (#""limit":1.5"#, "limit"),
        (#""schoolIds":{}"#, "schoolIds"), (#""schoolIds":[1]"#, "schoolIds"), (#""schoolIds":[["a"]]"#, "schoolIds"),
        (#""schoolIds":["1","2","3","4","5","6","7","8","9","10","11"]"#, "schoolIds"),
        (#""schoolIds":["\#(String(repeating: "x", count: 201))"]"#, "schoolIds"),
    ]) func badNumbersAndListsAreNamed(members: String, field: String) {
        let error = #expect(throws: HTTPError.self) { try question(members) }
        #expect(error?.status == .badRequest)
        #expect(error?.message.hasPrefix("The field \(field) is ") == true)
    }

    @Test(arguments: ["", "[]", "7", "{", "{}", #"{"student":null}"#, #"{"student":[]}"#])
    func aStudentIsRequired(body: String) {
        #expect(throws: HTTPError.self) { try MatchQuestion(Array(body.utf8)) }
        #expect(throws: HTTPError.self) { try MatchQuestion(nil) }
    }

    @Test func aBodyHasABound() throws {
        let body = #"{"student":{},"pad":""}"#
        let longest = String(repeating: "x", count: 16_384 - body.utf8.count)
        #expect(try question("\"pad\":\"\(longest)\"").limit == 5)
        #expect(throws: HTTPError.self) { try question("\"pad\":\"\(longest)x\"") }
    }
}
