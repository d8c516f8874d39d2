import Foundation
import Support
import Terminal
import Testing

@testable import Local

@Suite struct SampleEventTests {
    @Test(arguments: [
        (#"{"httpMethod":"GET","path":"/schools"}"#, "GetSchools"),
        (#"{"httpMethod":"PUT","path":"/explain-match","requestContext":{"stage":"prod"}}"#, "MatchExplainer"),
        (
            #"{"rawPath":"/v1/explain-match","requestContext":{"stage":"v1","http":{"method":"POST"}}}"#,
            "MatchExplainer"
        ),
        (#"{"httpMethod":"POST","path":"/v1/x/","resource":"/explain-match"}"#, "MatchExplainer"),
        (
            #"{"routeKey":"ANY /explain-match","rawPath":"/schools","requestContext":{"http":{"method":"POST"}}}"#,
            "MatchExplainer"
        ),
        (#"{"httpMethod":"POST","path":"/explain-matches"}"#, "GetSchools"), ("{}", "GetSchools"),
        ("[]", "GetSchools"), ("{", "GetSchools"),
    ])
    func decidesWhichFunctionServes(event: String, function: String) throws {
        #expect(SampleEvent.function(serving: Array(event.utf8)) == function)
    }

    /// A function whose events have no route is named beside the event.
    @Test func anExpectedResponseMayNameTheFunction() throws {
        let folder = try TemporaryFolder()
        try folder.write("hello.json", #"{"name":"world"}"#)
        try folder.write("hello.expected.json", #"{"function":"Hello","statusCode":200}"#)
        let event = try #require(try SampleEvent.load([], folder: folder.path).first)
        #expect(event.function == "Hello" && event.expectation?.status == 200)
        let response = Array(#"{"statusCode":200}"#.utf8)
        #expect(event.expectation?.differences(from: .response(response)) == [])
    }

    @Test func loadsAFolderByName() throws {
        let folder = try TemporaryFolder()
        for name in ["b.json", "a.json", "a.expected.json", "schools.json", "a-2.json"] { try folder.write(name, "{}") }
        try folder.write("notes.txt", "x")
        let events = try SampleEvent.load([], folder: folder.path)
        #expect(events.map(\.name) == ["a", "a-2", "b"])
        #expect(events.map { $0.expectation != nil } == [true, false, false])
    }

    @Test func namesTheFaultOfAFile() throws {
        let folder = try TemporaryFolder()
        let bad = try folder.write("bad.json", #"{"a":tru}"#)
        func failure(_ paths: [String], _ folder: String) -> String? {
            #expect(throws: CommandFailure.self) { try SampleEvent.load(paths, folder: folder) }?.description
        }
        #expect(failure([bad], folder.path) == "\(bad) is not JSON: true or false was expected at byte 5")
        #expect(failure(["/none.json"], folder.path) == "/none.json cannot be read: there is no such file")
        #expect(failure([], "/none")?.contains("/none cannot be read") == true)
        try FileManager.default.removeItem(atPath: bad)
        #expect(failure([], folder.path)?.contains("no event") == true)
        try folder.write("x.json", "{}")
        try folder.write("x.expected.json", "{")
        #expect(failure([], folder.path)?.contains("x.expected.json is not JSON") == true)
    }

    @Test func theRepositorysEventsAreWhole() throws {
        let events = try SampleEvent.load([], folder: "\(Parts.root.path)/Events")
        #expect(events.count >= 18)
        for event in events { #expect(event.expectation != nil, "\(event.name)") }
        #expect(try TextFile.items("\(Parts.root.path)/Events/schools.json").count >= 40)
    }
}
