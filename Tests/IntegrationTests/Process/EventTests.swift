import Foundation
import Support
import Testing

extension IntegrationTests {
    /// Events that are large, strange, or broken.
    @Suite(.needsPackage) struct EventTests {
        /// An event that the function cannot know, and the error that it must end with.
        static let strange: [(event: String, type: String)] = [
            ("", "Function.InvalidJSON"), ("not JSON", "Function.InvalidJSON"), ("{", "Function.InvalidJSON"),
            (#"{"httpMethod":"GET","path":"/schools"} x"#, "Function.InvalidJSON"),
            ("{\"path\":\"\u{1}\"}", "Function.InvalidJSON"),
            (String(repeating: "[", count: 100_000), "Function.InvalidJSON"),
            ("{}", "Function.UnknownEvent"), ("[]", "Function.UnknownEvent"), ("null", "Function.UnknownEvent"),
            ("\"GET\"", "Function.UnknownEvent"), (#"{"httpMethod":1,"path":null}"#, "Function.UnknownEvent"),
            (#"{"Records":[{"eventSource":"aws:sqs"}]}"#, "Function.UnknownEvent"),
        ]

        @Test func anEventThatIsNoneIsAnErrorAndTheLoopGoesOn() throws {
            try Instance.run { instance in
                for (event, type) in Self.strange { try expectError(instance, Array(event.utf8), type) }
                for name in ["queue", "schedule"] {
                    try expectError(
                        instance, try Parts.file("Events/unknown-event-\(name).json"), "Function.UnknownEvent")
                }
                #expect(try instance.answer(Event.options()).status == 204)
                #expect(instance.requests.filter { $0.path.hasSuffix("/error") }.count == Self.strange.count + 2)
            }
        }

        private func expectError(_ instance: Instance, _ event: [UInt8], _ type: String) throws {
            let (outcome, log) = try instance.invoke(event)
            guard case .error(let given, let body) = outcome else {
                Issue.record("\(String(decoding: event.prefix(100), as: UTF8.self)): \(outcome)")
                return
            }
            #expect(given == type, "\(String(decoding: event.prefix(100), as: UTF8.self))")
            let json = try #require(JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
            #expect(json["errorType"] as? String == type)
            #expect(log.filter { $0.contains("ERROR") }.count == 1, "\(log)")
        }

        @Test func takesAnEventOfSixMegabytes() throws {
            try Instance.run { instance in
                let event = try Event.request("OPTIONS", "/schools", body: String(repeating: "é\\", count: 1_500_000))
                #expect(event.count > 5_900_000)
                #expect(try instance.answer(event).status == 204)
                #expect(try instance.answer(Event.options()).status == 204)
            }
        }

        /// Names in the query and the id that no filter expects.
        @Test func takesAnyTextInAQuery() throws {
            let dynamoDB = try EmbeddedDynamoDB()
            var chance = Chance(seed: 3)
            try Instance.run(dynamoDB.variables.merging(["SCHOOLS_CACHE_SECONDS": "0"]) { $1 }) { instance in
                for _ in 0..<60 {
                    let name =
                        ["state", "programs", "cursor", "limit", "sortBy", "maxBudget", "trainingType"]
                        .randomElement(using: &chance) ?? "state"
                    let text = chance.text(upTo: 40)
                    let answer = try instance.answer(Event.list([name: text, chance.text(upTo: 5): text]))
                    #expect([200, 400].contains(answer.status), "\(name)=\(text)")
                    let school = try instance.answer(Event.school("x" + chance.text(upTo: 40)))
                    #expect([404, 400].contains(school.status))
                }
            }
        }
    }
}
