import JSON
import Support
import Testing

@testable import GetSchools
@testable import Schools

/// `GET /schools/{schoolId}` from the event to the response.
@Suite struct GetSchoolsSchoolTests {
    private func answer(_ id: String, _ items: [String]) throws -> FunctionRun.Answer {
        let table = try ScriptedTable(items)
        let answer = try FunctionRun(table).school(id)
        #expect(table.operations.allSatisfy { $0 == "GetItem" })
        return answer
    }

    @Test func aSchoolIsAnsweredInBothLayouts() throws {
        let answer = try answer("s1", [Items.item("s1", ["state": ["S": "CA"], "avgRating": ["N": "4.70"]])])
        #expect(answer.status == 200 && answer.headers["Content-Type"] == "application/json")
        #expect(
            answer.text
                == #"{"schoolId":"s1","name":"School","state":"CA","avgRating":4.70,"location":{"state":"CA"}}"#)
    }

    /// What a listing leaves out is answered as it is.
    @Test(arguments: [
        #"{"schoolId":{"S":"s1"}}"#, #"{"schoolId":{"S":"s1"},"name":{"S":"x"},"costBand":{"S":"cheap"}}"#,
        #"{"schoolId":{"S":"s1"},"name":{"N":"7"},"avgRating":{"S":"4.7"}}"#,
    ]) func aMalformedSchoolIsAnsweredToo(item: String) throws {
        let answer = try answer("s1", [item])
        #expect(answer.status == 200 && answer.body["schoolId"]?.string == "s1")
    }

    @Test func noSchool() throws {
        let answer = try answer("s2", [Items.item("s1")])
        #expect(answer.status == 404 && answer.text == #"{"error":"School not found","requestId":"id-1"}"#)
    }

    @Test func aMissingIDIsABadRequest() throws {
        let answer = try answer("", [])
        #expect(answer.status == 400 && answer.error == "The schoolId is missing")
    }

    @Test(arguments: [
        (String(repeating: "x", count: 128), 404), (String(repeating: "x", count: 129), 400),
        (String(repeating: "%C3%A9", count: 64), 404), (String(repeating: "%C3%A9", count: 64) + "x", 400),
    ])
    func anIDHas128BytesAtMost(id: String, status: Int) throws {
        #expect(try answer(id, []).status == status)
    }

    @Test(arguments: [
        ("caf%C3%A9%20north", "café north"), ("a%2Fb", "a/b"), ("a+b", "a+b"), ("50%25", "50%"), ("50%", "50%"),
        ("%zz", "%zz"), ("%22%5C%0A", "\"\\\n"), ("é", "é"), ("%F0%9F%9B%A9", "🛩"), ("%FF", "%FF"),
    ]) func percentEncodedIDs(path: String, id: String) throws {
        let answer = try answer(path, [Items.item(id), Items.item("other")])
        #expect(answer.status == 200 && answer.body["schoolId"]?.string == id)
    }

    /// Without the gateway's own parameter the path says it.
    @Test func theIDFromThePath() throws {
        let table = try ScriptedTable([Items.item("s/1")])
        let answer = try FunctionRun(table).invoke("school-nested") { event in
            event["path"] = "/schools/s%2F1"
            event["pathParameters"] = nil
        }
        #expect(answer.body["schoolId"]?.string == "s/1")
    }
}
