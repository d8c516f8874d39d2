import JSON
import Support
import Testing

extension IntegrationTests {
    /// Matches of the packaged GetSchools, and their explanations by the packaged MatchExplainer.
    @Suite(.needsPackage, .needsExplainer, .timeLimit(.minutes(2))) struct MatchChainTests {
        /// Fifty students, all different.
        private static let students: [JSONValue] = {
            var chance = Chance(seed: 50)
            func pick(_ values: [JSONValue]) -> JSONValue { values.randomElement(using: &chance) ?? .null }
            return (0..<50).map { _ in
                [
                    "trainingGoal": pick(["PPL", "IR", "CPL", "CFII", "ATPL", "Other", .null]),
                    "maxBudget": pick([.null, 5000, 12_000, 20_000, 80_000]),
                    "location": pick([
                        .null, ["state": "CA"], ["city": "Denver", "state": "CO", "lat": 39, "lon": -104],
                        ["lat": 30, "lon": -97], ["city": "Anywhere"],
                    ]),
                    "trainingTypePreference": pick([.null, "Part61", "Part141", "No Preference"]),
                    "aircraftPreference": pick([.null, "Cessna 172"]), "priorExperience": pick([.null, "10 hours"]),
                    "intensityPreference": pick([.null, "Intensive", "Flexible"]),
                    "preferences": pick([.null, ["Low cost"], ["Location", "Modern fleet"]]),
                ]
            }
        }()

        @Test func everyMatchIsExplainedByItsOwnText() throws {
            let dynamoDB = try EmbeddedDynamoDB()
            try Instance.run(dynamoDB.variables) { getSchools in
                try Explainer.run("http://127.0.0.1:\(TCP.refusingPort())", ["AI_MIN_SCORE": "100"]) { explainer in
                    var explained = 0
                    for student in Self.students {
                        let body: JSONValue = ["student": student, "radius": .number("1500")]
                        let answer = try getSchools.answer(Event.match(body.text))
                        #expect(answer.status == 200, "\(answer.body)")
                        let json = try JSONValue(parsing: Array(answer.body.utf8))
                        for match in (json["matches"]?.array ?? []) + (json["beyond"]?.array ?? []) {
                            let body: JSONValue = [
                                "student": student, "school": match["explain"] ?? .null,
                                "matchScore": match["score"] ?? .null,
                            ]
                            let explanation = try explainer.explain(body.text)
                            #expect(explanation.status == 200, "\(explanation.body)")
                            #expect(explanation.explanation == match["explanation"]?.string)
                            #expect(explanation.source == match["source"]?.string)
                            explained += 1
                        }
                    }
                    #expect(explained > 150)
                }
            }
            // The schools are read once.
            #expect(dynamoDB.requests < 5)
        }

        @Test func theSameQuestionGetsTheSameBytes() throws {
            var bodies: Set<String> = []
            let dynamoDB = try EmbeddedDynamoDB()
            for form in Event.Form.allCases {
                // Each in an instance of its own.
                try Instance.run(dynamoDB.variables) { instance in
                    for isBase64 in [false, true] {
                        let question = #"{"student":{"trainingGoal":"PPL","location":{"lat":39,"lon":-104}}}"#
                        let answer = try instance.answer(Event.match(question, form, isBase64: isBase64))
                        #expect(answer.status == 200)
                        bodies.insert(answer.body)
                    }
                }
            }
            #expect(bodies.count == 1)
            #expect(dynamoDB.requests >= 3)
        }

        @Test func theAccessLineCountsMatchesAndEmptyOnes() throws {
            let dynamoDB = try EmbeddedDynamoDB()
            try Instance.run(dynamoDB.variables) { instance in
                for (student, empty) in [("{}", 0), (#"{"trainingGoal":"PPL","maxBudget":1}"#, 1)] {
                    let answer = try instance.answer(Event.match(#"{"student":\#(student)}"#))
                    let access = try LogCapture.object(try #require(answer.log.last))
                    #expect(access["method"] as? String == "POST" && access["path"] as? String == "/match")
                    #expect(access["Matches"] as? Int == 1 && access["EmptyMatches"] as? Int == empty)
                }
                let refused = try instance.answer(Event.match("{}"))
                #expect(refused.status == 400 && !refused.log.joined().contains("Matches"))
            }
            #expect(dynamoDB.requests > 0)
        }

        @Test func otherMethodsAreNot() throws {
            let dynamoDB = try EmbeddedDynamoDB()
            try Instance.run(dynamoDB.variables) { instance in
                #expect(try instance.answer(Event.request("OPTIONS", "/match")).status == 204)
                let answer = try instance.answer(Event.request("GET", "/match"))
                #expect(answer.status == 405 && answer.headers["Allow"] == "POST, OPTIONS")
            }
            #expect(dynamoDB.requests == 0)
        }
    }
}
