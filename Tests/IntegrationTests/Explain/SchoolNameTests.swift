import Foundation
import Support
import Testing

extension IntegrationTests {
    /// Schools are called what they are called, and what the model is sent for them is paid for once.
    @Suite(.needsExplainer) struct SchoolNameTests {
        private func body(_ name: String, _ id: String = "", score: String = "85") throws -> String {
            let data = try JSONSerialization.data(withJSONObject: ["schoolId": id, "name": name])
            return #"{"student":{},"school":\#(String(decoding: data, as: UTF8.self)),"matchScore":\#(score)}"#
        }

        /// A name that looks like a host is one paid call, whose text is passed on and remembered.
        @Test(arguments: ["FlyLearn.com", "www.FlyLearn.com", "Sky.Aero Academy", "Fly-Learn.co.uk", "Jet.ai"])
        func aNameThatIsAHostIsPassedOn(name: String) throws {
            let text = "\(name) is an excellent match for you: \(name)’s price is right (\(name))."
            let server = ScriptedServer { _ in [.model(text)] }
            try Explainer.run(server) { (instance) throws in
                for source in ["bedrock", "cache", "cache"] {
                    let answer = try instance.explain(body(name))
                    #expect(answer.source == source && answer.explanation == text, "\(answer.log)")
                }
                #expect(server.requests.count == 1)
                // It is a link where another school is explained.
                try instance.explain(body("Another School")).expectUnfit("link")
            }
            try Explainer.run("http://127.0.0.1:\(TCP.refusingPort())", ["AI_MIN_SCORE": "100"]) { instance in
                let answer = try instance.explain(body(name))
                #expect(answer.explanation.hasPrefix("\(name) is an excellent match"), "\(answer.body)")
            }
        }

        /// Another link beside the name, or around it, is one; and a name that is an attack stays one.
        @Test(arguments: [
            ("FlyLearn.com", "FlyLearn.com is good, see evil.com.", "link"),
            ("FlyLearn.com", "See FlyLearn.com/pay now.", "link"),
            ("FlyLearn.com", "See https://FlyLearn.com now.", "link"),
            ("FlyLearn.com", "See pay.FlyLearn.com now.", "link"),
            ("FlyLearn.com", "Write to me@FlyLearn.com now.", "link"),
            ("https://evil.example", "https://evil.example is good.", "link"),
            ("<b>Sky</b>", "<b>Sky</b> is good.", "markup"),
            ("**Sky**", "**Sky** is good.", "markup"), ("evil.com/pay", "evil.com/pay is good.", "link"),
        ])
        func anAttackIsNot(name: String, text: String, cause: String) throws {
            try Explainer.run(ScriptedServer { _ in [.model(text)] }) { instance in
                let answer = try instance.explain(body(name))
                answer.expectUnfit(cause)
                #expect(name == "FlyLearn.com" || answer.explanation.hasPrefix("This school is"), "\(answer.body)")
            }
        }

        @Test(arguments: ["iFly Academy", "eVTOL School", "école", "1st Flight", "ACME"])
        func aNameStaysAsItIs(name: String) throws {
            try Explainer.run("http://127.0.0.1:\(TCP.refusingPort())", ["AI_MIN_SCORE": "100"]) { (instance) throws in
                #expect(try instance.explain(body(name)).explanation.hasPrefix("\(name) is an excellent match"))
            }
        }

        /// One prompt is one call, whatever else differs.
        @Test func theSamePromptIsPaidForOnce() throws {
            let server = ScriptedServer { [.models($0.number)] }
            try Explainer.run(server) { (instance) throws in
                for (index, score) in ["84.6", "84.61", "84.7", "84", "84.999"].enumerated() {
                    for id in ["a", "b", ""] {
                        let answer = try instance.explain(body("Test", id, score: score))
                        #expect(answer.source == (index == 0 && id == "a" ? "bedrock" : "cache"), "\(answer.log)")
                        #expect(answer.explanation == "Answer a fits you.")
                    }
                }
                #expect(try instance.explain(body("Test", score: "85")).source == "bedrock")
                #expect(server.requests.count == 2)
            }
        }
    }
}
